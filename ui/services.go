// Package ui holds two front ends over the same steps: the full-screen wizard and the line mode.
// No rule of Entra lives here, and nothing here talks to the network, the disk or the keyring except through Services.
package ui

import (
	"context"
	"time"

	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/steps"
)

// Checker carries out the live checks that fields name.
type Checker interface {
	Check(ctx context.Context, kind steps.CheckKind, answers steps.Answers) steps.CheckResult
}

// Events takes what happens while the live test runs. Both are called from the goroutine that called Verify.
type Events struct {
	Finding func(report.Finding) // each finding as it is known
	SignIn  func(report.SignIn)  // once, when a person has to sign in; the test goes on when they have
}

// Verifier runs the live token test. Cancelling ctx ends it, also while a person is waited for.
type Verifier interface {
	Verify(ctx context.Context, reg registration.Registration, events Events) report.Report
}

// StoreState says whether credentials can be saved, and if not, why.
type StoreState struct {
	Usable bool
	Kind   string // where a credential would go, for people: "GNOME Keyring", "Windows Credential Manager"
	Reason string // why not usable, one line
	Fix    string // what to do about it
}

// SaveRequest is what to save.
type SaveRequest struct {
	Profile      string
	Registration registration.Registration
	Report       report.Report
	SavePassword bool
	Replace      bool
}

// Saver saves a profile with its credential.
type Saver interface {
	// State tells whether saving is possible. It may take up to 2 s and is called after the first frame.
	State(ctx context.Context) StoreState
	// Names gives the names of all profiles.
	Names() []string
	// Save writes the profile and its credential and reads the credential back. A name that is taken by now is a
	// *steps.Problem.
	// It gives lines for people: what was saved where.
	Save(ctx context.Context, request SaveRequest) ([]string, error)
}

// Drafts keeps the accepted answers of an unfinished run; never a secret.
type Drafts interface {
	Load() (steps.Answers, bool)
	Save(answers steps.Answers) error
	Clear() error
}

// Opener opens a page in the system browser.
type Opener interface {
	Open(url string) error
}

// Demo is the story of the simulated tenant: values to fill in and the portal change that mends the story's fault.
type Demo interface {
	// Fill gives the value to enter for a key, given the answers so far.
	Fill(answers steps.Answers, key steps.Key) (string, bool)
	// Mend makes the change that the story's fault needs in the simulated portal and says what it did.
	// ok is false when there is nothing left to mend.
	Mend(answers steps.Answers) (done string, ok bool)
	// SignIn is the simulated person: enters the code or signs in on the page. The error says what the page would.
	SignIn(waiting report.SignIn) error
}

// Services is what a front end needs from outside.
type Services struct {
	Checker  Checker
	Verifier Verifier
	Saver    Saver
	Drafts   Drafts // nil in the demo
	Opener   Opener
	Demo     Demo // nil outside the demo
	Now      func() time.Time
	Banner   string // an override or the simulator, named on every screen; empty normally
}
