package ui

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/steps"
)

// alternatives are the flows worth offering after the last test, or after a sign-in that was given up.
func (r *lineRun) alternatives() []catalog.Flow {
	switch {
	case r.halted:
		return steps.Alternatives(r.machine.Answers(), steps.SignInCancelled)
	case r.tested:
		return alternativesTo(r.machine.Answers(), r.report)
	default:
		return nil
	}
}

// switchFlow changes to another flow with every answer kept. It first shows the portal steps that the flow adds;
// without any the test begins at once.
func (r *lineRun) switchFlow(flow catalog.Flow) {
	r.machine, r.detour = r.machine.SwitchFlow(flow)
	r.tested = false
	r.saveDraft()
	r.out.para(insteadText(flow) + ": every answer is kept.")
	if len(r.detour) > 0 {
		r.out.para("This flow needs something more in the portal first; the test follows.")
	}
	r.followDetour(r.machine)
}

// onDetour reports whether the step at hand is shown for a change of flow: after it comes the test, not the next step.
func (r *lineRun) onDetour() bool { return len(r.detour) > 0 && r.machine.At() == r.detour[0] }

// goOnDetour leaves the step for the next one that the flow added, or for the test. left is the machine behind it.
func (r *lineRun) goOnDetour(left steps.Machine) {
	r.detour = r.detour[1:]
	r.followDetour(left)
}

// followDetour goes to the next step that the flow added, else to the test, whose settled questions are not asked again.
func (r *lineRun) followDetour(machine steps.Machine) {
	if len(r.detour) > 0 {
		if there, ok := machine.Jump(r.detour[0]); ok {
			r.enter(there, true)
			return
		}
	}
	there, _ := machine.Jump(catalog.StepToken)
	r.enter(there, true)
	r.told = true
	missing := r.machine.Missing(catalog.StepToken)
	for _, field := range r.machine.Current().Fields {
		if !slices.ContainsFunc(missing, func(m steps.Field) bool { return m.Key == field.Key }) {
			r.settle(field.Key)
		}
	}
}
