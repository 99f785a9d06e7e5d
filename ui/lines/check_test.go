package lines

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/steps"
)

// presetLines returns the options of a run whose API, flow and tenant flags gave.
func (s *stage) presetLines() Options {
	opts := s.options()
	opts.Start = steps.Answers{}.With(steps.KeyAPI, string(catalog.BusinessCentral)).With(steps.KeyFlow, string(catalog.ClientSecret)).
		With(steps.KeyTenant, "contoso.com")
	return opts
}

// TestGivenTenantIsCheckedWhenItsStepIsTold, once: Enter at its question does not look it up again.
func TestGivenTenantIsCheckedWhenItsStepIsTold(t *testing.T) {
	s := newStage()
	script := []string{"", "", "", "", "", "", "", "paste", "Application (client) ID", stageClient,
		"Directory (tenant) ID", "99999999-1111-4222-8333-444444444444", "."}
	out, _, err := s.replay(t, s.presetLines(), pipeOf(script))
	var ended *InputEndedError
	if !errors.As(err, &ended) || ended.Question != "Client ID" {
		t.Fatalf("got %v, want the end at the client id:\n%s", err, out)
	}
	if len(s.checked) != 1 || !strings.Contains(out, "which one do you mean?") {
		t.Errorf("%d checks:\n%s", len(s.checked), out)
	}
	if strings.Index(out, "Checking the tenant") > strings.Index(out, "Tenant [contoso.com]: ") {
		t.Errorf("checked only when it was asked for:\n%s", out)
	}
}

// TestGivenTenantThatFailsIsKeptByEnter: the person may be offline.
func TestGivenTenantThatFailsIsKeptByEnter(t *testing.T) {
	s := newStage()
	s.checks[steps.CheckTenant] = []steps.CheckResult{{State: steps.CheckFailed, Text: "no such tenant"}}
	out, _, err := s.replay(t, s.presetLines(), pipeOf([]string{"", "", "", "", "", "", ""}))
	var ended *InputEndedError
	if !errors.As(err, &ended) || ended.Question != "Client ID" || len(s.checked) != 1 {
		t.Errorf("got %v after %d checks:\n%s", err, len(s.checked), out)
	}
}

// TestAlsoTakenIsNamedAsAsked: no internal key is shown, and the tenant's GUID is not said twice.
func TestAlsoTakenIsNamedAsAsked(t *testing.T) {
	s := newStage()
	opts := s.presetLines()
	opts.Start = opts.Start.Without(steps.KeyTenant)
	script := []string{"", "", "", "", "", "", "paste", "Display name: My app", "Application (client) ID", stageClient, "Directory (tenant) ID", stageTenant, "."}
	out, _, _ := s.replay(t, opts, pipeOf(script))
	for _, want := range []string{"Also taken: Display name My app", "Also taken: Client ID " + stageClient} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	for _, never := range []string{"app-name", "tenant-id", "Also taken: Directory"} {
		if strings.Contains(out, never) {
			t.Errorf("shows %q:\n%s", never, out)
		}
	}
	r := newRun(opts)
	if got := r.label(steps.KeyTenantID); got != "Directory (tenant) ID" {
		t.Errorf("label %q", got)
	}
}

// TestGivenTenantWithAWarningIsCheckedOnce: Enter at its question does not look it up again.
func TestGivenTenantWithAWarningIsCheckedOnce(t *testing.T) {
	s := newStage()
	s.checks[steps.CheckTenant] = []steps.CheckResult{{State: steps.CheckWarn, Text: "couldn't look it up"}}
	out, _, err := s.replay(t, s.presetLines(), pipeOf([]string{"", "", "", "", "", "", ""}))
	var ended *InputEndedError
	if !errors.As(err, &ended) || ended.Question != "Client ID" || len(s.checked) != 1 || strings.Count(out, "warn couldn't look it up") != 1 {
		t.Errorf("got %v after %d checks:\n%s", err, len(s.checked), out)
	}
}
