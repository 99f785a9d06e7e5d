package tenantsim

import (
	"net/http"
	"net/url"
	"slices"

	"appreg/internal/pattern"
)

// handleSignIns adds the endpoints of sign-ins in a browser.
func (s *Sim) handleSignIns(mux *http.ServeMux) {
	mux.HandleFunc("/{tenant}/oauth2/v2.0/devicecode", s.serveDeviceCode)
	mux.HandleFunc("GET "+devicePath, s.serveDeviceLogin)
	mux.HandleFunc("POST "+devicePath, s.serveDeviceLogin)
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", s.serveAuthorize)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/authorize", s.serveAuthorize)
}

// authorizeRequest is one request for an authorization code. Its parameters stay in the URL while its pages are
// answered by POST.
type authorizeRequest struct {
	http     *http.Request
	query    url.Values
	in       interactive
	redirect string
	platform platform
}

// serveAuthorize answers /{tenant}/oauth2/v2.0/authorize (facts/entra.md section 4, auth code and PKCE): GET starts, POST
// takes a page's answer. The parameter sim_user, which Entra does not have, answers at once as that user.
func (s *Sim) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	screen := s.authorize(r)
	s.mu.Unlock()
	s.show(w, r, screen)
}

// authorize checks the request in Entra's order. As long as client and redirect URI are not known to belong together, a
// refusal is a page and never a redirect. The caller holds s.mu.
func (s *Sim) authorize(r *http.Request) screen {
	a := authorizeRequest{http: r, query: r.URL.Query()}
	req := &tokenRequest{http: r, form: a.query, segment: r.PathValue("tenant"), clientID: a.query.Get("client_id")}
	if no := s.findClient(req); no != nil {
		return screen{refusal: no}
	}
	a.in.tenant, a.in.app, a.redirect = req.tenant, req.app, a.query.Get("redirect_uri")
	var no *refusal
	if a.platform, no = judgeRedirect(req.app, a.redirect); no != nil {
		return screen{refusal: no}
	}
	if mode := a.query.Get("response_mode"); !slices.Contains([]string{"", "query", "fragment", "form_post"}, mode) {
		return screen{refusal: refuse(ResponseModeUnknown, "{type}", mode)}
	}
	if no := a.judge(); no != nil {
		return s.sendBack(a, no)
	}
	upn, answer := s.chosen(a)
	if upn == "" && answer != answerDecline {
		return screen{page: a.page(pageUsers)}
	}
	return s.goOn(a, upn, answer)
}

// challengeForm is RFC 7636 section 4.2.
var challengeForm = pattern.Lazy(`^[A-Za-z0-9._~-]{43,128}$`)

// judge checks what is told to the app itself.
func (a *authorizeRequest) judge() (no *refusal) {
	challenge, method := a.query.Get("code_challenge"), a.query.Get("code_challenge_method")
	switch kind := a.query.Get("response_type"); {
	case kind == "":
		return missing("response_type")
	case kind != "code":
		return refuse(ResponseTypeUnknown, "{type}", kind)
	case a.query.Get("scope") == "":
		return missing("scope")
	case challenge == "" && (a.in.app.NeedsPKCE || a.platform == platformSPA):
		return refuse(PKCEMissing)
	case challenge != "" && (!challengeForm.Regexp().MatchString(challenge) || !slices.Contains([]string{"", "plain", "S256"}, method)):
		return refuse(ChallengeMalformed)
	case a.query.Get("prompt") == "none":
		return refuse(SignInNeeded)
	}
	a.in.scope, no = parseScope(a.query.Get("scope"))
	return no
}

// chosen gives the user and the answer that a page, the parameter sim_user or AutoApprove brought.
func (s *Sim) chosen(a authorizeRequest) (upn string, answer pageAnswer) {
	if a.http.Method == http.MethodPost {
		return a.http.PostForm.Get("user"), pageAnswer(a.http.PostForm.Get("answer"))
	}
	if upn = a.query.Get("sim_user"); upn == "" {
		upn = s.autoUser(a.in.tenant, a.query.Get("login_hint"))
	}
	return upn, answerAccept
}

// goOn takes the answer and says where it leads.
func (s *Sim) goOn(a authorizeRequest, upn string, answer pageAnswer) screen {
	step, no := s.advance(a.in, upn, answer)
	switch {
	case no != nil && toldToApp(no.situation):
		return s.sendBack(a, no)
	case no != nil:
		return screen{refusal: no, back: a.page(pageUsers)}
	case step == stepDeclined:
		return s.sendBack(a, refuse(UserDeclined))
	case step == stepConsent:
		page := a.page(pageConsent)
		page.User, page.Permissions = upn, s.askedNames(a.in)
		return screen{page: page}
	}
	code := s.newCode(codeGrant{
		tenantID: a.in.tenant.ID, clientID: a.in.app.ClientID, scope: a.in.scope, redirect: a.redirect, platform: a.platform,
		challenge: a.query.Get("code_challenge"), plain: a.query.Get("code_challenge_method") != "S256",
		nonce: a.query.Get("nonce"), upn: upn,
	})
	return screen{redirect: a.answerWith(url.Values{"code": {code}, "session_state": {s.newID()}})}
}

// toldToApp says which refusals come back to the app; the others Entra keeps on its own page.
func toldToApp(situation Situation) bool {
	return slices.Contains([]Situation{ResourceMissing, ResourceDisabled, ResourceNotListed, ScopeNotOnResource}, situation)
}

// sendBack tells the app about a refusal.
func (s *Sim) sendBack(a authorizeRequest, no *refusal) screen {
	told, _, ok := s.errorAnswerTo(a.http, no)
	if !ok {
		return screen{refusal: no}
	}
	values := url.Values{"error": {told.Error}, "error_description": {told.Description}}
	if told.URI != "" {
		values.Set("error_uri", told.URI)
	}
	if no.situation == UserDeclined {
		values.Set("error_subcode", "cancel")
	}
	return screen{redirect: a.answerWith(values)}
}

// answerWith addresses values to the app, with its state.
func (a authorizeRequest) answerWith(values url.Values) *redirectAnswer {
	if a.query.Has("state") {
		values.Set("state", a.query.Get("state"))
	}
	return &redirectAnswer{uri: a.redirect, mode: a.query.Get("response_mode"), values: values}
}

// page makes a page of this request: its forms post back to where it came from.
func (a authorizeRequest) page(kind pageKind) *page {
	return &page{
		Kind: kind, Action: a.http.URL.RequestURI(), App: a.in.app.Name, Tenant: a.in.tenant.Name,
		Users: a.in.tenant.userNames(a.query.Get("login_hint")),
	}
}

// askedNames are the permissions that the consent page lists.
func (s *Sim) askedNames(in interactive) []string {
	r, no := s.resourceFor(in.tenant, in.scope)
	if no != nil {
		return nil
	}
	return asked(r, in.scope)
}
