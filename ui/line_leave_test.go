package ui

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/steps"
)

func TestQuit(t *testing.T) {
	tests := map[string]struct {
		at      string
		answers []string // to the offer to save
		outcome Outcome
		saved   int
	}{
		"nothing to lose":             {"Client ID", nil, Quit, 0},
		"leaves without the secret":   {"Expires on", []string{"no"}, Quit, 0},
		"stays":                       {"Expires on", []string{"back"}, Saved, 1},
		"saves as not ready":          {"Expires on", []string{"yes"}, Saved, 1},
		"Enter saves":                 {"Expires on", []string{""}, Saved, 1},
		"help, nonsense, then leaves": {"Expires on", []string{"?", "hm", "n"}, Quit, 0},
		"after the test":              {"What now", []string{"y"}, Saved, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newLineStage()
			p, result, err := s.play(t, s.options(), append([]rule{
				when(test.at, "quit", ""), when("Save it as not ready before leaving?", append(test.answers, "")...),
			}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != test.outcome || len(s.saved) != test.saved {
				t.Fatalf("%v, %+v, saved %d\n%s", err, result, len(s.saved), p.out)
			}
			if test.outcome == Quit && (s.draft == nil || s.cleared || !strings.Contains(p.out.String(), "Your answers are kept")) {
				t.Error("leaving must keep the draft and say so")
			}
			if p.times("Save as not ready?") != 0 {
				t.Error("who has said yes is not asked again")
			}
			if test.answers != nil && !strings.Contains(p.out.String(), "the portal will not show it again") {
				t.Error("what would be lost is not said")
			}
		})
	}
}

func TestQuitWithASecretButWithoutAClientID(t *testing.T) {
	s := newLineStage()
	opts := s.options()
	opts.Start = steps.Answers{}.WithSecret(steps.KeySecret, secret.New(stageSecret))
	p, result, err := s.play(t, opts, append([]rule{when("Tenant", "quit", "contoso.com"), when("Save it as not ready", "yes")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != Saved {
		t.Fatalf("%v, %+v", err, result)
	}
	if !strings.Contains(p.out.String(), "Before anything can be saved, these answers are needed.") {
		t.Error("what is needed before saving is not said")
	}
}

func TestDraftIsOffered(t *testing.T) {
	tests := map[string]struct {
		answers []string
		first   string // the first prompt after the offer
		api     catalog.API
	}{
		"yes":                {[]string{"y"}, "Client ID: ", catalog.BusinessCentral},
		"Enter":              {[]string{""}, "Client ID: ", catalog.BusinessCentral},
		"help, then yes":     {[]string{"?", "yes"}, "Client ID: ", catalog.BusinessCentral},
		"jump leads nowhere": {[]string{"jump 1", "yes"}, "Client ID: ", catalog.BusinessCentral},
		"no":                 {[]string{"n"}, "API: ", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newLineStage()
			draft := profileAnswers().Without(steps.KeyClientID).With(steps.KeyTenant, "contoso.com")
			s.draft = &draft
			p, _, err := s.play(t, s.options(), when("Go on where you stopped", test.answers...),
				when("Tenant", ""), when("Client ID", "quit"), when("API", "quit"))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(p.prompts, "|"), test.first) || (test.api == "") != s.cleared {
				t.Errorf("asked %q, draft cleared: %v", p.prompts, s.cleared)
			}
		})
	}
	s := newLineStage()
	draft := profileAnswers()
	s.draft = &draft
	if _, result, err := s.play(t, s.options(), when("Go on where you stopped", "quit")); err != nil || result.Outcome != Quit || s.draft == nil {
		t.Errorf("quit at the offer: %v, %+v, draft %v", err, result, s.draft)
	}
}

func TestMergedTakesWhatWasGivenBeforehand(t *testing.T) {
	draft := steps.Answers{}.With(steps.KeyTenant, "old.com").With(steps.KeyAPI, "lcs")
	start := steps.Answers{}.With(steps.KeyTenant, "new.com").WithSecret(steps.KeySecret, secret.New(stageSecret))
	start.Overrides.Authority = "https://127.0.0.1:1"
	got := merged(draft, start)
	if got.Get(steps.KeyTenant) != "new.com" || got.Get(steps.KeyAPI) != "lcs" || got.Secret(steps.KeySecret).IsZero() {
		t.Errorf("merged to %v", got.Draft())
	}
	if got.Overrides != start.Overrides {
		t.Error("the overrides of this run must stand")
	}
}

func TestDraftThatCannotBeKept(t *testing.T) {
	s := newLineStage()
	opts := s.options()
	opts.Drafts = stageDrafts{stage: s, err: errors.New("could not write the draft: disk full")}
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != Saved || result.Report.Verdict != report.Ready {
		t.Fatalf("%v, %+v", err, result)
	}
	if n := strings.Count(p.out.String(), "the answers are not kept for another start"); n != 1 {
		t.Errorf("it was said %d times, want once", n)
	}
}
