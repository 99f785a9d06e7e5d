package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/internal/transport"
	"appreg/store"
)

// machine is a person's machine: a simulator to talk to, a home and a keyring in memory.
type machine struct {
	t       *testing.T
	sim     *tenantsim.Sim
	url     string
	home    string
	keyring *store.MemoryKeyring
	cases   map[string]cases.Case

	terminal bool // a person sits at it, whose browser agrees to everything
	browser  func(address string) error
	environ  []string // beside what every run has
	lastOut  string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	return newMachineOf(t, cases.LoadWorking)
}

// newFaultyMachine is newMachine with the cases that have a fault, too: most of the work.
func newFaultyMachine(t *testing.T) *machine {
	t.Helper()
	return newMachineOf(t, func(sim *tenantsim.Sim, dir string) ([]cases.Case, error) { return cases.Load(sim, dir) })
}

func newMachineOf(t *testing.T, load func(*tenantsim.Sim, string) ([]cases.Case, error)) *machine {
	t.Helper()
	m := &machine{t: t, sim: newSimulator(tenantsim.Options{}), home: t.TempDir(), keyring: store.NewMemoryKeyring(),
		cases: map[string]cases.Case{}, browser: visit}
	list, err := load(m.sim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		m.cases[c.Name] = c
	}
	server, err := m.sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	m.url = server.URL
	return m
}

// save saves a case as a profile of the same name.
func (m *machine) save(name string) {
	m.t.Helper()
	m.saveChanged(name, func(*registration.Registration) {})
}

// saveChanged is save of a case that differs in something.
func (m *machine) saveChanged(name string, change func(*registration.Registration)) {
	m.t.Helper()
	c := m.cases[name]
	st, err := store.Open(store.Options{Home: m.home, Keyring: m.keyring})
	if err != nil {
		m.t.Fatal(err)
	}
	reg := registration.Registration{
		API: c.API, Cloud: catalog.Public, Tenant: c.Tenant, ClientID: c.ClientID, Flow: c.Flow, Username: c.Username,
		Permissions: []string{"EnvironmentManagement.Environments.Read"}, Project: c.Project,
		Overrides:  registration.Overrides{Authority: m.url, APIURL: m.url},
		Credential: registration.Credential{Secret: secret.New(c.Secret + c.Password)},
	}
	change(&reg)
	if _, err := st.Save(m.t.Context(), store.SaveInput{Name: name, Registration: reg, SavePassword: true}); err != nil {
		m.t.Fatal(err)
	}
}

// run runs appreg and returns both streams and the exit code.
func (m *machine) run(args ...string) (stdout, stderr string, code int) {
	m.t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(m.t.Context(), args, cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Environ: append([]string{"APPREG_HOME=" + m.home}, m.environ...), Keyring: m.keyring,
		InTTY: m.terminal, ErrTTY: m.terminal, Browser: m.browser, Wait: soon,
	})
	m.lastOut = out.String()
	return out.String(), errs.String(), code
}

// soon is how time passes between two requests and between two polls for a device code: tests have none for that. The
// limits of the sign-in by browser last as long as they do.
func soon(ctx context.Context, d time.Duration) error {
	if d <= 10*time.Second {
		return ctx.Err()
	}
	return transport.Sleep(ctx, d)
}

func TestCheckASavedProfile(t *testing.T) {
	m := newMachine(t)
	m.save("works-business-central-client-secret")
	stdout, stderr, code := m.run("check", "--json") // the only profile
	var rep report.Report
	if err := json.Unmarshal([]byte(stdout), &rep); err != nil || code != 0 || rep.Verdict != report.Ready {
		t.Fatalf("exit code %d, verdict %q, %v\n%s%s", code, rep.Verdict, err, stdout, stderr)
	}
	if !strings.Contains(stderr, "from profile works-business-central-client-secret") {
		t.Errorf("the saved hosts are not named on stderr: %s", stderr)
	}
	if stdout, _, _ := m.run("show", "works-business-central-client-secret", "--json"); !strings.Contains(stdout, `"verdict": "ready"`) {
		t.Errorf("the verdict was not kept:\n%s", stdout)
	}
	m.save("works-lcs-password")
	if _, stderr, code := m.run("check"); code != 2 || !strings.Contains(stderr, "works-lcs-password") {
		t.Errorf("with two profiles and none named: exit code %d, %s", code, stderr)
	}
}

func TestCheckRefusesOtherHosts(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	m.sim.ForgetRequests()
	for _, args := range [][]string{
		{"check", "works-lcs-password", "--authority", "https://login.example.com"},
		{"check", "works-lcs-password", "--authority", m.url, "--api-url", "https://api.example.com"},
	} {
		if _, stderr, code := m.run(args...); code != 3 || !strings.Contains(stderr, "was saved for") {
			t.Errorf("%v: exit code %d, %s", args, code, stderr)
		}
	}
	if sent := m.sim.Requests(); len(sent) != 0 {
		t.Errorf("%d requests were sent", len(sent))
	}
}

