package tenantsim

import "appreg/internal/catalog"

// storyNeedsManagementApp names the stories that end in the missing management application.
func storyNeedsManagementApp(key StoryKey) bool {
	return !key.Flow.SignsInUser() && (key.API == catalog.PowerPlatform || key.API == catalog.PowerApps)
}

// thenWithoutManagementApp gives a story its second fault, which a call to the API shows: Entra is satisfied, Power
// Platform does not know the application yet.
func (s *Sim) thenWithoutManagementApp(st *Story, w *world) {
	w.app.Products.ManagementApp = false
	st.next = func(v *Values) (string, error) {
		err := s.RegisterManagementApp(w.tenant.ID, v.ClientID)
		return "Power Platform: an administrator registered the application as a management application.", err
	}
}
