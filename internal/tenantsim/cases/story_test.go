package cases

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// needsManagementApp names the stories that end in the missing management application.
func needsManagementApp(key StoryKey) bool {
	return !key.Flow.SignsInUser() && (key.API == catalog.PowerPlatform || key.API == catalog.PowerApps)
}

func containsAll(list, wanted []string) bool {
	return !slices.ContainsFunc(wanted, func(name string) bool { return !slices.Contains(list, name) })
}

func told(t *testing.T) (*harness, map[StoryKey]*Story, string) {
	t.Helper()
	h, dir := newHarness(t), t.TempDir()
	stories, err := LoadStories(h.sim, dir, headlessFlows()...)
	must(t, err)
	return h, stories, dir
}

// caseOf enters a story's values as they are now.
func caseOf(st *Story) Case {
	c := st.Values().Case
	if c.Certificate != "" {
		c.Tenant = contoso().ID // an assertion's audience is the GUID's endpoint
	}
	return c
}

// toldFaults is the one true fault of each story: its cause, and what the simulator answers before it is fixed.
var toldFaults = map[StoryKey]struct {
	cause        string
	status, code int
}{
	{catalog.LCS, catalog.Password}:                      {"consent_missing", 400, 65001},
	{catalog.PowerPlatform, catalog.Password}:            {"consent_missing", 400, 65001},
	{catalog.PowerApps, catalog.Password}:                {"consent_missing", 400, 65001},
	{catalog.BusinessCentral, catalog.Password}:          {"consent_missing", 400, 65001},
	{catalog.BusinessCentral, catalog.ClientSecret}:      {"api_role_missing", 200, 0},
	{catalog.BusinessCentral, catalog.ClientCertificate}: {"api_role_missing", 200, 0},
	{catalog.PowerPlatform, catalog.ClientSecret}:        {"secret_expired", 401, 7000222},
	{catalog.PowerApps, catalog.ClientSecret}:            {"secret_expired", 401, 7000222},
	{catalog.PowerPlatform, catalog.ClientCertificate}:   {"cert_not_registered", 401, 700027},
	{catalog.PowerApps, catalog.ClientCertificate}:       {"cert_not_registered", 401, 700027},
	{catalog.PowerPlatform, catalog.Federated}:           {"federated_subject_mismatch", 401, 700213},
	{catalog.PowerApps, catalog.Federated}:               {"federated_subject_mismatch", 401, 700213},
	{catalog.BusinessCentral, catalog.Federated}:         {"federated_subject_mismatch", 401, 700213},
}

func TestStoriesFailThenAreFixed(t *testing.T) {
	h, stories, _ := told(t)
	if len(stories) != len(toldFaults) {
		t.Errorf("%d stories, want %d", len(stories), len(toldFaults))
	}
	for key, want := range toldFaults {
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			h.t = t
			st := stories[key]
			if st == nil {
				t.Fatal("no story")
			}
			if st.Cause != want.cause || st.Key != key {
				t.Errorf("cause %s of %v", st.Cause, st.Key)
			}
			before := h.enter(caseOf(st))
			if before.status != want.status || before.code() != want.code {
				t.Errorf("before: got %d %d: %s", before.status, before.code(), before.raw)
			}
			done, ok := st.Fix()
			if !ok || !strings.HasSuffix(done, ".") {
				t.Errorf("fixed %v: %q", ok, done)
			}
			after := h.enter(caseOf(st))
			if after.status != http.StatusOK {
				t.Fatalf("after: got %d: %s", after.status, after.raw)
			}
			if second, ok := st.Fix(); ok != needsManagementApp(key) || ok && !strings.Contains(second, "management application") {
				t.Errorf("second fault fixed %v: %q", ok, second)
			}
			if again, ok := st.Fix(); ok || again != "" {
				t.Errorf("fixed once more: %q", again)
			}
			claims := claimsOf(t, after.text("access_token"))
			if key.API == catalog.BusinessCentral && !key.Flow.SignsInUser() {
				if diff := cmp.Diff([]any{"API.ReadWrite.All", "Automation.ReadWrite.All"}, claims["roles"]); diff != "" {
					t.Errorf("roles (-want +got):\n%s", diff)
				}
			}
			if key.Flow.SignsInUser() && !containsAll(strings.Fields(claims["scp"].(string)), st.Values().Permissions) {
				t.Errorf("scp %v lacks one of %v", claims["scp"], st.Values().Permissions)
			}
		})
	}
}

func TestStoryBeforeTheFixHasNoRoles(t *testing.T) {
	h, stories, _ := told(t)
	a := h.enter(caseOf(stories[StoryKey{catalog.BusinessCentral, catalog.ClientSecret}]))
	if roles, there := claimsOf(t, a.text("access_token"))["roles"]; there {
		t.Errorf("roles %v", roles)
	}
}

// TestFreshSecretIsTheValueToEnter: the story's own text does not hold it.
func TestFreshSecretIsTheValueToEnter(t *testing.T) {
	_, stories, _ := told(t)
	st := stories[StoryKey{catalog.PowerApps, catalog.ClientSecret}]
	before := st.Values()
	done, _ := st.Fix()
	after := st.Values()
	if before.Secret == after.Secret || before.SecretExpires != "" {
		t.Errorf("expires %q before", before.SecretExpires)
	}
	if want := testNow.Add(180 * 24 * time.Hour).Format(time.DateOnly); after.SecretExpires != want || !strings.Contains(done, want) {
		t.Errorf("expires %q, want %q: %s", after.SecretExpires, want, done)
	}
	if strings.Contains(done, after.Secret) {
		t.Error("the text shows the secret")
	}
}

