package cli_test

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/report"
	"appreg/internal/tenantsim/cases"
)

// TestNeverBetterThanTheTruth: every case of `demo serve` with every value left out that may be left out. A case with a
// fault is never ready and never ends with 0: where the value that would show the fault is missing, the verdict says
// that the test is not complete and what to give. A case that works is never refused.
func TestNeverBetterThanTheTruth(t *testing.T) {
	t.Parallel()
	list, environ := servedCases(t)
	environ = append(environ, "APPREG_HOME="+t.TempDir())
	for _, c := range list {
		bare := c
		bare.Environment, bare.Project = "", ""
		if c.Flow.SignsInAtPage() {
			bare.Username = ""
		}
		for _, command := range [][]string{{"check", "--json"}, {"setup", "--no-input", "--store", "none", "--json"}} {
			if c.Cause == "redirect_uri_mismatch" && command[0] == "check" {
				continue // the browser never comes back: package entra tests that with a clock of its own
			}
			t.Run(c.Name+"/"+command[0], func(t *testing.T) {
				t.Parallel()
				run := runCaseBare(t, command, bare, environ...)
				if problem := betterThanTruth(c, run, command[0] == "setup" && c.Flow.SignsInAtPage()); problem != "" {
					t.Errorf("%s\n%s", problem, run.output)
				}
			})
		}
	}
}

// betterThanTruth says what is wrong with the verdict on a case whose optional values were left out; empty if nothing is.
// unasked: a person has to sign in and nobody could be asked.
func betterThanTruth(c cases.Case, run caseRun, unasked bool) string {

	verdict := run.report.Verdict
	leftOut := c.Environment != "" || c.Project != "" || c.API == "power-platform" && c.Flow.SignsInUser()
	switch {
	case run.code != exitCodes[verdict]:
		return "the exit code does not fit the verdict"
	case verdict == report.Incomplete && !leftOut:
		return "incomplete, although nothing was left out"
	case verdict == report.Incomplete && !saysWhatToGive(run.report):
		return "incomplete, without saying what to give"
	case c.Cause != "" && verdict == report.Ready:
		return "ready, although " + c.Cause
	case c.Cause == "" && verdict != report.Ready && verdict != report.Incomplete && !unasked:
		return "not ready, although everything works"
	}
	return ""
}

// saysWhatToGive reports whether a finding that is no failure names a flag to give.
func saysWhatToGive(rep report.Report) bool {
	return slices.ContainsFunc(rep.Findings, func(f report.Finding) bool {
		return f.Status != report.Fail && strings.Contains(strings.Join(f.Fix.Steps, "\n"), "--")
	})
}

// exitCodes are those of a registration that was tested.
var exitCodes = map[report.Verdict]int{report.Ready: 0, report.Refused: 3, report.Unreachable: 4, report.Incomplete: 3}

// TestIncompleteIsTold: what is missing for want of a value is told to people, too, and the exit code is not that of a
// test that was left out on purpose.
func TestIncompleteIsTold(t *testing.T) {
	m := newMachine(t)
	c := m.cases["works-lcs-password"]
	args := []string{"--api", "lcs", "--flow", "password", "--tenant", c.Tenant, "--client-id", c.ClientID, "--username", c.Username,
		"--secret-file", secretFile(t, c.Password), "--authority", m.url, "--api-url", m.url}
	setup := append([]string{"setup", "--no-input", "--save-password", "--profile", "p"}, args...)
	for _, tt := range []struct {
		args []string
		code int
		says []string // on either stream
	}{
		{append([]string{"check"}, args...), 3, []string{": incomplete", "skip  Lifecycle Services setup  Project membership not tested", "1. Add the Lifecycle Services project (--project ID)"}},
		{append([]string{"check", "--project", c.Project}, args...), 0, []string{": ready"}},
		{append([]string{"check", "--project", "7654321"}, args...), 3, []string{": refused"}},
		{append([]string{"setup", "--no-input", "--skip-test", "--store", "none"}, args...), 0, []string{": incomplete"}},
		{setup, 3, []string{": incomplete", "saved, but a check is missing: Project membership not tested", "saved: keyring"}},
		{[]string{"check", "p"}, 3, []string{": incomplete"}},
		{[]string{"check", "p", "--project", c.Project}, 0, []string{": ready"}},
		{[]string{"check", "--all"}, 3, []string{"incomplete", "Project membership not tested"}},
		{[]string{"list"}, 0, []string{"incomplete"}},
		{[]string{"token", "p"}, 0, nil},
	} {
		out, errs, code := m.run(tt.args...)
		if code != tt.code {
			t.Errorf("%v: exit code %d, want %d\n%s%s", tt.args, code, tt.code, out, errs)
		}
		for _, want := range tt.says {
			if !strings.Contains(out+errs, want) {
				t.Errorf("%v: no %q in\n%s%s", tt.args, want, out, errs)
			}
		}
	}
}
