package plan

import (
	"context"
	"io"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/graph"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// Engine makes plans and carries them out. Nil functions are the system's own.
type Engine struct {
	Graph   *graph.Client
	Product catalog.Target // where the API is, with the caller's own hosts: only Undo of what was done in the product needs it

	HTTP           *transport.Client                                                                      // for duties: the API's own admin endpoints
	AdminToken     graph.TokenSource                                                                      // a user's token for them; nil: duties stay with the person
	Now            func() time.Time                                                                       // nil: time.Now
	Sleep          func(context.Context, time.Duration) error                                             // nil: transport.Sleep
	Random         io.Reader                                                                              // of names and keys; nil: crypto/rand
	NewCertificate func(name string, now, end time.Time) (secret.Secret, *certificate.Certificate, error) // nil: certificate.SelfSigned
	Budget         time.Duration                                                                          // how long a step waits for what was just made; 0: DefaultBudget
}

// DefaultBudget is how long one step waits until Graph knows everywhere what was just made.
const DefaultBudget = 3 * time.Minute

// Phase is what happens to a change.
type Phase string

// The phases.
const (
	Begun   Phase = "begun"
	Waiting Phase = "waiting" // for what was just made, or because Graph asked to slow down
	Ended   Phase = "ended"   // Change.State says how
)

// Event is told as a change is carried out.
type Event struct {
	Index  int // of Change in the plan
	Change Change
	Phase  Phase
	Wait   time.Duration // only with Waiting: how long until it is tried again
	Left   time.Duration // only with Waiting: what is left of the budget
}

// Result is what was made. The credential is in no file yet: the caller tests it and saves it.
type Result struct {
	Plan               Plan // with the changes' states
	ClientID           string
	ObjectID           string // of the registration
	ServicePrincipalID string // of its enterprise application
	KeyID              string // of the new credential; empty for a certificate whose id Graph didn't tell
	Thumbprint         string // of the new certificate
	Expires            time.Time
	Credential         registration.Credential // zero if none was made
}

// OK reports whether nothing failed and nothing was left out but what a person has to do first.
func (r Result) OK() bool {
	for _, c := range r.Plan.Changes {
		if (c.State == Failed || c.State == Skipped) && !c.Guided {
			return false
		}
	}
	return true
}

// BlockedError says that a policy of the tenant forbids a change: nothing was sent.
type BlockedError struct{ Change Change }

func (e *BlockedError) Error() string {
	return "couldn't start: the tenant forbids a change: " + e.Change.Title
}

// Fix says what to do.
func (e *BlockedError) Fix() string {
	if len(e.Change.Fix.Steps) > 0 {
		return e.Change.Fix.Steps[0]
	}
	return e.Change.Fix.Where
}

// JournalError says that what was done could not be written down: nothing more was sent.
type JournalError struct{ Err error }

func (e *JournalError) Error() string {
	return "couldn't keep the journal of the changes: " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *JournalError) Unwrap() error { return e.Err }

// journalError is err of the journal, nil if there is none.
func journalError(err error) error {
	if err == nil {
		return nil
	}
	return &JournalError{Err: err}
}

func (e Engine) now() time.Time {
	if e.Now == nil {
		return time.Now()
	}
	return e.Now()
}
