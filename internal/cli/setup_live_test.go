package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/steps"
)

// halfDone takes from a registration that works the consent to one permission, and returns its case's name.
func (o *office) halfDone() string {
	o.t.Helper()
	name := "works-business-central-client-secret"
	c := o.cases[name]
	if err := o.sim.UpdateApp(c.Tenant, c.ClientID, func(a *tenantsim.App) { a.Roles[catalog.BusinessCentral] = a.Roles[catalog.BusinessCentral][:1] }); err != nil {
		o.t.Fatal(err)
	}
	return name
}

// TestSetupIsLookedAt: with an admin's token at hand, each portal step is looked at in the tenant.
func TestSetupIsLookedAt(t *testing.T) {
	o := newOffice(t)
	c := o.cases[o.halfDone()]
	person := &answering{answers: map[string]string{
		"What do you want to call?": string(c.API), "How will it sign in?": string(c.Flow), "The app registration?": steps.HowGuide, "Tenant": c.Tenant, "Client ID": c.ClientID,
		"Client secret": c.Secret, "Press Enter to look again": "anyway", "What now": "quit", "Profile name": "made",
	}}
	var errs bytes.Buffer
	cli.Run(t.Context(), []string{"setup", "--plain"}, cli.Streams{
		In: person, Out: io.Discard, Err: io.MultiWriter(&errs, person), Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring, Browser: o.browser,
	})
	told := strings.Join(strings.Fields(errs.String()), " ")
	for _, want := range []string{
		"Looking at the tenant. Nothing is changed", "exists ok accounts: this tenant only", "ok the client secret is on the app registration",
		"is listed ok consent granted", "is listed FAIL consent missing", "type anyway to go on",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, errs.String())
		}
	}
	if strings.Contains(told, o.admins["global"].GraphToken) {
		t.Error("the admin's token is told")
	}
}

// TestSetupNotesWhatIsMissing: --no-input with an admin source says beside the test what the portal steps lack.
func TestSetupNotesWhatIsMissing(t *testing.T) {
	o := newOffice(t)
	c := o.cases[o.halfDone()]
	o.environ = append(o.environ, "APPREG_CLIENT_SECRET="+c.Secret)
	args := []string{"setup", "--no-input", "--store", "none", "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant, "--client-id", c.ClientID}
	_, stderr, code := o.run(append(args, "--admin", "token")...)
	if code != 0 || !strings.Contains(stderr, "note: Add the permissions: consent missing") || strings.Contains(stderr, "is listed") {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	if _, stderr, code := o.run(args...); code != 0 || strings.Contains(stderr, "consent missing") {
		t.Errorf("unasked: exit code %d\n%s", code, stderr)
	}
	o.environ = append(o.environ, "APPREG_GRAPH_TOKEN=no.token.atall")
	if _, stderr, code := o.run(append(args, "--admin", "token")...); code != 0 || !strings.Contains(stderr, "note: couldn't look at the app registration") {
		t.Errorf("a broken token: exit code %d\n%s", code, stderr)
	}
}

// settings is a file that sets the environment of a shell: an admin's token doesn't belong into the arguments of tmux.
func (o *office) settings() string {
	o.t.Helper()
	var text strings.Builder
	for _, entry := range append([]string{"APPREG_HOME=" + o.home}, o.environ...) {
		name, value, _ := strings.Cut(entry, "=")
		fmt.Fprintf(&text, "export %s='%s'\n", name, value)
	}
	path := filepath.Join(o.t.TempDir(), "settings")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// TestLiveStepInTmux: the screen tells what is missing, and goes on by itself once it's there.
func TestLiveStepInTmux(t *testing.T) {
	longtest.Only(t)

	program := buildProgram(t)
	for _, size := range [][2]int{{100, 30}, {80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			o := newOffice(t)
			c := o.cases["works-business-central-browser"]
			var consents map[catalog.API][]string
			change := func(a *tenantsim.App) { consents, a.Consents = a.Consents, consents }
			if err := o.sim.UpdateApp(c.Tenant, c.ClientID, change); err != nil {
				t.Fatal(err)
			}
			s := newScreen(t, size[0], size[1], nil, strings.Join([]string{
				". " + o.settings() + ";", program, "setup --admin token --profile made --api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant,
			}, " "))
			for range 30 {
				text := s.settled()
				if strings.Contains(text, "not there yet") {
					break
				}
				if focusedLabel(text) == "Client ID" && !strings.Contains(text, c.ClientID) {
					s.press("-l", c.ClientID)
					s.settled()
				}
				s.press("Enter")
			}
			s.wait("✓ Financials.ReadWrite.All is listed", "✗ consent missing")
			if err := o.sim.UpdateApp(c.Tenant, c.ClientID, change); err != nil {
				t.Fatal(err)
			}
			s.press("Enter")
			s.wait("Add the redirect URI")
		})
	}
}
