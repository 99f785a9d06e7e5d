// Package session is one set-up run without a screen: the answers, their verification, the change to another sign-in
// method, the draft and the saving. The wizard, the line mode and setup --no-input drive the same one.
//
// A Session is a value: what changes it returns the changed copy. It does no IO by itself; what takes time is a call of
// Services that the front end makes, whose outcome it hands back.
package session

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// Options is what a session starts with.
type Options struct {
	Services
	Start    steps.Answers // answers from flags or a saved profile
	Env      steps.Env
	Profile  string // name to save under, where a flag gave one
	Replace  bool   // Profile may exist: its credential is replaced
	SkipTest bool   // no token is asked for
}

// Outcome says how a session ended.
type Outcome int

// The outcomes.
const (
	Quit     Outcome = iota // left before the end; the draft is kept
	Saved                   // the profile is in the store
	NotSaved                // gone through without saving
)

// Result is what a session leaves behind.
type Result struct {
	Outcome Outcome
	Lines   []string       // to print after the screen is left; never a secret
	Report  *report.Report // of the last verification; nil if there was none
}

// LeftOff says what becomes of the answers of a run that was left before its end.
const LeftOff = "Your answers are saved, secrets aren't. Run appreg to go on."

// Session is one set-up run. The zero value is of no use; New makes one.
type Session struct {
	options  Options
	machine  steps.Machine
	verified *report.Report   // the last verification's, of the answers as they are; nil: none
	gaveUp   bool             // the person cancelled the last sign-in; nothing was found
	detour   []catalog.StepID // portal steps that a change of flow added and that are still to be shown
	draft    draft
	outcome  Outcome
	lines    []string // what the outcome leaves behind for people
	waits    bool     // the administrator has to act before it is ready
}

// New returns a session that stands on the first step that lacks an answer.
func New(options Options) Session {
	if options.Replace {
		options.Drafts = nil // a rotation is no unfinished registration: it leaves a draft alone
	}
	if options.Profile != "" {
		options.Start = options.Start.With(steps.KeyProfile, options.Profile)
	}
	options.Env.Taken = taken(options.Saver, options.Replace)
	return Session{options: options, machine: steps.New(options.Env, options.Start)}
}

// taken returns the names that a new profile cannot have: none where one is replaced.
func taken(saver Saver, replace bool) []string {
	if saver == nil || replace {
		return nil
	}
	return saver.Names()
}

// Services are what the session was started with.
func (s Session) Services() Services { return s.options.Services }

// Env is what the steps need from outside.
func (s Session) Env() steps.Env { return s.options.Env }

// Replaces reports whether a profile's credential is replaced.
func (s Session) Replaces() bool { return s.options.Replace }

// SkipsTest reports whether no token is asked for.
func (s Session) SkipsTest() bool { return s.options.SkipTest }

// Machine is where the session stands in the steps.
func (s Session) Machine() steps.Machine { return s.machine }

// Answers are the answers so far.
func (s Session) Answers() steps.Answers { return s.machine.Answers() }

// At is the current step.
func (s Session) At() catalog.StepID { return s.machine.At() }

// Outcome is how the session ended; Quit until it has.
func (s Session) Outcome() Outcome { return s.outcome }

// Result is what is left behind.
func (s Session) Result() Result {
	r := Result{Outcome: s.outcome, Lines: s.lines}
	if _, keep := s.Draft(); s.outcome == Quit && keep && s.DraftIsKept() {
		r.Lines = []string{LeftOff}
	}
	if s.verified != nil || s.outcome == Saved || s.outcome == NotSaved && s.options.SkipTest {
		left := s.asLeft(s.outcome)
		r.Report = &left
	}
	return r
}
