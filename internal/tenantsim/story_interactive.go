package tenantsim

// withoutPublicClient: the code is handed out, the first poll is refused.
func (s *Sim) withoutPublicClient(st *Story, w *world) {
	w.app.Public = false
	st.Cause = "public_client_disabled"
	st.mend = func(v *Values) (string, error) {
		err := s.SetPublicClient(w.tenant.ID, v.ClientID, true)
		return "Authentication: turned \"Allow public client flows\" on.", err
	}
}

// withWebRedirect: the browser comes back, the code that it brings cannot be redeemed without a secret.
func (s *Sim) withWebRedirect(st *Story, w *world) {
	registeredAsWeb(w)
	st.Cause = "redirect_platform_wrong"
	st.mend = func(v *Values) (string, error) {
		err := s.UpdateApp(w.tenant.ID, v.ClientID, func(a *App) { a.RedirectURIs, a.WebURIs = a.WebURIs, nil })
		return "Authentication: moved the redirect URI http://localhost from Web to Mobile and desktop applications.", err
	}
}
