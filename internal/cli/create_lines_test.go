package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/steps"
	"appreg/store"
)

// makes is a person who lets appreg make the app registration, line by line. more are answers to further questions, by their
// beginning.
func (o *office) makes(ctx context.Context, api catalog.API, flow catalog.Flow, more map[string]string) (told string, code int) {
	o.t.Helper()
	c := o.cases["works-"+string(api)+"-"+string(flow)]
	person := &answering{answers: map[string]string{
		"What do you want to call?": string(api), "How will it sign in?": string(flow), "The app registration?": steps.HowCreate,
		"With whose rights?": "token", "Tenant": c.Tenant, "Project ID": c.Project, "User name": c.Username, "Password": c.Password, "Profile name": "made",
	}}
	person.asking = o.asking
	for question, answer := range more {
		person.answers[question] = answer
	}
	var out, errs bytes.Buffer
	var ring store.Backend = o.keyring
	if o.full {
		ring = fullKeyring{o.keyring}
	}
	code = cli.Run(ctx, []string{"setup", "--plain"}, cli.Streams{
		In: person, Out: &out, Err: io.MultiWriter(&errs, person), Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: ring, Browser: o.browser,
	})
	return out.String() + errs.String(), code
}

// fullKeyring takes nothing.
type fullKeyring struct{ *store.MemoryKeyring }

func (fullKeyring) Set(context.Context, string, secret.Secret) error {
	return &store.Error{Kind: store.ErrBackend, State: store.StateBroken, Op: "save"}
}

// TestCreateThatCannotBeSaved: what was made and can't be saved is the store's fault, and is told as such; the run can be gone on
// with, and then it is saved.
func TestCreateThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.full = true
	told, _ := o.makes(t.Context(), catalog.PowerPlatform, catalog.ClientSecret, map[string]string{"What now:": "quit"})
	told = strings.Join(strings.Fields(told), " ")
	broken := &store.Error{Kind: store.ErrBackend, State: store.StateBroken, Op: "save"}
	if !strings.Contains(told, "couldn't save profile made: "+broken.Error()) || !strings.Contains(told, broken.Fix()) || strings.Contains(told, "Not recognized") {
		t.Fatalf("told:\n%s", told)
	}
	o.full = false
	if made := o.plan(0, o.create(catalog.PowerPlatform, catalog.ClientSecret)...); made.Report.Stored != "keyring" || o.count() != [2]int{1, 1} {
		t.Errorf("afterwards: %+v, %v", made.Report, o.count())
	}
}

// TestCreateLineByLine: a person who answers with Enter ends with a registration that works, whatever the API and the
// sign-in method, and the profile gives tokens.
func TestCreateLineByLine(t *testing.T) {
	t.Parallel()
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if !rule.Allowed || rule.Flow.Info().Proof == catalog.ProofAssertion {
				continue
			}
			t.Run(string(service.API)+"/"+string(rule.Flow), func(t *testing.T) {
				t.Parallel()
				o := newOffice(t)
				told, code := o.makes(t.Context(), service.API, rule.Flow, nil)
				if code != 0 || !strings.Contains(told, "Saved. It works.") || !strings.Contains(told, "What now [Create it]") {
					t.Fatalf("exit code %d\n%s", code, told)
				}
				h := newHunt()
				h.add("an admin token", o.admins["global"].GraphToken)
				h.add("an admin token", o.admins["global"].APIToken)
				o.secrets(h)
				h.check(t, "the screen", told)
				kept := 0
				if rule.Flow.Info().Proof == catalog.ProofPassword {
					kept = 3 // it is saved without its password
				}
				if stdout, stderr, code := o.run("token", "made"); code != kept || kept == 0 && strings.Count(stdout, ".") < 2 {
					t.Errorf("token: exit code %d\n%s", code, stderr)
				}
				if second, _, _ := o.run(o.create(service.API, rule.Flow)...); !strings.Contains(second, `"applied":`) || strings.Contains(second, `"state":"done"`) {
					t.Errorf("a second run changes something:\n%s", second)
				}
			})
		}
	}
}

// TestCreateLineByLineRefused: who may not consent learns who may, and takes it back; the tenant is as it was.
func TestCreateLineByLineRefused(t *testing.T) {
	o := newOffice(t)
	before := o.tenant()
	o.as("app-developer")
	told, code := o.makes(t.Context(), catalog.BusinessCentral, catalog.ClientSecret, map[string]string{"What now:": "undo"})
	if !strings.Contains(told, "You lack a role: Cloud Application Administrator") || !strings.Contains(told, "Taken back") {
		t.Fatalf("exit code %d\n%s", code, told)
	}
	if diff := cmp.Diff(before, o.tenant()); diff != "" {
		t.Errorf("left behind:\n%s", diff)
	}
}