func TestStoryValuesAreComplete(t *testing.T) {
	_, stories, dir := told(t)
	for key, st := range stories {
		v := st.Values()
		if v.Tenant != "contoso.onmicrosoft.com" || uuid.Validate(v.ClientID) != nil || v.Profile != "demo-"+string(key.API) {
			t.Errorf("%v: tenant %q, client %q, profile %q", key, v.Tenant, v.ClientID, v.Profile)
		}
		got := [3]bool{v.Username != "" && v.Password != "", v.Secret != "", v.Certificate != ""}
		want := [3]bool{key.Flow == catalog.Password, key.Flow == catalog.ClientSecret, key.Flow == catalog.ClientCertificate}
		if got != want {
			t.Errorf("%v: user, secret, certificate %v, want %v", key, got, want)
		}
		if (v.Environment != "") != (key.API == catalog.BusinessCentral) || (v.Project != "") != (key.API == catalog.LCS) {
			t.Errorf("%v: environment %q, project %q", key, v.Environment, v.Project)
		}
		if key.Flow.SignsInUser() && len(v.Permissions) == 0 {
			t.Errorf("%v: no permissions to add", key)
		}
		if v.Certificate != "" {
			info, err := os.Stat(v.Certificate)
			must(t, err)
			if info.Mode().Perm() != 0o600 || filepath.Dir(v.Certificate) != dir {
				t.Errorf("%v: %s has mode %v", key, v.Certificate, info.Mode())
			}
		}
	}
}

func TestValuesAreACopy(t *testing.T) {
	_, stories, _ := told(t)
	st := stories[StoryKey{catalog.LCS, catalog.Password}]
	v := st.Values()
	v.Permissions[0], v.Tenant = "changed", "changed"
	if again := st.Values(); slices.Contains(again.Permissions, "changed") || again.Tenant == "changed" {
		t.Errorf("got %+v", again)
	}
}

// TestFixOnce: of many that press the key at once, one fixes.
func TestFixOnce(t *testing.T) {
	_, stories, _ := told(t)
	st := stories[StoryKey{catalog.LCS, catalog.Password}]
	var fixed sync.Map
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			_ = st.Values()
			if _, ok := st.Fix(); ok {
				fixed.Store(i, true)
			}
		})
	}
	all.Wait()
	count := 0
	fixed.Range(func(any, any) bool { count++; return true })
	if count != 1 {
		t.Errorf("fixed %d times", count)
	}
}

// TestFixThatFailsCanBeTriedAgain: a story whose app is gone says that nothing was done.
func TestFixThatFailsCanBeTriedAgain(t *testing.T) {
	h, stories, _ := told(t)
	for key, st := range stories {
		kept := st.Values().ClientID
		must(t, h.sim.UpdateApp("contoso.example", kept, func(a *tenantsim.App) { a.ClientID = "gone" }))
		if done, ok := st.Fix(); ok || done != "" {
			t.Errorf("%v: fixed an app that is gone: %q", key, done)
		}
		must(t, h.sim.UpdateApp("contoso.example", "gone", func(a *tenantsim.App) { a.ClientID = kept }))
		if _, ok := st.Fix(); !ok {
			t.Errorf("%v: not fixed at the second try", key)
		}
	}
}

func TestStoriesNeedTheirFolder(t *testing.T) {
	_, err := LoadStories(newSim(), filepath.Join(t.TempDir(), "missing"))
	if err == nil || !strings.Contains(err.Error(), "could not make the story of") {
		t.Errorf("got %v", err)
	}
}

// TestStoriesAndCasesLiveTogether: both may be loaded into one simulator.
func TestStoriesAndCasesLiveTogether(t *testing.T) {
	h, stories, dir := told(t)
	cases, err := Load(h.sim, dir, headlessFlows()...)
	must(t, err)
	if a := h.enter(cases[0]); a.status != http.StatusOK {
		t.Errorf("case: got %d: %s", a.status, a.raw)
	}
	st := stories[StoryKey{catalog.LCS, catalog.Password}]
	if a := h.enter(caseOf(st)); a.code() != 65001 {
		t.Errorf("story: got %d: %s", a.code(), a.raw)
	}
}

// TestStoriesEndInTheManagementApp: after the first fault Entra gives a token, the API refuses it until the second one
// is fixed. The stories of the other APIs have their duty done from the start.
func TestStoriesEndInTheManagementApp(t *testing.T) {
	h, stories, _ := told(t)
	probes := map[catalog.API]string{
		catalog.PowerPlatform:   "/environmentmanagement/environments?api-version=2024-10-01",
		catalog.PowerApps:       "/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments?api-version=2020-10-01",
		catalog.BusinessCentral: "/v2.0/" + contoso().ID + "/Production/api/v2.0/companies",
	}
	for key, st := range stories {
		if key.Flow.SignsInUser() {
			continue
		}
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			h.t = t
			if _, ok := st.Fix(); !ok {
				t.Fatal("nothing to fix")
			}
			token := h.enter(caseOf(st)).text("access_token")
			want := 200
			if needsManagementApp(key) {
				want = 403
			}
			if a := h.send(probes[key.API], nil, "Authorization", "Bearer "+token); a.status != want {
				t.Errorf("got %d, want %d: %s", a.status, want, a.raw)
			}
			if _, ok := st.Fix(); ok != needsManagementApp(key) {
				t.Errorf("second fix %v", ok)
			}
			if a := h.send(probes[key.API], nil, "Authorization", "Bearer "+token); a.status != 200 {
				t.Errorf("at the end: %d %s", a.status, a.raw)
			}
		})
	}
}
