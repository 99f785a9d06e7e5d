package catalog

import (
	"strings"
	"testing"
)

// TestEveryFlowIsComplete: a row says all that the program reads from it.
func TestEveryFlowIsComplete(t *testing.T) {
	for _, f := range Flows() {
		if f.Title == "" || f.Hint == "" || f.Instead == "" || f.Credential == "" {
			t.Errorf("%s: a word is missing: %+v", f.Flow, f)
		}
		if f.Who == AnyCaller || f.Proof == NoProof {
			t.Errorf("%s: who signs in, and with what?", f.Flow)
		}
		if (f.Variable == "") != (f.Secret == "") || (f.Variable == "") != (f.Proof == ProofPage) {
			t.Errorf("%s: variable %q for %q", f.Flow, f.Variable, f.Secret)
		}
		if f.PublicClient != (f.SwitchNote != "") || f.PublicClient && f.RedirectURI != "" {
			t.Errorf("%s: the switch and why: %t, %q", f.Flow, f.PublicClient, f.SwitchNote)
		}
		if f.Who == Application && (f.PublicClient || f.RedirectURI != "" || f.SavedIfTold) {
			t.Errorf("%s: an application needs nothing of a user's", f.Flow)
		}
		if len(f.Requests) == 0 {
			t.Fatalf("%s sends nothing", f.Flow)
		}
		for _, request := range f.Requests {
			if (len(f.Requests) > 1) != (request.When != "") || request.Form[0] != "client_id={client id}" {
				t.Errorf("%s: request %+v", f.Flow, request)
			}
		}
		last := f.Requests[len(f.Requests)-1]
		if form := strings.Join(last.Form, "&"); last.To != AtToken || !strings.Contains(form, "{hidden}") || !strings.Contains(form, "grant_type=") {
			t.Errorf("%s: the token's request %s", f.Flow, form)
		}
	}
}

// TestUnknownNames: of what is not in the catalogue nothing is said, and nothing is taken for one that is.
func TestUnknownNames(t *testing.T) {
	const api, flow = API("power-bi"), Flow("carrier-pigeon")
	if f := flow.Info(); f.Flow != "" || f.Who != AnyCaller || flow.SignsInUser() || flow.SignsInAtPage() {
		t.Errorf("the row of an unknown flow: %+v", f)
	}
	if Order(api, Password) != nil || (Target{API: api}).Duties(Password, DutyIDs{}) != nil {
		t.Error("an unknown API has steps or duties")
	}
	for _, s := range Services() {
		added, delegated := s.ToAdd(flow)
		if len(s.Permissions(flow)) > 0 || len(added) > 0 || delegated || Order(s.API, flow) != nil || (Target{API: s.API}).Duties(flow, DutyIDs{}) != nil {
			t.Errorf("%s: an unknown flow has permissions, steps or duties", s.API)
		}
	}
}
