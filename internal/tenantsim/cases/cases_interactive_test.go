package cases

import (
	"net/http"
	"slices"
	"testing"

	"appreg/internal/catalog"

	"github.com/google/go-cmp/cmp"
)

// interactiveWorld is a harness with the cases of all flows, in which device codes are approved at once.
func interactiveWorld(t *testing.T) (*harness, map[string]Case) {
	t.Helper()
	h := newHarness(t)
	list, err := Load(h.sim, t.TempDir())
	must(t, err)
	h.sim.AutoApprove()
	cases := map[string]Case{}
	for _, c := range list {
		cases[c.Name] = c
	}
	return h, cases
}

// TestInteractiveCasesWork: every API with both flows, as the user that the case names.
func TestInteractiveCasesWork(t *testing.T) {
	h, cases := interactiveWorld(t)
	var works []string
	for _, c := range cases {
		if c.Cause != "" || !c.Flow.SignsInAtPage() {
			continue
		}
		works = append(works, c.Name)
		if c.Username == "" || c.Password != "" || c.Secret != "" {
			t.Errorf("%s: user %q, password or secret set", c.Name, c.Username)
		}
		a := h.enter(c)
		if a.status != http.StatusOK {
			t.Errorf("%s: got %d: %s", c.Name, a.status, a.raw)
			continue
		}
		if claims := claimsOf(t, a.text("access_token")); claims["appid"] != c.ClientID || claims["upn"] != c.Username {
			t.Errorf("%s: appid %v, upn %v", c.Name, claims["appid"], claims["upn"])
		}
	}
	want := []string{
		"works-business-central-browser", "works-business-central-device-code", "works-lcs-browser", "works-lcs-device-code",
		"works-power-apps-browser", "works-power-apps-device-code", "works-power-platform-browser", "works-power-platform-device-code",
	}
	slices.Sort(works)
	if diff := cmp.Diff(want, works); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestInteractiveFaults: what the app sees of each fault.
func TestInteractiveFaults(t *testing.T) {
	type seen struct {
		cause, err string
		code       int
		page       string // the number on the error page on which the browser stays
	}
	want := map[string]seen{
		"device_flow_blocked":        {"device_flow_blocked", "invalid_grant", 53003, ""},
		"user_confirmation_required": {"user_confirmation_required", "interaction_required", 50199, ""},
		"authorization_declined":     {"authorization_declined", "authorization_declined", 0, ""},
		"device_code_expired":        {"device_code_expired", "expired_token", 70020, ""},
		"public_client_disabled-2":   {"public_client_disabled", "invalid_client", 7000218, ""},
		"redirect_uri_mismatch":      {"redirect_uri_mismatch", "", 0, "50011"},
		"redirect_platform_wrong":    {"redirect_platform_wrong", "invalid_client", 7000218, ""},
		"consent_declined":           {"consent_declined", "access_denied", 0, ""},
	}
	h, cases := interactiveWorld(t)
	got := map[string]seen{}
	for name, c := range cases {
		if c.Cause == "" || !c.Flow.SignsInAtPage() {
			continue
		}
		a := h.enter(c)
		err := a.text("error")
		if back := a.location().Get("error"); back != "" {
			err = back
		}
		got[name] = seen{c.Cause, err, a.code(), a.page()}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestAWayOutOfAPassword: the same registration works with the flows that a report offers instead, portal step done.
func TestAWayOutOfAPassword(t *testing.T) {
	h, cases := interactiveWorld(t)
	for _, name := range []string{"mfa_required", "federated_user", "mfa_enrollment_required", "security_defaults"} {
		c := cases[name]
		if a := h.enter(c); a.status == http.StatusOK {
			t.Errorf("%s: the password works", name)
		}
		for _, flow := range []catalog.Flow{catalog.DeviceCode, catalog.Browser} {
			c.Flow = flow
			if a := h.enter(c); a.status != http.StatusOK {
				t.Errorf("%s by %s: got %s", name, flow, a.raw)
			}
		}
	}
	blocked := cases["device_flow_blocked"]
	blocked.Flow = catalog.Browser
	if a := h.enter(blocked); a.status != http.StatusOK {
		t.Errorf("device_flow_blocked by browser: got %s", a.raw)
	}
}

// TestCasesFollowTheFlows: no case of a flow that is not offered.
func TestCasesFollowTheFlows(t *testing.T) {
	for _, flow := range orAll(nil) {
		cases, err := Load(newSim(), t.TempDir(), flow)
		must(t, err)
		for _, c := range cases {
			if c.Flow != flow {
				t.Errorf("%s is a case of %s, not of %s", c.Name, c.Flow, flow)
			}
		}
		if len(cases) < 5 {
			t.Errorf("%s: %d cases", flow, len(cases))
		}
	}
}

// TestUnknownProofIsRefused: a flow that proves itself in a way that the simulator doesn't know has no case, rather than one with a
// client secret; and an API without a platform of its own has cases on another's.
func TestUnknownProofIsRefused(t *testing.T) {
	for _, flow := range []catalog.FlowInfo{{Flow: "carrier-pigeon"}, {Flow: "carrier-pigeon", Who: catalog.Application, Proof: 99}} {
		w := &world{now: testNow}
		if w.giveProof(flow); w.err == nil || w.app.Secrets != nil || w.enter.Secret != "" {
			t.Errorf("%+v: proves itself: %v", flow, w.err)
		}
	}
	w := &world{enter: Case{API: "a-later-api", Flow: catalog.Federated}}
	if w.giveProof(catalog.Federated.Info()); w.err != nil || w.run == nil || len(w.app.Federated) != 1 {
		t.Errorf("an API without a platform of its own: %v", w.err)
	}
}

// TestOfferedFlowsAreTheCatalogues: Load and LoadStories need no change when the catalogue offers more.
func TestOfferedFlowsAreTheCatalogues(t *testing.T) {
	sim := newSim()
	cases, err := Load(sim, t.TempDir())
	must(t, err)
	stories, err := LoadStories(sim, t.TempDir())
	must(t, err)
	for _, info := range catalog.Flows() {
		if !slices.ContainsFunc(cases, func(c Case) bool { return c.Flow == info.Flow && c.Cause == "" }) {
			t.Errorf("no working case of %s", info.Flow)
		}
		if stories[StoryKey{catalog.PowerApps, info.Flow}] == nil {
			t.Errorf("no story of %s", info.Flow)
		}
	}
}

// TestInteractiveStories: each fails for its cause in a way that comes back to the terminal, and works once fixed.
func TestInteractiveStories(t *testing.T) {
	h := newHarness(t)
	stories, err := LoadStories(h.sim, t.TempDir(), catalog.DeviceCode, catalog.Browser)
	must(t, err)
	h.sim.AutoApprove()
	if want := 2 * len(catalog.Services()); len(stories) != want {
		t.Errorf("%d stories, want %d", len(stories), want)
	}
	causes := map[catalog.Flow]string{catalog.DeviceCode: "public_client_disabled", catalog.Browser: "redirect_platform_wrong"}
	for key, st := range stories {
		if st.Cause != causes[key.Flow] {
			t.Errorf("%v: cause %s", key, st.Cause)
		}
		if v := st.Values(); v.Username == "" || v.Password != "" || v.Secret != "" || v.Certificate != "" || len(v.Permissions) == 0 {
			t.Errorf("%v: values %+v", key, v)
		}
		if before := h.enter(caseOf(st)); before.code() != 7000218 {
			t.Errorf("%v: before: got %s", key, before.raw)
		}
		if done, ok := st.Fix(); !ok || done == "" {
			t.Errorf("%v: not fixed", key)
		}
		if after := h.enter(caseOf(st)); after.status != http.StatusOK {
			t.Errorf("%v: after: got %s", key, after.raw)
		}
	}
}
