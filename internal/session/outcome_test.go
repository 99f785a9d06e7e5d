package session

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/steps"
)

// desk is a saver and a place for drafts that record what is done with them.
type desk struct {
	Saver
	err     error // of saving
	names   []string
	cleared int
}

func (d *desk) Names() []string                                     { return d.names }
func (d *desk) Save(context.Context, SaveRequest) ([]string, error) { return []string{"saved"}, d.err }

type deskDrafts struct{ *desk }

func (d deskDrafts) Load() (steps.Answers, bool) { return steps.Answers{}, false }
func (d deskDrafts) Save(steps.Answers) error    { return nil }
func (d deskDrafts) Clear() error                { d.cleared++; return nil }

// answered is a session with these answers at a desk.
func answered(d *desk, answers map[steps.Key]string, change func(*Options)) Session {
	now := func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
	options := Options{Services: Services{Saver: d, Drafts: deskDrafts{d}, Now: now}, Env: steps.Env{Now: now}}
	for key, value := range answers {
		options.Start = options.Start.With(key, value)
	}
	if change != nil {
		change(&options)
	}
	return New(options)
}

// known are the answers of an app that signs in with a client secret.
func known() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeyAPI: string(catalog.BusinessCentral), steps.KeyFlow: string(catalog.ClientSecret), steps.KeyTenant: "contoso.com",
		steps.KeyClientID: "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b", steps.KeyProfile: "bc",
	}
}

// The draft is given up with the profile that holds its answers, and no sooner.
func TestAFailedSaveKeepsTheDraft(t *testing.T) {
	for name, err := range map[string]error{"saved": nil, "failed": errors.New("the keyring is full")} {
		d := &desk{err: err}
		_, got := answered(d, known(), nil).Services().Save(t.Context(), SaveRequest{})
		if !errors.Is(got, err) || (d.cleared == 1) != (err == nil) {
			t.Errorf("%s: %v, cleared %d times", name, got, d.cleared)
		}
	}
}

