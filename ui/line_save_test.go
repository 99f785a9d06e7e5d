package ui

import (
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

func TestWithoutAUsableStore(t *testing.T) {
	locked := StoreState{Reason: "the keyring is locked", Fix: "unlock it in the desktop"}
	usable := StoreState{Usable: true, Kind: "a keyring for tests"}
	tests := map[string]struct {
		states  []StoreState
		answers []string
		outcome Outcome
		saved   int
	}{
		"goes on without":            {[]StoreState{locked}, []string{"yes"}, NotSaved, 0},
		"unlocked, then looks again": {[]StoreState{locked, usable}, []string{"no"}, Saved, 1},
		"Enter looks again":          {[]StoreState{locked, locked, usable}, []string{"", ""}, Saved, 1},
		"not an answer":              {[]StoreState{locked}, []string{"perhaps", "y"}, NotSaved, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newLineStage()
			s.states = test.states
			p, result, err := s.play(t, s.options(), append([]rule{when("Go on without saving", test.answers...)},
				answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
			if err != nil || result.Outcome != test.outcome || len(s.saved) != test.saved {
				t.Fatalf("%v, %+v, saved %d", err, result, len(s.saved))
			}
			for _, text := range []string{"The credential cannot be saved: the keyring is locked\n", "  What to do: unlock it in the desktop\n"} {
				if !strings.Contains(p.out.String(), text) {
					t.Errorf("the output lacks %q", text)
				}
			}
		})
	}
}

func TestSaveThatFails(t *testing.T) {
	s := newLineStage()
	s.saveErrs = []error{errors.New("could not write the index: disk full"), errors.New("could not write the index: still full")}
	p, result, err := s.play(t, s.options(), answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != Saved || len(s.saved) != 1 {
		t.Fatalf("%v, %+v", err, result)
	}
	if !strings.Contains(p.out.String(), "FAIL could not write the index: disk full\n") || p.times("Profile name") != 3 {
		t.Errorf("the failure is said and the name asked for again; it was asked %d times", p.times("Profile name"))
	}
}

func TestStoreNone(t *testing.T) {
	s := newLineStage()
	_, result, err := s.play(t, s.options(), append([]rule{when("Save the credential in", "none")},
		answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != NotSaved || len(s.saved) != 0 || !s.cleared {
		t.Errorf("chosen: %v, %+v, saved %d", err, result, len(s.saved))
	}
	s = newLineStage()
	opts := s.options()
	opts.Start = steps.Answers{}.With(steps.KeyStore, steps.StoreNone)
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret)...)
	if err != nil || result.Outcome != NotSaved || len(s.saved) != 0 || p.times("Profile name") != 0 {
		t.Errorf("given beforehand: %v, %+v, saved %d", err, result, len(s.saved))
	}
}

func TestNotSavedAsNotReadyGoesBackToTheTest(t *testing.T) {
	s := newLineStage()
	s.reports = []report.Report{refusedReport(), readyReport()}
	p, result, err := s.play(t, s.options(), append([]rule{
		when("Save as not ready", "no"), when("What now", "3", "1", ""),
	}, answering(catalog.BusinessCentral, catalog.ClientSecret)...)...)
	if err != nil || result.Outcome != Saved || s.saved[0].Report.Verdict != report.Ready {
		t.Fatalf("%v, %+v", err, result)
	}
	if len(s.verified) != 2 || p.times("What now") != 3 {
		t.Errorf("tested %d times, menu %d times; going back must not send anything by itself", len(s.verified), p.times("What now"))
	}
}

func TestReplaceAsksOnlyForTheCredential(t *testing.T) {
	s := newLineStage()
	s.taken = "first"
	s.draft = &steps.Answers{} // of another run: not to be touched
	opts := s.options()
	opts.Replace, opts.Profile = true, "first"
	opts.Start = profileAnswers()
	p, result, err := s.play(t, opts, when("Client secret", stageSecret))
	if err != nil || result.Outcome != Saved || !s.saved[0].Replace || s.saved[0].Profile != "first" {
		t.Fatalf("%v, %+v\n%s", err, result, p.out)
	}
	want := "Client secret: |Expires on (optional): |What now [Go on to saving]: "
	if got := strings.Join(p.prompts, "|"); got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
	if s.draft == nil || s.cleared || s.drafts != 0 {
		t.Error("the draft of another run was touched")
	}
}

// profileAnswers are what a saved profile answers: all but the credential.
func profileAnswers() steps.Answers {
	a := steps.Answers{}
	for key, value := range map[steps.Key]string{
		steps.KeyAPI: string(catalog.BusinessCentral), steps.KeyCloud: string(catalog.Public), steps.KeySignsIn: steps.SignsInApp,
		steps.KeyFlow: string(catalog.ClientSecret), steps.KeyDeployment: "online", steps.KeyPartner: steps.No,
		steps.KeyTenant: "contoso.com", steps.KeyTenantID: stageTenant, steps.KeyClientID: stageClient,
	} {
		a = a.With(key, value)
	}
	return a
}

func TestReplaceCanStillChangeAnswers(t *testing.T) {
	s := newLineStage()
	opts := s.options()
	opts.Replace, opts.Profile, opts.Start = true, "first", profileAnswers()
	p, _, err := s.play(t, opts, when("Client secret: ", "jump 2", stageSecret), when("Client ID", "22222222-2222-4333-8444-555566667777"))
	if err != nil || len(s.saved) != 1 {
		t.Fatalf("%v\n%s", err, p.out)
	}
	if got := s.saved[0].Registration.ClientID; !strings.HasPrefix(got, "2222") {
		t.Errorf("the client id is %s: jump must ask what the profile answers", got)
	}
}
