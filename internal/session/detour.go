package session

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// Alternatives are the flows worth offering after a verification that did not end well, or after a sign-in that was
// given up; the best first.
func (s Session) Alternatives() []catalog.Flow {
	switch {
	case s.gaveUp:
		return steps.Alternatives(s.Answers(), steps.SignInCancelled)
	case s.verified == nil || s.verified.Verdict == report.Ready:
		return nil
	}
	var flows []catalog.Flow
	for _, f := range s.verified.Findings {
		if f.Cause == "" {
			continue
		}
		for _, flow := range steps.Alternatives(s.Answers(), f.Cause) {
			if !slices.Contains(flows, flow) {
				flows = append(flows, flow)
			}
		}
	}
	return flows
}

// SwitchFlow changes to another flow with every answer kept. The portal steps that the flow adds are shown first;
// without any the test comes next.
func (s Session) SwitchFlow(flow catalog.Flow) (Session, Move) {
	s = s.ForgetVerification()
	s.machine, s.detour = s.machine.SwitchFlow(flow)
	return s.followDetour()
}

// OnDetour reports whether the current step is shown for a change of flow: after it comes the test, not the next step.
func (s Session) OnDetour() bool { return len(s.detour) > 0 && s.At() == s.detour[0] }

// followDetour goes to the next step that the flow added, else to the test.
func (s Session) followDetour() (Session, Move) {
	if len(s.detour) > 0 {
		if there, ok := s.Jump(s.detour[0]); ok {
			return there, Moved
		}
	}
	there, _ := s.Jump(catalog.StepToken)
	if len(there.machine.Missing(catalog.StepToken)) > 0 {
		return there, Moved
	}
	return there, ToTest
}