// That the draft can't be kept is told when it begins, and again only after it could.
func TestAFailedDraftIsToldOnce(t *testing.T) {
	s, full := answered(&desk{}, known(), nil), errors.New("no space left")
	var told []bool
	for _, err := range []error{nil, full, full, nil, full} {
		after, tell := s.DraftKept(err)
		s, told = after, append(told, tell)
	}
	if want := []bool{false, true, false, false, true}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// The steps that a change of flow added are over when another API is chosen with the same flow.
func TestAnotherAPIEndsTheDetour(t *testing.T) {
	s := answered(&desk{}, map[steps.Key]string{
		steps.KeyAPI: string(catalog.PowerApps), steps.KeyFlow: string(catalog.Password), steps.KeyTenant: "contoso.com",
		steps.KeyClientID: "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b", steps.KeyUsername: "ada@contoso.com",
	}, nil)
	s, move := s.SwitchFlow(catalog.Browser)
	step := s.At()
	if move != Moved || !s.OnDetour() {
		t.Fatalf("at %s, move %v", step, move)
	}
	s, _, problem := s.Answer(steps.KeyAPI, string(catalog.PowerPlatform))
	if problem != nil || s.Answers().Flow() != catalog.Browser {
		t.Fatalf("%v, flow %s", problem, s.Answers().Flow())
	}
	if there, ok := s.Jump(step); !ok || there.OnDetour() {
		t.Errorf("jumped %v, still on the detour of the other API", ok)
	}
}

// What was taken back was not tested: its report is another app registration's.
func TestTakenBackIsNotTested(t *testing.T) {
	s := answered(&desk{}, known(), nil).WithMade(Made{ClientID: "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b", Report: &report.Report{Verdict: report.Refused}})
	if !s.IsVerified() {
		t.Fatal("the test of what was made is lost")
	}
	if s = s.WithoutMade(); s.IsVerified() || s.Answers().Has(steps.KeyClientID) {
		t.Errorf("tested %v, client id %q", s.IsVerified(), s.Answers().Get(steps.KeyClientID))
	}
}

// What the portal shows once is asked for somewhere, or a leaving person loses it without a word.
func TestShownOnceIsAsked(t *testing.T) {
	keys := ShownOnce()
	if len(keys) == 0 || slices.Contains(keys, "") {
		t.Errorf("keys %q", keys)
	}
}

// A secret that is in the store, or that the person didn't want to save, is not held any more.
func TestHoldsUnsavedSecret(t *testing.T) {
	with := func(o *Options) { o.Start = o.Start.WithSecret(steps.KeySecret, secret.New("a secret")) }
	s := answered(&desk{}, known(), with)
	for name, tt := range map[string]struct {
		s    Session
		want bool
	}{
		"at hand":    {s, true},
		"none":       {answered(&desk{}, known(), nil), false},
		"saved":      {s.SavedAs([]string{"saved"}), false},
		"not wanted": {s.WithoutSaving(), false},
	} {
		if got := tt.s.HoldsUnsavedSecret(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Who waits for an admin is told so, whatever else is missing.
func TestUnready(t *testing.T) {
	untested := report.Finding{ID: report.Duty, Status: report.Skip, Title: "No environment", Untested: true}
	giving := untested
	giving.Give = "--environment"
	for name, tt := range map[string]struct {
		tested  report.Report
		waits   bool
		said    string
		command string
	}{
		"ready":                    {report.Report{Verdict: report.Ready}, false, "", ""},
		"ready at last":            {report.Report{Verdict: report.Ready}, true, "", ""},
		"refused":                  {report.Report{Verdict: report.Refused, Findings: []report.Finding{{Status: report.Fail}}}, false, "Not ready yet. After you fix", "appreg check bc"},
		"waiting":                  {report.Report{Verdict: report.Refused, Findings: []report.Finding{{Status: report.Fail}}}, true, "Once the admin has acted", "appreg check bc"},
		"a check is missing":       {report.Report{Verdict: report.Incomplete, Findings: []report.Finding{untested}}, false, "(No environment)", "appreg check bc"},
		"a value is missing":       {report.Report{Verdict: report.Incomplete, Findings: []report.Finding{giving}}, false, "This test makes it", "appreg check bc --environment …"},
		"waiting, a check missing": {report.Report{Verdict: report.Incomplete, Findings: []report.Finding{untested}}, true, "Once the admin has acted", "appreg check bc"},
		"waiting, a value missing": {report.Report{Verdict: report.Incomplete, Findings: []report.Finding{giving}}, true, "Once the admin has acted", "appreg check bc"},
		"not tested":               {report.Report{Verdict: report.Incomplete}, false, "Not tested yet", "appreg check bc"},
	} {
		s := answered(&desk{}, known(), nil).Verified(tt.tested)
		s.waits = tt.waits
		if said, command := s.Unready(); !strings.Contains(said, tt.said) || (said == "") != (tt.said == "") || command != tt.command {
			t.Errorf("%s: %q %q", name, said, command)
		}
	}
}

// A script that wants neither test nor saving still gets a report: of what was asked for, untested.
func TestReportOfWhatWasNotTested(t *testing.T) {
	skip := func(o *Options) { o.SkipTest = true }
	untried, asked := answered(&desk{}, known(), nil), answered(&desk{}, known(), skip)
	for name, tt := range map[string]struct {
		s      Session
		stored string
		none   bool
	}{
		"left":                            {s: untried, none: true},
		"left, without a test":            {s: asked, none: true},
		"not saved":                       {s: untried.WithoutSaving(), none: true},
		"not saved, and no test, as told": {s: asked.WithoutSaving(), stored: steps.StoreNone},
		"saved, and no test, as told":     {s: asked.SavedAs(nil), stored: steps.StoreKeyring},
		"tested, then not saved":          {s: untried.Verified(report.Report{Verdict: report.Ready}).WithoutSaving(), stored: steps.StoreNone},
	} {
		got := tt.s.Result().Report
		if (got == nil) != tt.none {
			t.Errorf("%s: %+v", name, got)
		} else if got != nil && got.Stored != tt.stored {
			t.Errorf("%s: stored %q", name, got.Stored)
		}
	}
}

// Who moves on does not wait for an admin any more.
func TestMovingEndsTheWait(t *testing.T) {
	s := answered(&desk{}, known(), nil)
	s, _ = s.Jump(catalog.StepPermissions)
	s.waits = true
	next, move := s.Next()
	back, ok := s.Back()
	there, jumped := s.Jump(catalog.StepApplication)
	if move == Stayed || !ok || !jumped || next.AwaitsAdministrator() || back.AwaitsAdministrator() || there.AwaitsAdministrator() {
		t.Errorf("moved %d, %t, %t; waiting %t, %t, %t", move, ok, jumped, next.AwaitsAdministrator(), back.AwaitsAdministrator(), there.AwaitsAdministrator())
	}
}

// A sign-in that was given up is no verification, and is forgotten once there is one or it is due again.
func TestASignInGivenUp(t *testing.T) {
	s := answered(&desk{}, nil, nil).GaveUpSignIn()
	if !s.GaveUp() || s.IsVerified() {
		t.Errorf("given up %t, verified %t", s.GaveUp(), s.IsVerified())
	}
	if after := s.Verified(report.Report{Verdict: report.Ready}); after.GaveUp() || !after.IsVerified() {
		t.Errorf("verified: given up %t, verified %t", after.GaveUp(), after.IsVerified())
	}
	if after := s.ForgetVerification(); after.GaveUp() || after.IsVerified() {
		t.Errorf("due again: given up %t, verified %t", after.GaveUp(), after.IsVerified())
	}
	if after := s.Verified(report.Report{}).GaveUpSignIn(); after.IsVerified() {
		t.Error("what was verified before stays")
	}
}
