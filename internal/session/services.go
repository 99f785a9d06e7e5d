package session

import (
	"context"
	"time"

	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
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
	Locked bool   // a window of the keyring's program can unlock it, see Unlock
}

// SaveRequest is what to save.
type SaveRequest struct {
	Profile      string
	Registration registration.Registration
	Report       report.Report
	Store        string        // where: a value of steps.KeyStore
	Passphrase   secret.Secret // of the vault, where it has to be told
	Recipients   []string      // public keys of others who are to read it in the vault
	SavePassword bool
	Replace      bool
}

// Saver saves a profile with its credential.
type Saver interface {
	// State tells whether saving is possible. It may take up to 2 s and is called after the first frame.
	State(ctx context.Context) StoreState
	// Unlock is State that first has the person unlock the keyring in a window of its program. It waits for them up to 60 s.
	Unlock(ctx context.Context) StoreState
	// Names returns the names of all profiles.
	Names() []string
	// Save writes the profile and its credential and reads the credential back. A name that is taken by now is a
	// *steps.Problem.
	// It returns lines for people: what was saved where.
	Save(ctx context.Context, request SaveRequest) ([]string, error)
}

// Drafts keeps the accepted answers of an unfinished run; never a secret.
type Drafts interface {
	Load() (steps.Answers, bool)
	Save(answers steps.Answers) error
	Clear() error
}

// Opener opens a page in the system browser, and says that it did or what it did instead.
type Opener interface {
	Open(url string) (said string, err error)
}

// Opened is what an opener says that opened a page.
const Opened = "Opened in the browser."

// Demo is the story of the simulated tenant: values to fill in and the portal change that fixes the story's problem.
type Demo interface {
	// Fill returns the value to enter for a key, given the answers so far.
	Fill(answers steps.Answers, key steps.Key) (string, bool)
	// Fixable reports whether there is something left to fix in the simulated portal.
	Fixable(answers steps.Answers) bool
	// Fix makes the change that the story's problem needs in the simulated portal. ok is false when there is nothing left to fix.
	Fix(answers steps.Answers) (fixed Fixed, ok bool)
	// SignIn is the simulated person: enters the code or signs in on the page. The error says what the page would.
	SignIn(waiting report.SignIn) error
}

// Fixed is what was changed in the simulated portal.
type Fixed struct {
	Said   string               // what was done, in a sentence
	Values map[steps.Key]string // answers that are other ones now, a fresh secret among them
}

// Services is what a set-up run needs from outside.
type Services struct {
	Checker  Checker
	Verifier Verifier
	Saver    Saver
	Drafts   Drafts // nil in the demo, and to a session that replaces a credential
	Opener   Opener
	Creator  Creator // nil: the app registration isn't made here
	Watcher  Watcher // nil: nobody can look at the tenant
	Demo     Demo    // nil outside the demo
	Now      func() time.Time
	Banner   string // an override or the simulator, named on every screen; empty normally
}
