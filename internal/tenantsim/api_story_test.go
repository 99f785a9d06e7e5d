package tenantsim

import (
	"testing"

	"appreg/internal/catalog"
)

// TestStoriesEndInTheManagementApp: after the first fault Entra gives a token, the API refuses it until the second one
// is mended. The stories of the other APIs have their duty done from the start.
func TestStoriesEndInTheManagementApp(t *testing.T) {
	h, stories, _ := told(t)
	probes := map[catalog.API]string{
		catalog.PowerPlatform:   "GET " + platPath,
		catalog.PowerApps:       "GET " + bapPath + "/scopes/admin/environments" + appsVersion,
		catalog.BusinessCentral: "GET /v2.0/" + contoso().ID + "/Production/api/v2.0/companies",
	}
	for key, st := range stories {
		if key.Flow.SignsInUser() {
			continue
		}
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			h.t = t
			if _, ok := st.Mend(); !ok {
				t.Fatal("nothing to mend")
			}
			token := h.enter(caseOf(st)).text("access_token")
			want := 200
			if storyNeedsManagementApp(key) {
				want = 403
			}
			if a := h.call(token, probes[key.API]); a.status != want {
				t.Errorf("got %d, want %d: %s", a.status, want, a.raw)
			}
			if _, ok := st.Mend(); ok != storyNeedsManagementApp(key) {
				t.Errorf("second mend %v", ok)
			}
			if a := h.call(token, probes[key.API]); a.status != 200 {
				t.Errorf("at the end: %d %s", a.status, a.raw)
			}
		})
	}
}
