package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
)

// TestCreateAsks: on a terminal the plan is shown and asked about once; no changes nothing, yes streams the changes.
func TestCreateAsks(t *testing.T) {
	o := newOffice(t)
	args := o.create(catalog.PowerApps, catalog.ClientSecret, "--plain")
	var asking []string
	for _, arg := range args {
		if arg != "--yes" && arg != "--no-input" && arg != "--json" {
			asking = append(asking, arg)
		}
	}
	answer := func(text string) (string, string, int) {
		var out, errs bytes.Buffer
		code := cli.Run(t.Context(), asking, cli.Streams{
			In: strings.NewReader(text), InTTY: true, ErrTTY: true, OutTTY: true, Out: &out, Err: &errs,
			Environ: append([]string{"APPREG_HOME=" + o.home}, o.environ...), Keyring: o.keyring, Browser: o.browser,
		})
		return out.String(), errs.String(), code
	}
	o.sim.ForgetRequests()
	_, stderr, code := answer("n\n")
	if _, writes := o.writes(); code != 2 || writes > 0 || !strings.Contains(stderr, "nothing was changed") {
		t.Errorf("no: exit code %d, %d writes, %s", code, writes, stderr)
	}
	stdout, stderr, code := answer("y\n")
	if code != 0 || strings.Count(stderr, "[y/N]") != 1 {
		t.Fatalf("yes: exit code %d\n%s%s", code, stdout, stderr)
	}
	for _, want := range []string{"create   Create the app registration", "Requires one of: ", "Make 5 changes?", "done     Create a client secret"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("no %q in\n%s", want, stderr)
		}
	}
	if !strings.Contains(stdout, "made: ready") || !strings.Contains(stdout, "saved: keyring") {
		t.Errorf("%s", stdout)
	}
}