func TestCheckErrors(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"a name nearly right":              {[]string{"check", "works-lcs-pasword"}, 2, "did you mean works-lcs-password"},
		"a flag of another registration":   {[]string{"check", "works-lcs-password", "--tenant", "contoso.com"}, 2, "--tenant"},
		"a profile and --all":              {[]string{"check", "works-lcs-password", "--all"}, 2, "--all"},
		"flags without what is needed":     {[]string{"check", "--api", "lcs"}, 2, "--tenant"},
		"a project that is not a number":   {[]string{"check", "works-lcs-password", "--project", "mine"}, 2, "project"},
		"an environment where none is":     {[]string{"check", "works-lcs-password", "--environment", "production"}, 2, "environment"},
		"a credential that is not here":    {[]string{"check", "works-lcs-password"}, 5, "isn't in this machine's keyring"},
		"removing what is not there":       {[]string{"remove", "nobody"}, 2, "no profile"},
		"renaming to a name that is taken": {[]string{"rename", "works-lcs-password", "Works-LCS-Password!"}, 2, "name"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.code == 5 {
				m.keyring = store.NewMemoryKeyring() // another machine
			}
			stdout, stderr, code := m.run(append(tt.args, "--debug")...)
			if code != tt.code || !strings.Contains(stderr, tt.says) {
				t.Errorf("exit code %d, want %d; stderr lacks %q:\n%s", code, tt.code, tt.says, stderr)
			}
			if stdout != "" {
				t.Errorf("stdout should be empty: %s", stdout)
			}
		})
	}
}

// TestASignInIsAskedForOnce: a person signs in at a terminal, and scripts live on it.
func TestASignInIsAskedForOnce(t *testing.T) {
	m := newMachine(t)
	name := "works-power-platform-browser"
	m.save(name)
	m.sim.AutoApprove()
	if _, stderr, code := m.run("check", name); code != 3 || !strings.Contains(stderr+m.lastOut, "Nobody has signed in yet") {
		t.Errorf("without a terminal: exit code %d\n%s%s", code, stderr, m.lastOut)
	}
	m.terminal = true
	stdout, stderr, code := m.run("check", name, "--json")
	if code != 0 || !strings.Contains(stderr, "http") || !strings.Contains(stdout, `"verdict": "ready"`) {
		t.Fatalf("at a terminal: exit code %d\n%s%s", code, stdout, stderr)
	}
	m.terminal = false
	if _, stderr, code := m.run("check", name, "--json"); code != 0 {
		t.Errorf("afterwards, without a terminal: exit code %d\n%s", code, stderr)
	}
	if n := m.sim.Grants("refresh_token"); n != 1 {
		t.Errorf("%d renewals, want 1: check asks anew, but with the kept sign-in", n)
	}
	m.sim.ForgetRequests()
	token, stderr, code := m.run("token", name)
	if code != 0 || strings.Count(token, ".") != 2 || len(m.sim.Requests()) != 0 {
		t.Errorf("token: exit code %d, %d requests\n%s", code, len(m.sim.Requests()), stderr)
	}
	for _, output := range []string{stdout, stderr} {
		if strings.Contains(output, strings.TrimSpace(token)) {
			t.Error("the token is shown by another command than token")
		}
	}
}

// TestCheckWithoutASavedPassword says so and sends nothing.
func TestCheckWithoutASavedPassword(t *testing.T) {
	m := newMachine(t)
	c := m.cases["works-lcs-password"]
	c.Password = ""
	m.cases["works-lcs-password"] = c
	m.save("works-lcs-password")
	m.sim.ForgetRequests()
	stdout, _, code := m.run("check", "works-lcs-password")
	if code != 3 || !strings.Contains(stdout, "The password wasn't saved") || len(m.sim.Requests()) != 0 {
		t.Errorf("exit code %d, %d requests\n%s", code, len(m.sim.Requests()), stdout)
	}
}

func TestCheckAll(t *testing.T) {
	m := newFaultyMachine(t)
	if _, stderr, code := m.run("check", "--all"); code != 0 {
		t.Errorf("no profiles: exit code %d, %s", code, stderr)
	}
	names := []string{"works-lcs-password", "secret_wrong", "works-power-platform-client-secret", "throttled"}
	for _, name := range names {
		m.save(name)
	}
	stdout, stderr, code := m.run("check", "--all", "--json")
	var reports []report.Report
	if err := json.Unmarshal([]byte(stdout), &reports); err != nil {
		t.Fatalf("%v\n%s%s", err, stdout, stderr)
	}
	want := []report.Verdict{report.Ready, report.Refused, report.Ready, report.Unreachable}
	for i, rep := range reports {
		if rep.Profile != names[i] || rep.Verdict != want[i] {
			t.Errorf("report %d: %s %s, want %s %s", i, rep.Profile, rep.Verdict, names[i], want[i])
		}
	}
	if code != 3 {
		t.Errorf("exit code %d, want 3: refused counts more than unreachable", code)
	}
	if stdout, _, _ := m.run("check", "--all"); !strings.Contains(stdout, "secret_wrong") || strings.Contains(stdout, "\x1b") {
		t.Errorf("the table:\n%s", stdout)
	}
	if listed, _, _ := m.run("show", "secret_wrong", "--json"); !strings.Contains(listed, `"verdict": "refused"`) {
		t.Errorf("the verdict was not kept:\n%s", listed)
	}
	m.keyring = store.NewMemoryKeyring()
	if _, _, code := m.run("check", "--all"); code != 5 {
		t.Errorf("exit code %d without credentials, want 5", code)
	}
}
