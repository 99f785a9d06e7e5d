package cli_test

import (
	"context"
	"flag"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"appreg/internal/cli"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// cheapVault is a cost at which a vault's passphrase is stretched in no time.
const cheapVault = 4

// TestMain lets scripts run the real program under its name.
func TestMain(m *testing.M) {
	longtest.InMemory()
	// Many of these tests wait for answers more than they compute: with a place for each core, cores stand idle. A flag still counts.
	if err := flag.Set("test.parallel", strconv.Itoa(max(8, runtime.GOMAXPROCS(0)))); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){
		"appreg": func() {
			streams := cli.System()
			streams.VaultWork = cheapVault
			os.Exit(cli.Run(context.Background(), os.Args[1:], streams))
		},
	})
}

// TestScripts runs testdata/script/*.txtar, each against a simulator of its own over real HTTP.
// A script picks a registration with `case NAME`, which sets TENANT, CLIENT_ID, SECRET, USERNAME, PASSWORD,
// CERTIFICATE, CERTIFICATE_PASSWORD, PROJECT, API and FLOW.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			sim := newSimulator(tenantsim.Options{})
			dir := env.WorkDir + "/cases"
			if err := os.Mkdir(dir, 0o700); err != nil {
				return err
			}
			list, err := cases.Load(sim, dir)
			if err != nil {
				return err
			}
			server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
			if err != nil {
				return err
			}
			env.Defer(func() { _ = server.Close() })
			env.Values["cases"] = list
			admins, err := cases.LoadAdmins(sim)
			if err != nil {
				return err
			}
			env.Values["admins"] = admins
			env.Setenv("APPREG_AUTHORITY", server.URL)
			env.Setenv("APPREG_API_URL", server.URL)
			env.Setenv("APPREG_HOME", env.WorkDir+"/home")
			// The keyring of the session, where there is one; scripts that save ask for it with [keyring].
			env.Setenv("DBUS_SESSION_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
			return nil
		},
		Condition: func(name string) (bool, error) {
			return name == "keyring" && keyringExpected() || name == "long" && longtest.Wanted(), nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"admin":  useAdmin,
			"case":   useCase,
			"status": wantStatus,
		},
	})
}

// keyringExpected reports whether the tests run in a session with a Secret Service (.ci/with-keyring).
func keyringExpected() bool { return os.Getenv("APPREG_KEYRING_TEST") == "1" }

// useAdmin puts an admin's tokens, and the Graph host, into the environment.
func useAdmin(ts *testscript.TestScript, _ bool, args []string) {
	for _, a := range ts.Value("admins").([]cases.Admin) {
		if len(args) == 1 && a.Name == args[0] {
			ts.Setenv("APPREG_GRAPH_URL", ts.Getenv("APPREG_AUTHORITY"))
			ts.Setenv("APPREG_GRAPH_TOKEN", a.GraphToken)
			ts.Setenv("APPREG_ADMIN_API_TOKEN", a.APIToken)
			ts.Setenv("TENANT", a.Tenant)
			return
		}
	}
	ts.Fatalf("usage: admin NAME")
}

// useCase puts a case's values into the environment.
func useCase(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: case NAME")
	}
	for _, c := range ts.Value("cases").([]cases.Case) {
		if c.Name != args[0] {
			continue
		}
		for name, value := range map[string]string{
			"API": string(c.API), "FLOW": string(c.Flow), "TENANT": c.Tenant, "CLIENT_ID": c.ClientID, "SECRET": c.Secret,
			"USERNAME": c.Username, "PASSWORD": c.Password, "CERTIFICATE": c.Certificate,
			"CERTIFICATE_PASSWORD": c.CertificatePassword, "PROJECT": c.Project,
		} {
			ts.Setenv(name, value)
		}
		ts.Check(os.WriteFile(ts.MkAbs("secret"), []byte(c.Secret+c.Password), 0o600))
		return
	}
	ts.Fatalf("there is no case %s", args[0])
}

// wantStatus runs a command and compares its exit code: status CODE COMMAND…
func wantStatus(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s\nstdout:\n%s\nstderr:\n%s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}