// TestCreateNotTakenBack: what can't be taken back is named, nothing is forgotten, and the second try takes it back.
func TestCreateNotTakenBack(t *testing.T) {
	o := newOffice(t)
	before := o.tenant()
	o.as("app-developer")
	refused := tenantsim.GraphFault(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	refused.Times, refused.Only = 1, func(q tenantsim.Request) bool { return q.Method == http.MethodDelete }
	o.sim.Inject(tenantsim.CallsIn(o.tenantID()), refused)
	told, _ := o.makes(t.Context(), catalog.BusinessCentral, catalog.ClientSecret, map[string]string{"What now:": "undo"})
	told = strings.Join(strings.Fields(told), " ")
	_, later, failed := strings.Cut(told, "FAIL couldn't take back everything. Left to do: Delete the app registration \"appreg made\".")
	if !failed || !strings.Contains(later, "or later: appreg undo ") || !strings.Contains(later, "Taken back: the tenant is as it was.") {
		t.Fatalf("it says:\n%s", told)
	}
	if diff := cmp.Diff(before, o.tenant()); diff != "" {
		t.Errorf("left behind:\n%s", diff)
	}
}

// lack takes an API out of the tenant, and with it all rights on it.
func (o *office) lack(api catalog.API) {
	o.t.Helper()
	if err := o.sim.UpdateTenant(o.tenantID(), func(tenant *tenantsim.Tenant) {
		tenant.MissingAPIs = append(tenant.MissingAPIs, api)
		for _, a := range tenant.Apps {
			delete(a.Roles, api)
			if a.Name != "Microsoft Azure CLI" {
				delete(a.Consents, api)
			}
		}
	}); err != nil {
		o.t.Fatal(err)
	}
}

// TestCreateLeavesWhatOthersUse: what stays because others use it is named; the tenant isn't said to be as it was.
func TestCreateLeavesWhatOthersUse(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if err := o.sim.UpdateTenant(o.tenantID(), func(tenant *tenantsim.Tenant) { // others have rights on it as soon as it is there
		tenant.MissingAPIs = append(tenant.MissingAPIs, catalog.BusinessCentral)
	}); err != nil {
		t.Fatal(err)
	}
	refused := tenantsim.GraphFault(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	refused.Only = func(q tenantsim.Request) bool {
		return q.Method == http.MethodPost && strings.Contains(q.Path, "appRoleAssign")
	}
	o.sim.Inject(tenantsim.CallsIn(o.tenantID()), refused)
	told, _ := o.makes(t.Context(), catalog.BusinessCentral, catalog.ClientSecret, map[string]string{"What now:": "undo"})
	told = strings.Join(strings.Fields(told), " ")
	if strings.Contains(told, "the tenant is as it was") || !strings.Contains(told, "Taken back, all but what others use or changed. Not done: Take the API out of the tenant again. Other apps use it, or may: it stays.") {
		t.Errorf("it says:\n%s", told)
	}
}

// TestCreatePartlyTakenBack: where the app registration is deleted and something else couldn't be, the next plan goes by the journal,
// and what it says can be done leads on.
func TestCreatePartlyTakenBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.lack(catalog.BusinessCentral)
	before := o.tenant()
	removals := 0
	refused := tenantsim.GraphFault(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
	refused.Only = func(q tenantsim.Request) bool {
		grants := q.Method == http.MethodPost && strings.Contains(q.Path, "appRoleAssign")
		removes := q.Method == http.MethodDelete && strings.Contains(q.Path, "servicePrincipals")
		if removes {
			removals++
		}
		return grants || removes && removals == 1
	}
	o.sim.Inject(tenantsim.CallsIn(o.tenantID()), refused)
	told, code := o.makes(t.Context(), catalog.BusinessCentral, catalog.ClientSecret, map[string]string{"What now:": "undo\nagain\nundo\nquit"})
	told = strings.Join(strings.Fields(told), " ")
	_, later, partly := strings.Cut(told, "Left to do: Take the API out of the tenant again.")
	_, later, planned := strings.Cut(later, "This goes on with a run that was interrupted.")
	deleted := strings.Contains(later, "take back what's left of the interrupted run: appreg undo ") && !strings.Contains(later, "isn't in this tenant")
	if !partly || !planned || !deleted || !strings.Contains(later, "Taken back: the tenant is as it was.") {
		t.Errorf("exit code %d\n%s", code, told)
	}
	if diff := cmp.Diff(before, o.tenant()); diff != "" {
		t.Errorf("left behind:\n%s", diff)
	}
}

// TestCreateLeftUnfinished: who leaves after a refusal is told how to go on, and how to take it back; both work.
func TestCreateLeftUnfinished(t *testing.T) {
	o := newOffice(t)
	o.as("app-developer")
	told, _ := o.makes(t.Context(), catalog.BusinessCentral, catalog.ClientSecret, map[string]string{"What now:": "quit"})
	_, run, found := strings.Cut(told, "appreg undo ")
	if !found {
		t.Fatalf("no way back is told:\n%s", told)
	}
	run, _, _ = strings.Cut(run, "\n")
	o.as("global")
	if stdout, stderr, code := o.run("undo", run, "--admin", "token", "--yes"); code != 0 || o.count() != [2]int{} {
		t.Errorf("exit code %d, %v\n%s%s", code, o.count(), stdout, stderr)
	}
}

// TestCreateFederatedByHand: what a platform's tokens will be about is entered; they can't be tested here, which is said, and
// the profile is kept as not ready. Where the app runs, it works.
func TestCreateFederatedByHand(t *testing.T) {
	o := newOffice(t)
	told, code := o.makes(t.Context(), catalog.PowerApps, catalog.Federated, map[string]string{
		"Runs on": "other", "Issuer and subject": o.url + "/outside repo:contoso/new:environment:production",
	})
	if code != 3 || !strings.Contains(told, "Trust "+o.url+"/outside") || !strings.Contains(told, "Saved, not ready.") || !strings.Contains(told, "appreg check made") {
		t.Fatalf("exit code %d\n%s", code, told)
	}
	token, err := os.ReadFile(o.outsideToken())
	if err != nil {
		t.Fatal(err)
	}
	o.environ = append(o.environ, "APPREG_ASSERTION="+string(token))
	if stdout, stderr, code := o.run("check", "made"); code != 0 {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

// TestCreateAsksForTheRest: on a terminal --create asks for what no flag gives, and offers what was given; with
// --yes, or with nobody there, it is told what is missing.
func TestCreateAsksForTheRest(t *testing.T) {
	o := newOffice(t)
	c := o.cases["works-power-apps-client-secret"]
	args := []string{"setup", "--create", "--plain", "--api", "power-apps", "--flow", "client-secret", "--tenant", c.Tenant}
	person := &answering{answers: map[string]string{"With whose rights?": "token", "Profile name": "made"}}
	var out, errs bytes.Buffer
	code := cli.Run(t.Context(), args, cli.Streams{
		In: person, InTTY: true, ErrTTY: true, Out: &out, Err: io.MultiWriter(&errs, person), Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring, Browser: o.browser,
	})
	if told := errs.String(); code != 0 || !strings.Contains(told, "Saved. It works.") || !strings.Contains(told, "The app registration? [Create it for me]") {
		t.Errorf("exit code %d\n%s", code, told)
	}
	for _, more := range []string{"--yes", "--no-input"} {
		if _, stderr, code := o.run(append(args, more)...); code != 2 || !strings.Contains(stderr, "--admin") {
			t.Errorf("%s: exit code %d\n%s", more, code, stderr)
		}
	}
}

// TestCreateInterruptedIsOffered: a creation that was interrupted after any write is offered at the next start, to go on with or
// to take back; neither doubles or leaves anything.
func TestCreateInterruptedIsOffered(t *testing.T) {
	t.Parallel()
	for _, end := range []struct {
		now   string // what is answered to "What now"
		there [2]int // registrations and secrets
	}{{"", [2]int{1, 1}}, {"undo", [2]int{}}} {
		for _, after := range []int64{3, 5, 7} {
			o := newOffice(t)
			ctx, stop := context.WithCancel(t.Context())
			var seen atomic.Int64
			o.watchEach(func() {
				if seen.Add(1) == after {
					stop()
				}
			})
			cli.Run(ctx, o.create(catalog.PowerPlatform, catalog.ClientSecret), cli.Streams{
				In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring, Browser: o.browser,
			})
			stop()
			told, _ := o.makes(t.Context(), catalog.PowerPlatform, catalog.ClientSecret, map[string]string{"What now": end.now, "Profile name": ""})
			if !strings.Contains(told, "Go on where you left off?") || !strings.Contains(told, "appreg makes the app registration") || !strings.Contains(told, "a run that was interrupted") || o.count() != end.there {
				t.Errorf("after %d, %q: %v registrations and secrets\n%s", after, end.now, o.count(), told)
			}
		}
	}
}
