package cli_test

import (
	"bytes"
	"strings"
	"testing"

	"appreg/internal/cli"
)

// TestRemoveAsks: on a terminal a person sees which profile it is, and only a yes deletes it. A script isn't asked.
func TestRemoveAsks(t *testing.T) {
	t.Parallel()
	const name = "works-business-central-client-secret"
	for what, test := range map[string]struct {
		args     []string
		terminal bool
		answer   string
		code     int
		asked    bool
	}{
		"yes":                   {nil, true, "y\n", 0, true},
		"YES":                   {nil, true, " YES \n", 0, true},
		"no":                    {nil, true, "n\n", 2, true},
		"only Enter":            {nil, true, "\n", 2, true},
		"the input ends":        {nil, true, "", 2, true},
		"--yes":                 {[]string{"--yes"}, true, "", 0, false},
		"-y":                    {[]string{"-y"}, true, "", 0, false},
		"--no-input":            {[]string{"--no-input"}, true, "", 0, false},
		"a script":              {nil, false, "", 0, false},
		"a script that says -y": {[]string{"-y"}, false, "", 0, false},
	} {
		m := newMachine(t)
		m.save(name)
		var out, errs bytes.Buffer
		code := cli.Run(t.Context(), append([]string{"remove", name}, test.args...), cli.Streams{
			In: strings.NewReader(test.answer), Out: &out, Err: &errs, InTTY: test.terminal, ErrTTY: test.terminal, Keyring: m.keyring,
			Environ: []string{"APPREG_HOME=" + m.home},
		})
		_, _, left := m.run("show", name)
		if code != test.code || (left != 0) != (test.code == 0) {
			t.Errorf("%s: exit code %d, show then ended with %d\n%s", what, code, left, errs.String())
		}
		question := "Delete profile " + name + " (business-central, tenant " + m.cases[name].Tenant + ")"
		if strings.Contains(errs.String(), question) != test.asked || out.Len() > 0 {
			t.Errorf("%s: asked %v on stderr\n%s%s", what, !test.asked, errs.String(), out.String())
		}
	}
	m := newMachine(t)
	m.terminal = true
	if _, stderr, code := m.run("remove", "nosuch"); code != 2 || strings.Contains(stderr, "[y/N]") {
		t.Errorf("what isn't there is asked about: exit code %d, %s", code, stderr)
	}
}
