package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/look"
)

// insteadText names the change to a flow.
func insteadText(f catalog.Flow) string {
	switch f {
	case catalog.Browser:
		return "Sign in in the browser instead"
	case catalog.DeviceCode:
		return "Sign in with a device code instead"
	}
	if info, ok := catalog.LookupFlow(f); ok {
		return info.Title + " instead"
	}
	return string(f) + " instead"
}

// alternativesTo gives the flows worth offering after a test that did not end well, the best first.
func alternativesTo(a steps.Answers, tested report.Report) []catalog.Flow {
	if tested.Verdict == report.Ready {
		return nil
	}
	var flows []catalog.Flow
	for _, f := range tested.Findings {
		if f.Cause == "" {
			continue
		}
		for _, flow := range steps.Alternatives(a, f.Cause) {
			if !slices.Contains(flows, flow) {
				flows = append(flows, flow)
			}
		}
	}
	return flows
}

// alternatives are those of the findings on the screen, or after a sign-in that was given up.
func (w wizard) alternatives() []catalog.Flow {
	switch {
	case w.test.cancelled && w.machine.At() == catalog.StepToken:
		return steps.Alternatives(w.machine.Answers(), steps.SignInCancelled)
	case w.onResult() && w.test.state == testDone:
		return alternativesTo(w.machine.Answers(), w.test.report)
	default:
		return nil
	}
}

// alternativeKey is the key that changes to a flow; a disabled one where there is none.
func (k keyMap) alternativeKey(f catalog.Flow) key.Binding {
	switch f {
	case catalog.Browser:
		return k.Browser
	case catalog.DeviceCode:
		return k.Device
	default:
		return key.NewBinding(key.WithDisabled())
	}
}

// alternativeLines offers the other flows below what happened.
func (w wizard) alternativeLines(width int) []string {
	var lines []string
	for _, flow := range w.alternatives() {
		name := newKeyMap(false).alternativeKey(flow).Help().Key
		head := " " + w.theme.Key.Render(look.Pad(name, 2, "")) + " "
		lines = append(lines, look.Indent(look.Lines(insteadText(flow)+". Every answer is kept.", max(width-4, 1), w.theme.Plain), head)...)
	}
	return lines
}

// switchFlow changes to another flow with every answer kept. It first shows the portal steps that the flow adds;
// without any the test begins at once.
func (w *wizard) switchFlow(flow catalog.Flow) tea.Cmd {
	machine, added := w.machine.SwitchFlow(flow)
	w.test = testRun{}
	w.machine = machine
	w.detour = added
	if len(added) == 0 {
		return w.endDetour()
	}
	cmd := w.jump(added[0])
	w.flash = flash{quiet, insteadText(flow) + ": this step is new. Enter goes on to the test."}
	return cmd
}

// otherFlow reports whether the steps to go through are others now: a detour for a flow is over then.
func otherFlow(before, now steps.Answers) bool {
	return before.Flow() != now.Flow() || before.API() != now.API()
}

// onDetour reports whether the step at hand is shown for a change of flow: after it comes the test, not the next step.
func (w wizard) onDetour() bool { return len(w.detour) > 0 && w.machine.At() == w.detour[0] }

// goOnDetour leaves the step for the next one that the flow added, or for the test.
func (w *wizard) goOnDetour() tea.Cmd {
	if machine, ok := w.machine.Next(); ok { // marks the step as done
		w.machine = machine
	}
	w.detour = w.detour[1:]
	if len(w.detour) == 0 {
		return w.endDetour()
	}
	return w.jump(w.detour[0])
}

// endDetour goes to the test and begins it, unless that step lacks an answer.
func (w *wizard) endDetour() tea.Cmd {
	cmd := w.jump(catalog.StepToken)
	if len(w.machine.Missing(catalog.StepToken)) > 0 {
		return cmd
	}
	return tea.Batch(cmd, w.startTest())
}
