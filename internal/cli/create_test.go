package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/store"
)

// office is a machine whose person has the tokens of the simulated tenant's admins.
type office struct {
	*machine
	admins map[string]cases.Admin
	full   bool                  // the keyring takes nothing: its person is at the other end of line mode
	asking func(question string) // the same person is asked; nil: nobody watches
}

func newOffice(t *testing.T) *office {
	t.Helper()
	m := &machine{t: t, sim: newSimulator(tenantsim.Options{DeviceInterval: time.Second}), home: t.TempDir(), keyring: store.NewMemoryKeyring(), cases: map[string]cases.Case{}, browser: visit}
	list, err := cases.LoadWorking(m.sim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		m.cases[c.Name] = c
	}
	m.sim.AutoApprove()
	o := &office{machine: m, admins: map[string]cases.Admin{}}
	admins, err := cases.LoadAdmins(m.sim)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range admins {
		o.admins[a.Name] = a
	}
	server, err := m.sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m.url = server.URL
	o.as("global")
	return o
}

// as puts the tokens of an admin into the environment.
func (o *office) as(name string) {
	a := o.admins[name]
	o.environ = []string{
		"APPREG_AUTHORITY=" + o.url, "APPREG_API_URL=" + o.url, "APPREG_GRAPH_URL=" + o.url, "APPREG_PASSWORD=" + o.cases["works-lcs-password"].Password,
		"APPREG_GRAPH_TOKEN=" + a.GraphToken, "APPREG_ADMIN_API_TOKEN=" + a.APIToken,
	}
}

// create is the command line that creates a registration.
func (o *office) create(api catalog.API, flow catalog.Flow, more ...string) []string {
	c := o.cases["works-"+string(api)+"-"+string(flow)]
	args := []string{"setup", "--create", "--yes", "--admin", "token", "--api", string(api), "--flow", string(flow), "--tenant", c.Tenant, "--profile", "made", "--json"}
	if c.Project != "" {
		args = append(args, "--project", c.Project)
	}
	if flow.Info().Proof == catalog.ProofAssertion {
		args = append(args, "--assertion-file", o.outsideToken())
	}
	if !flow.SignsInAtPage() {
		args = append(args, "--no-input")
	}
	if flow == catalog.Password {
		args = append(args, "--username", c.Username, "--save-password")
	}
	return append(args, more...)
}

// outsideToken is a file with a token of the simulated issuer, about a workload that no registration trusts yet.
func (o *office) outsideToken() string {
	o.t.Helper()
	token, err := o.sim.OutsideToken(tenantsim.Outside{Issuer: o.url + "/outside", Subject: "repo:contoso/new:environment:production", Audience: catalog.ExchangeAudience(catalog.Public)})
	if err != nil {
		o.t.Fatal(err)
	}
	path := filepath.Join(o.t.TempDir(), "outside.jwt")
	if err := os.WriteFile(path, []byte(token), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// plan runs appreg and reads the plan that it prints.
func (o *office) plan(want int, args ...string) plan.Plan {
	o.t.Helper()
	stdout, stderr, code := o.run(args...)
	var p plan.Plan
	if err := json.Unmarshal([]byte(stdout), &p); err != nil || code != want {
		o.t.Fatalf("%v: exit code %d, want %d, %v\n%s%s", args, code, want, err, stdout, stderr)
	}
	return p
}

// writes counts the requests that changed something.
func (o *office) writes() (all, writes int) {
	for _, q := range o.sim.Requests() {
		if !q.Batched {
			all++
		}
		if tenantsim.Writes(q) {
			writes++
		}
	}
	return all, writes
}

// ids are the ids of the changes that a plan makes.
func ids(p plan.Plan) string {
	var list []string
	for _, c := range p.Changes {
		if c.Action != plan.None {
			list = append(list, c.ID)
		}
	}
	return strings.Join(list, " ")
}

// TestCreateEveryFlow: for every API and sign-in method that exists, one command creates the registration and ends ready; the
// dry run before lists the same and sends no write, a second run changes nothing, and undo leaves the tenant as it was.
func TestCreateEveryFlow(t *testing.T) {
	t.Parallel()
	for _, service := range catalog.Services() {
		for _, rule := range service.Flows {
			if !rule.Allowed {
				continue
			}
			t.Run(string(service.API)+"/"+string(rule.Flow), func(t *testing.T) {
				t.Parallel()
				createAndUndo(t, service.API, rule.Flow)
			})
		}
	}
}

func createAndUndo(t *testing.T, api catalog.API, flow catalog.Flow) {
	o := newOffice(t)
	command := o.create(api, flow)
	before := o.tenant()
	o.sim.ForgetRequests()
	dry := o.plan(0, append(command, "--dry-run")...)
	if _, writes := o.writes(); writes > 0 || dry.Applied || len(dry.Pending()) == 0 {
		t.Fatalf("the dry run wrote %d times: %+v", writes, dry)
	}
	o.sim.ForgetRequests()
	made := o.plan(0, command...)
	all, _ := o.writes()
	t.Logf("%d requests", all)
	const most = 14                                                          // of Business Central, where permission sets are given in an environment that is looked up
	if all > most && flow != catalog.Browser && flow != catalog.DeviceCode { // a person's page and polling are requests, too
		t.Errorf("%d requests, at most 14 are wanted:%s", all, o.requests())
	}
	if ids(made) != ids(dry) || made.Report == nil || made.Report.Verdict != report.Ready || made.Report.Stored != "keyring" || made.Run == "" {
		t.Fatalf("dry run %s, made %s, report %+v", ids(dry), ids(made), made.Report)
	}
	o.sim.ForgetRequests()
	if second := o.plan(0, command...); ids(second) != "" || second.Report.Verdict != report.Ready {
		t.Errorf("a second run would change %s; %+v", ids(second), second.Report)
	}
	if _, stderr, code := o.run("check", "made"); code != 0 {
		t.Errorf("check: exit code %d, %s", code, stderr)
	}
	undone := o.plan(0, "undo", "made", "--admin", "token", "--yes", "--json")
	if diff := cmp.Diff(before, o.tenant()); len(undone.Failures()) > 0 || diff != "" {
		t.Errorf("%+v left behind:\n%s", undone.Failures(), diff)
	}
}

// tenant tells what the tenant has: its registrations with all that hangs on them (enterprise application, consent, credentials,
// roles, what the products know of them), and which APIs are in it. What was deleted and can be restored is not told.
func (o *office) tenant() string {
	o.t.Helper()
	var text []byte
	err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) {
		var err error
		if text, err = json.MarshalIndent(map[string]any{"apps": t.Apps, "missing": t.MissingAPIs, "disabled": t.DisabledAPIs, "environments": t.Environments}, "", " "); err != nil {
			o.t.Error(err)
		}
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), ": []", ": null") // an empty list is none
}

// requests lists what was sent, batches as one.
func (o *office) requests() string {
	var text strings.Builder
	for _, q := range o.sim.Requests() {
		if !q.Batched {
			text.WriteString("\n" + q.Method + " " + q.Path)
		}
	}
	return text.String()
}
