package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/cli"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/store"
)

// unusable is a keyring that holds items and returns none.
type unusable struct {
	*store.MemoryKeyring
	state store.State
}

func (k unusable) Get(context.Context, string) (secret.Secret, error) {
	return secret.Secret{}, &store.Error{Kind: store.ErrBackend, State: k.state, Op: "read"}
}

func (k unusable) State(context.Context) store.State { return k.state }

// TestCheckAllWithAnUnusableKeyring: nothing was refused, and no input is wrong: the store is at fault. It is said with
// what to do, once.
func TestCheckAllWithAnUnusableKeyring(t *testing.T) {
	m := newMachine(t)
	m.save("works-lcs-password")
	m.save("works-business-central-client-secret")
	for _, state := range []store.State{store.StateLocked, store.StateNoBus, store.StateSilent, store.StateNotFound} {
		for _, flags := range [][]string{{}, {"--json"}} {
			var out, errs bytes.Buffer
			code := cli.Run(t.Context(), append([]string{"check", "--all"}, flags...), cli.Streams{
				In: strings.NewReader(""), Out: &out, Err: &errs, Environ: []string{"APPREG_HOME=" + m.home}, Keyring: unusable{m.keyring, state},
			})
			fix := (&store.Error{Kind: store.ErrBackend, State: state, Op: "read"}).Fix()
			times := 1
			if state == store.StateNotFound { // each profile is entered again by its own name
				fix, times = "enter it again with appreg setup --profile", 2
			}
			if code != 5 || strings.Contains(out.String(), "refused") || strings.Count(errs.String(), fix) != times {
				t.Errorf("%s %v: exit code %d\n%s%s", state, flags, code, out.String(), errs.String())
			}
			if len(flags) == 0 {
				continue
			}
			var reports []report.Report
			if err := json.Unmarshal(out.Bytes(), &reports); err != nil || len(reports) != 2 {
				t.Fatalf("%s: %v\n%s", state, err, out.String())
			}
			for _, rep := range reports {
				if rep.Verdict != report.Incomplete {
					t.Errorf("%s: verdict %s", state, rep.Verdict)
				}
				for _, f := range rep.Findings {
					if f.Status != report.Skip || strings.Contains(f.Title, "fix Values first") {
						t.Errorf("%s: %s %s: %s", state, f.ID, f.Status, f.Title)
					}
				}
			}
		}
	}
}

// TestReportNamesTheAPIHost: a report, as text and JSON, names an API host that is not the cloud's own, of a profile and
// of flags, tested or not; without one there is nothing to name.
func TestReportNamesTheAPIHost(t *testing.T) {
	m := newMachine(t)
	m.save("works-business-central-client-secret")
	c := m.cases["works-business-central-client-secret"]
	given := []string{"--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID,
		"--secret-file", secretFile(t, c.Secret), "--authority", m.url}
	setup := append([]string{"setup", "--no-input", "--store", "none", "--skip-test"}, given...)
	tests := map[string]struct {
		args []string
		want string
	}{
		"a profile":             {[]string{"check", c.Name}, m.url},
		"flags":                 {append([]string{"check", "--api-url", m.url}, given...), m.url},
		"setup":                 {append(setup, "--api-url", m.url), m.url},
		"without an API host":   {append([]string{"check"}, given...), ""},
		"setup, without either": {setup, ""},
	}
	for name, test := range tests {
		text, _, _ := m.run(test.args...)
		line := "  API host " + test.want + ", instead of the cloud's own https://api.businesscentral.dynamics.com\n"
		if strings.Contains(text, "\n  API host") != (test.want != "") || test.want != "" && !strings.Contains(text, line) {
			t.Errorf("%s: %s", name, text)
		}
		stdout, _, _ := m.run(append(test.args, "--json")...)
		var rep map[string]any
		if err := json.Unmarshal([]byte(stdout), &rep); err != nil || rep["api_url"] != test.want {
			t.Errorf("%s: api_url %v, %v", name, rep["api_url"], err)
		}
	}
	m.keyring = store.NewMemoryKeyring() // one that could not be tested names it, too
	if stdout, _, _ := m.run("check", "--all", "--json"); !strings.Contains(stdout, `"api_url": "`+m.url+`"`) {
		t.Errorf("not tested: %s", stdout)
	}
}
