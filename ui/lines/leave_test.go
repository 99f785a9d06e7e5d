package lines

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

func TestQuit(t *testing.T) {
	tests := map[string]struct {
		at      string
		answers []string // to the offer to save
		outcome session.Outcome
		saved   int
	}{
		"nothing to lose":             {"Client ID", nil, session.Quit, 0},
		"leaves without the secret":   {"Expires on", []string{"no"}, session.Quit, 0},
		"stays":                       {"Expires on", []string{"back"}, session.Saved, 1},
		"saves as not ready":          {"Expires on", []string{"yes"}, session.Saved, 1},
		"Enter saves":                 {"Expires on", []string{""}, session.Saved, 1},
		"help, nonsense, then leaves": {"Expires on", []string{"?", "hm", "n"}, session.Quit, 0},
		"after the test":              {"What now", []string{"y"}, session.Saved, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			p, result, err := s.play(t, s.options(), append([]rule{
				when(test.at, "quit", ""), when("Save it as not ready before leaving?", append(test.answers, "")...),
			}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != test.outcome || len(s.saved) != test.saved {
				t.Fatalf("%v, %+v, saved %d\n%s", err, result, len(s.saved), p.out)
			}
			if test.outcome == session.Quit && (s.draft == nil || s.cleared || !strings.Contains(p.out.String(), "Your answers are saved")) {
				t.Error("leaving must keep the draft and say so")
			}
			if p.times("Save as not ready?") != 0 {
				t.Error("who has said yes is not asked again")
			}
			if test.answers != nil && !strings.Contains(p.out.String(), "the portal won't show it again") {
				t.Error("what would be lost is not said")
			}
		})
	}
}

// Who has answered nothing is promised nothing.
func TestQuitAtTheFirstQuestion(t *testing.T) {
	s := newStage()
	p, result, err := s.play(t, s.options(), when("What do you want to call?", "quit"))
	if err != nil || result.Outcome != session.Quit || s.draft != nil || strings.Contains(p.out.String(), "Your answers are saved") {
		t.Errorf("%v, %+v, draft %v\n%s", err, result, s.draft, p.out)
	}
}

func TestQuitWithASecretButWithoutAClientID(t *testing.T) {
	s := newStage()
	opts := s.options()
	opts.Start = steps.Answers{}.WithSecret(steps.KeySecret, secret.New(stageSecret))
	p, result, err := s.play(t, opts, append([]rule{when("Tenant", "quit", "contoso.com"), when("Save it as not ready", "yes")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != session.Saved {
		t.Fatalf("%v, %+v", err, result)
	}
	if !strings.Contains(p.out.String(), "These answers are needed before anything can be saved.") {
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
		"no":                 {[]string{"n"}, "What do you want to call? ", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			draft := profileAnswers().Without(steps.KeyClientID).With(steps.KeyTenant, "contoso.com")
			s.draft = &draft
			p, _, err := s.play(t, s.options(), when("Go on where you left off", test.answers...),
				when("Tenant", ""), when("Client ID", "quit"), when("What do you want", "quit"))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(p.prompts, "|"), test.first) || (test.api == "") != s.cleared {
				t.Errorf("asked %q, draft cleared: %v", p.prompts, s.cleared)
			}
		})
	}
	s := newStage()
	draft := profileAnswers()
	s.draft = &draft
	if _, result, err := s.play(t, s.options(), when("Go on where you left off", "quit")); err != nil || result.Outcome != session.Quit || s.draft == nil {
		t.Errorf("quit at the offer: %v, %+v, draft %v", err, result, s.draft)
	}
}

// TestInputEndsAtTheOffer: that is no quitting, and the draft stays.
func TestInputEndsAtTheOffer(t *testing.T) {
	s := newStage()
	draft := profileAnswers()
	s.draft = &draft
	_, _, err := s.replay(t, s.options(), pipeOf(nil))
	var ended *InputEndedError
	if !errors.As(err, &ended) || ended.Question != "Go on where you left off?" || s.draft == nil {
		t.Errorf("%v, draft %v", err, s.draft)
	}
}

func TestDraftThatCannotBeKept(t *testing.T) {
	s := newStage()
	opts := s.options()
	opts.Drafts = stageDrafts{stage: s, err: errors.New("could not write the draft: disk full")}
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != session.Saved || result.Report.Verdict != report.Ready {
		t.Fatalf("%v, %+v", err, result)
	}
	if n := strings.Count(p.out.String(), "couldn't save the answers for the next start"); n != 1 {
		t.Errorf("it was said %d times, want once", n)
	}
}
