package ui

import (
	"context"
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// test is the token step's own work: the live test, once for the answers as they are, then what to do about it.
func (r *lineRun) test(ctx context.Context) error {
	if r.opts.SkipTest {
		r.out.para("The live test is left out, as asked (--skip-test).")
		r.forward(r.machine.Current())
		return nil
	}
	if step, lacking := r.lacking(); lacking {
		r.out.para("The test needs these answers first.")
		r.enter(step, true)
		return nil
	}
	if !r.tested && !r.halted {
		if err := r.verify(ctx); err != nil {
			return err
		}
	}
	return r.afterTest(ctx)
}

// lacking goes to the first step, saving apart, that lacks a required answer.
func (r *lineRun) lacking() (steps.Machine, bool) {
	for _, step := range r.machine.Steps() {
		if step.ID == catalog.StepSave || len(r.machine.Missing(step.ID)) == 0 {
			continue
		}
		if there, ok := r.machine.Jump(step.ID); ok {
			return there, true
		}
	}
	return r.machine, false
}

// verify runs the live test and prints each finding as it comes.
func (r *lineRun) verify(ctx context.Context) error {
	registration := r.machine.Answers().Registration()
	testing, cancel := context.WithCancel(ctx)
	defer cancel()
	findings, signIns := make(chan report.Finding), make(chan report.SignIn)
	events := Events{
		Finding: func(f report.Finding) { tell(testing, findings, f) },
		SignIn:  func(s report.SignIn) { tell(testing, signIns, s) },
	}
	done := make(chan report.Report, 1)
	r.out.para("Testing: asking for a token…")
	go func() { done <- r.opts.Verifier.Verify(testing, registration, events) }()
	var person lineWait
	for {
		select {
		case <-ctx.Done():
			return interrupted(ctx)
		case s := <-signIns:
			person = r.askToSignIn(s)
		case typed := <-person.typed:
			var err error
			if person, err = r.whileWaiting(ctx, person, typed); err != nil {
				return err
			}
			if person.cancelled {
				r.signInCancelled()
				return nil
			}
		case f := <-findings:
			person = lineWait{}
			r.out.finding(f)
		case r.report = <-done:
			if ctx.Err() != nil {
				return interrupted(ctx)
			}
			r.tested, r.openable = true, pageToOpen(r.report)
			return nil
		}
	}
}

// tell hands an event over, unless the test has ended.
func tell[T any](testing context.Context, events chan<- T, event T) {
	select {
	case events <- event:
	case <-testing.Done():
	}
}

// pageToOpen is the page of the first failure that has one.
func pageToOpen(found report.Report) string {
	for _, f := range found.Findings {
		if f.Status == report.Fail && f.Fix.URL != "" {
			return f.Fix.URL
		}
	}
	return ""
}

// The token menu's choices.
const (
	menuAgain  = "again"
	menuChange = "change"
	menuGoOn   = "save"
	menuLeave  = "leave"
	menuMend   = "repair"
)

// afterTest says the verdict and asks what to do about it. Enter goes on where all is well, and does nothing otherwise:
// a password must not be sent again by accident.
func (r *lineRun) afterTest(ctx context.Context) error {
	r.out.blank()
	r.out.para("Result: " + verdictText(r.verdict()))
	options := []steps.Option{
		{Value: menuAgain, Label: "Try again"},
		{Value: menuChange, Label: "Change an answer"},
		{Value: menuGoOn, Label: "Go on to saving"},
		{Value: menuLeave, Label: "Quit"},
	}
	if r.opts.Demo != nil {
		options = append(options, steps.Option{Value: menuMend, Label: "Mend the fault in the simulated portal"})
	}
	for _, flow := range r.alternatives() {
		options = append(options, steps.Option{Value: string(flow), Label: insteadText(flow)})
	}
	r.out.para("What now?")
	r.listEach(options)
	q := question{name: "What now?", prompt: "What now", help: func() { r.listEach(options) }}
	if r.verdict() == report.Ready {
		q.prompt += " [Go on to saving]"
	}
	answer, err := r.ask(ctx, q)
	if err != nil || answer.moved {
		return err
	}
	if answer.text == "" && r.verdict() == report.Ready {
		answer.text = menuGoOn
	}
	option, wrong := pick(options, answer.text)
	if wrong != "" {
		r.out.problem(steps.Problem{Message: wrong})
		return nil
	}
	return r.afterTestDo(ctx, q, option.Value)
}

func (r *lineRun) afterTestDo(ctx context.Context, q question, choice string) (err error) {
	switch choice {
	case menuAgain:
		r.tested, r.halted = false, false
	case menuGoOn:
		r.forward(r.machine.Current())
	case menuChange:
		err = r.askStep(ctx)
	case menuLeave:
		_, _, err = r.quit(ctx, q, "")
	case menuMend:
		_, _, err = r.mend(ctx, q, "")
	default:
		r.switchFlow(catalog.Flow(choice))
	}
	return err
}

// askStep asks for the step to go back to.
func (r *lineRun) askStep(ctx context.Context) error {
	list := r.machine.Steps()
	list = slices.DeleteFunc(list, func(s steps.Step) bool { return s.ID == catalog.StepSave })
	options := make([]steps.Option, 0, len(list))
	for _, step := range list {
		options = append(options, steps.Option{Value: string(step.ID), Label: stepName(step)})
	}
	r.out.para("Which step?")
	r.listEach(options)
	for {
		answer, err := r.ask(ctx, question{name: "Which step?", prompt: "Step", help: func() { r.listEach(options) }})
		if err != nil || answer.moved {
			return err
		}
		option, wrong := pick(options, answer.text)
		if wrong != "" {
			r.out.problem(steps.Problem{Message: wrong})
			continue
		}
		if there, ok := r.machine.Jump(catalog.StepID(option.Value)); ok {
			r.enter(there, true)
		}
		return nil
	}
}

// verdictText is a verdict in words.
func verdictText(verdict report.Verdict) string {
	switch verdict {
	case report.Ready:
		return "ready. Everything that was checked holds."
	case report.Refused:
		return "refused. The lines marked FAIL say why and what to do."
	case report.Unreachable:
		return "unreachable. No usable answer came; this says nothing about the registration itself."
	default:
		return "not tested."
	}
}
