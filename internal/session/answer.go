package session

import (
	"maps"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
)

// apartKeys are the answers that a verification does not depend on: how to save, and who makes the app registration.
var apartKeys = []steps.Key{
	steps.KeyProfile, steps.KeyStore, steps.KeySavePassword, steps.KeyRecipients, steps.KeyPassphrase, steps.KeyPassphraseAgain,
	steps.KeyHow, steps.KeyAdmin, steps.KeyAdminClientID,
}

// Answer returns raw to the field of key, on whichever step it is. A problem changes nothing.
func (s Session) Answer(key steps.Key, raw string) (Session, steps.Accepted, *steps.Problem) {
	machine, accepted, problem := s.machine.Accept(key, raw)
	if problem != nil {
		return s, accepted, problem
	}
	return s.WithMachine(machine), accepted, nil
}

// WithMachine puts in place a machine with other answers, judged by its Accept. A verification of other answers counts no more,
// and steps that a change of flow added are over when the flow changes again.
func (s Session) WithMachine(machine steps.Machine) Session {
	before, now := s.Answers(), machine.Answers()
	if otherRegistration(before, now) {
		s = s.ForgetVerification()
	}
	if before.Flow() != now.Flow() || before.API() != now.API() {
		s.detour = nil
	}
	s.machine = machine
	return s
}

// otherRegistration reports whether anything differs that a verification depends on.
func otherRegistration(before, now steps.Answers) bool {
	for _, key := range append(before.SecretKeys(), now.SecretKeys()...) {
		if !slices.Contains(apartKeys, key) && !before.Secret(key).Equal(now.Secret(key)) {
			return true
		}
	}
	return !maps.Equal(registrationText(before), registrationText(now))
}

func registrationText(a steps.Answers) map[steps.Key]string {
	text := a.Draft()
	maps.DeleteFunc(text, func(key steps.Key, value string) bool { return value == "" || slices.Contains(apartKeys, key) })
	return text
}

// Learn adds what a live check supplied. It comes from outside and leaves a verification as it is.
func (s Session) Learn(result steps.CheckResult) Session {
	a := s.Answers()
	for key, value := range result.Learned {
		a = a.With(key, sanitize.Line(value))
	}
	s.machine = s.machine.WithAnswers(a)
	return s
}

// Refill takes the answers that the demo's fix changed, so that nobody has to enter them again. The last verification
// stays, as its problem is still on the screen: it is of the answers before.
func (s Session) Refill(values map[steps.Key]string) Session {
	for key, value := range values {
		if machine, _, problem := s.machine.Accept(key, value); problem == nil {
			s.machine = machine
		}
	}
	return s
}

// CheckedAbout is what the live check of key depends on: the field's own answer and where it is looked up.
func CheckedAbout(key steps.Key, a steps.Answers) string {
	return strings.Join([]string{a.Get(key), a.Get(steps.KeyTenant), a.Get(steps.KeyCloud), a.Get(steps.KeyRegion)}, "\n")
}

// Move says what came of going on.
type Move int

// The moves.
const (
	Stayed Move = iota // an answer is missing, or there is no further step
	Moved              // another step is the current one
	ToTest             // the token step is the current one, and its test is what comes next
)

// Next leaves the current step for the following one: while a change of flow is shown, for its next step or the test.
func (s Session) Next() (Session, Move) {
	machine, ok := s.machine.Next()
	if !ok {
		return s, Stayed
	}
	onDetour := s.OnDetour()
	s.machine, s.waits = machine, false
	if onDetour {
		s.detour = s.detour[1:]
		return s.followDetour()
	}
	return s, Moved
}

// Back goes to the step before; false on the first.
func (s Session) Back() (Session, bool) {
	machine, ok := s.machine.Back()
	s.machine, s.waits = machine, false
	return s, ok
}

// Jump goes to any step that applies; false if id does not.
func (s Session) Jump(id catalog.StepID) (Session, bool) {
	machine, ok := s.machine.Jump(id)
	s.machine, s.waits = machine, false
	return s, ok
}

// Resume goes to the first step that lacks a required answer.
func (s Session) Resume() Session {
	s.machine = s.machine.Resume()
	return s
}

// Lacking is the first step, saving apart, that lacks a required answer; false if there is none.
func (s Session) Lacking() (catalog.StepID, bool) {
	for _, step := range s.machine.Steps() {
		if step.ID != catalog.StepSave && len(s.machine.Missing(step.ID)) > 0 {
			return step.ID, true
		}
	}
	return "", false
}
