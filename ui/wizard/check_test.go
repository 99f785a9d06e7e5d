package wizard

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/steps"
)

func atTenant(t *testing.T) *scene {
	answers := bcSecret()
	delete(answers, steps.KeyTenant)
	delete(answers, steps.KeyTenantID)
	delete(answers, steps.KeyClientID)
	return newScene(t, nil).answered(catalog.StepApplication, answers)
}

// TestCheckWaitsForRest checks once, when typing rests, and shows what was found.
func TestCheckWaitsForRest(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	if len(s.checks) != 0 {
		t.Fatalf("checked while typing: %v", s.checks)
	}
	s.rest()
	if len(s.checks) != 1 || s.checks[0] != "tenant contoso.com" {
		t.Fatalf("checks: %v", s.checks)
	}
	s.wants("contoso.com is tenant " + tenantGUID)
	if got := s.answers().Get(steps.KeyTenantID); got != "" {
		t.Errorf("learned %q before the answer was given", got)
	}
	s.press("enter")
	if got := s.answers().Get(steps.KeyTenantID); got != tenantGUID {
		t.Errorf("learned %q", got)
	}
	if len(s.checks) != 1 {
		t.Errorf("checked the same text again: %v", s.checks)
	}
}

// TestCheckWithoutAnAnswerIsMadeAgain: nobody answered the first time; the second time the answer stands beside the same text.
func TestCheckWithoutAnAnswerIsMadeAgain(t *testing.T) {
	s := atTenant(t)
	found := s.check
	s.check = steps.CheckResult{State: steps.CheckIdle}
	s.typeText("contoso.com")
	s.rest()
	s.press("backspace")
	s.check = found
	s.typeText("m")
	s.rest()
	if len(s.checks) != 2 {
		t.Fatalf("checks: %v", s.checks)
	}
	s.wants("contoso.com is tenant " + tenantGUID)
}

// TestCheckOfAnotherAnswer: what was found of the text before says nothing of this one.
func TestCheckOfAnotherAnswer(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	s.rest()
	s.w.checks[steps.KeyTenant] = check{raw: "contoso.com", about: s.w.checks[steps.KeyTenant].about, result: steps.CheckResult{State: steps.CheckOK}, cancel: func() {}}
	if cmd := s.pane().checkNow(steps.KeyTenant, "fabrikam.com"); cmd == nil {
		t.Error("not checked")
	}
	if cmd := s.pane().checkNow(steps.KeyTenant, "fabrikam.com"); cmd != nil {
		t.Error("checked while it is checked")
	}
}

// TestEarlierPauseIsDropped: a rest that typing has ended begins no check.
func TestEarlierPauseIsDropped(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	due := s.timed
	s.timed = nil
	s.send(due[len(due)-2])
	if len(s.checks) != 0 {
		t.Errorf("checked %v", s.checks)
	}
	s.send(due[len(due)-1])
	if len(s.checks) != 1 {
		t.Errorf("checked %v", s.checks)
	}
}

// TestNoCheckOfABadAnswer leaves text alone that the field would not take.
func TestNoCheckOfABadAnswer(t *testing.T) {
	s := atTenant(t)
	s.typeText("YOUR_TENANT.COM")
	s.rest()
	if len(s.checks) != 0 {
		t.Errorf("checked %v", s.checks)
	}
}

// TestStaleCheckIsDropped lets an old result arrive after the text has changed.
func TestStaleCheckIsDropped(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	s.hold = true
	s.rest()
	s.wants("Looking it up.")
	old := s.checkResultWaiting()
	s.hold = false
	s.typeText("x")
	s.send(old)
	s.lacks("is tenant")
	if got := s.w.checks[steps.KeyTenant].result.State; got != steps.CheckIdle {
		t.Errorf("state %d", got)
	}
}

// checkResultWaiting returns the message of a check that is under way, as it would arrive now.
func (s *scene) checkResultWaiting() checkedMsg {
	c := s.w.checks[steps.KeyTenant]
	return checkedMsg{steps.KeyTenant, c.seq, s.check}
}

// TestCheckIsCancelled ends a check's context when its text changes and when its step is left.
func TestCheckIsCancelled(t *testing.T) {
	for name, leave := range map[string]func(*scene){
		"typing": func(s *scene) { s.typeText("x") },
		"back":   func(s *scene) { s.press("esc") },
		"jump":   func(s *scene) { s.press("alt+3") },
		"quit":   func(s *scene) { s.press("ctrl+c") },
	} {
		t.Run(name, func(t *testing.T) {
			cancelled := false
			s := atTenant(t)
			s.typeText("contoso.com")
			s.hold = true
			s.rest()
			s.later() // the check has run; its context is what counts
			s.w.checks[steps.KeyTenant] = check{seq: s.w.last, raw: "contoso.com", result: steps.CheckResult{State: steps.Checking},
				cancel: func() { cancelled = true }}
			leave(s)
			if !cancelled {
				t.Error("the check goes on")
			}
		})
	}
}

// TestFailedCheckDoesNotBlock goes on although the look-up failed: the person may be offline.
func TestFailedCheckDoesNotBlock(t *testing.T) {
	s := atTenant(t)
	s.check = steps.CheckResult{State: steps.CheckFailed, Text: "no such tenant in the public cloud\x1b[2J"}
	s.typeText("contoso.com")
	s.rest()
	s.wants("no such tenant in the public cloud")
	s.press("enter")
	if s.pane().form.key() != steps.KeyClientID {
		t.Errorf("focus on %s", s.pane().form.key())
	}
	s.lacks("\x1b")
}

// TestSignIsTheChecks: a closed field's sign is that of its live check, where that found something wrong.
func TestSignIsTheChecks(t *testing.T) {
	for state, sign := range map[steps.CheckState]string{
		steps.CheckOK: "✓", steps.CheckWarn: "!", steps.CheckFailed: "✗", steps.CheckIdle: "✓",
	} {
		s := atTenant(t)
		s.check = steps.CheckResult{State: state, Text: "what was found"}
		s.typeText("fabrikam.com")
		s.press("enter")
		s.pane().focus(1)
		s.wants(sign + " Tenant")
	}
}

// TestSpinnerStops turns only while something is under way.
func TestSpinnerStops(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	s.hold = true
	s.rest()
	s.later()
	for range 3 {
		s.rest()
	}
	if s.w.spin.turning || len(s.timed) != 0 {
		t.Errorf("the spinner turns without a reason: %v", s.timed)
	}
}

// TestGuideStaysUnderAMessage: a message on a small screen leaves the guide's beginning, with the sign for more, beside every field.
func TestGuideStaysUnderAMessage(t *testing.T) {
	for height := 11; height < 16; height++ {
		s := atTenant(t)
		s.size(40, height)
		s.press("enter") // opens the page
		s.wants("Select New registration", "more lines", "Tenant", "Client ID")
	}
}
