package session

import (
	"context"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// Creator makes the app registration with an admin's rights.
type Creator interface {
	// Plan signs the admin in, reads the tenant and says what would change. Nothing is changed.
	Plan(ctx context.Context, answers steps.Answers, events CreateEvents) (Proposal, error)
	// Make carries out the last plan, tests what it made and saves it. What was refused is in the changes; after an error
	// Made tells what was done until then.
	Make(ctx context.Context, events CreateEvents) (Made, error)
	// Undo takes back what Make changed in the tenant. After an error Undone tells what was taken back until then.
	Undo(ctx context.Context, events CreateEvents) (Undone, error)
}

// CreateEvents takes what happens while a registration is made. All are called from the goroutine that called the Creator.
type CreateEvents struct {
	Change  func(at int, c Change)
	Waiting func(text string) // what was just made isn't known everywhere yet
	Finding func(report.Finding)
	SignIn  func(report.SignIn) // a person has to sign in: the admin, or whom the test needs
}

// ChangeState is how far a change is.
type ChangeState int

// The states.
const (
	ChangePlanned ChangeState = iota
	ChangeKept                // there is nothing to change
	ChangeBlocked             // a policy of the tenant forbids it
	ChangeMaking
	ChangeDone
	ChangeFailed
	ChangeSkipped // what it builds on failed
	ChangeUndone
)

// Change is one line of a plan. Its texts are fit for a terminal.
type Change struct {
	State   ChangeState
	Title   string
	Detail  string
	Needs   string // the least role that is enough, for people; empty: none
	Lacks   bool   // whoever signed in has none that is enough
	Final   bool   // it can't be undone
	Fix     report.Fix
	Request string // the text that asks somebody else for exactly this change
}

// Proposal is a plan that a person can agree to.
type Proposal struct {
	As      string // with whose rights
	Changes []Change
	Resumed bool // it goes on with a run that was interrupted
}

// Blocked is the first change that a policy forbids; false if none is.
func (p Proposal) Blocked() (Change, bool) { return first(p.Changes, ChangeBlocked) }

// Obstacle is the first change that a policy forbids, else the first that whoever signed in has no role for; false if there is
// none.
func (p Proposal) Obstacle() (Change, bool) {
	if c, blocked := p.Blocked(); blocked {
		return c, true
	}
	for _, c := range p.Changes {
		if c.Lacks && c.State == ChangePlanned {
			return c, true
		}
	}
	return Change{}, false
}

// Pending counts what is to be changed.
func (p Proposal) Pending() int {
	n := 0
	for _, c := range p.Changes {
		if c.State == ChangePlanned {
			n++
		}
	}
	return n
}

// MakesWords say what agreeing to a plan does.
func MakesWords(p Proposal) string {
	if p.Pending() == 0 {
		return "Test and save"
	}
	return "Create it"
}

func first(changes []Change, state ChangeState) (Change, bool) {
	for _, c := range changes {
		if c.State == state {
			return c, true
		}
	}
	return Change{}, false
}

// Made is what came of a plan.
type Made struct {
	Changes  []Change
	ClientID string         // empty: there is no app registration
	Report   *report.Report // of the test; nil where a change failed
	Saved    bool
	Lines    []string // what was saved where
	Open     bool     // it isn't finished: it can be gone on with, or taken back
}

// Undone is what came of taking it back.
type Undone struct {
	Lines []string // for people
	Gone  bool     // the app registration is deleted, whatever is left besides
}

// Failed is the first change that was refused; false if none was.
func (m Made) Failed() (Change, bool) { return first(m.Changes, ChangeFailed) }

// CreationDue reports whether the current step is where appreg makes the app registration.
func (s Session) CreationDue() bool { return s.At() == catalog.StepCreate && s.options.Creator != nil }

// WithMade takes what came of a plan.
func (s Session) WithMade(m Made) Session {
	if m.ClientID != "" {
		s.machine = s.machine.WithAnswers(s.Answers().With(steps.KeyClientID, m.ClientID))
	}
	if m.Report != nil {
		s = s.Verified(*m.Report)
	}
	if m.Saved {
		s = s.SavedAs(m.Lines)
	}
	return s
}

// WithoutMade forgets what was made: it is taken back.
func (s Session) WithoutMade() Session {
	s = s.ForgetVerification()
	s.machine = s.machine.WithAnswers(s.Answers().Without(steps.KeyClientID))
	return s
}

// ByHand goes on in the portal, with every answer kept: at the first step that isn't done.
func (s Session) ByHand() Session {
	s.machine = s.machine.WithAnswers(s.Answers().With(steps.KeyHow, steps.HowGuide))
	there, _ := s.Jump(catalog.StepApplication)
	if s.Answers().Has(steps.KeyClientID) {
		there, _ = s.Jump(catalog.StepPermissions)
	}
	return there
}
