package lines

import (
	"context"
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// test is the token step's own work: the live test, once for the answers as they are, then what to do about it.
func (r *run) test(ctx context.Context) error {
	if r.session.SkipsTest() {
		r.out.para("The test is left out, as asked (--skip-test).")
		r.forward(r.session.Machine().Current())
		return nil
	}
	if step, lacking := r.session.Lacking(); lacking {
		r.out.para("The test needs these answers first.")
		r.jumpTo(step)
		return nil
	}
	if !r.session.IsVerified() && !r.session.GaveUp() {
		if !r.begun && !r.session.Replaces() && !slices.ContainsFunc(r.session.Machine().Current().Fields, r.asks) { // nothing was asked: enter begins
			return r.pause(ctx, question{name: "Test", prompt: "Press Enter to test"}, func() { r.begun = true })
		}
		if err := r.verify(ctx); err != nil {
			return err
		}
	}
	return r.afterTest(ctx)
}

// verify runs the live test and prints each finding as it comes.
func (r *run) verify(ctx context.Context) error {
	registration := r.session.Answers().Registration()
	testing, cancel := context.WithCancel(ctx)
	defer cancel()
	w := newWork(testing)
	events := session.Events{
		Finding: func(f report.Finding) { w.tell(func() { r.out.finding(f, r.session.Answers().API()) }) },
		SignIn:  w.askToSignIn,
	}
	var found report.Report
	r.out.para("Testing…")
	w.start(func() { found = r.opts.Verifier.Verify(testing, registration, events) })
	cancelled, err := r.attend(ctx, w)
	switch {
	case err != nil:
		return err
	case cancelled:
		r.session = r.session.GaveUpSignIn()
		r.out.para("Sign-in canceled. Nothing is lost.")
		return nil
	}
	r.session, r.openable = r.session.Verified(found), pageToOpen(found)
	r.out.result(found)
	return nil
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

// result says what came of the test, the first problem first and with what to do about it.
func (p *printer) result(found report.Report) {
	p.blank()
	p.para(found.Sentence())
	if passed := report.Passed(found.Findings); passed != "" {
		p.para(passed + ".")
	}
	if i := found.Foremost(); i >= 0 {
		p.blank()
		p.problemFinding(found.Findings[i])
		p.para("Type details for what support asks for.")
	}
}

// details prints what was seen of every check that did not pass, with its ids and the raw answer.
func (w words) details(_ context.Context, _ question, _ string) (reply, error) {
	told := false
	for _, f := range w.session.Report().Findings {
		if f.Status == report.OK || f.Status == report.Skip && !f.Untested {
			continue
		}
		told = true
		w.out.details(f, w.session.Answers().API())
	}
	if !told {
		w.out.para("There are no details to tell.")
	}
	return reply{again: true}, nil
}

// whatNow asks what to do after a test or a plan.
var whatNow = question{name: "What now?", prompt: "What now", menu: true}

// The token menu's choices.
const (
	menuAgain  = "again"
	menuChange = "change"
	menuGoOn   = "save"
	menuLeave  = "leave"
	menuFix    = "fix"
)

// afterTest says the verdict and asks what to do about it. Enter goes on where all is well, and does nothing otherwise:
// a password must not be sent again by accident.
func (r *run) afterTest(ctx context.Context) error {
	options := []steps.Option{
		{Value: menuAgain, Label: "Test again"},
		{Value: menuChange, Label: "Change an answer"},
		{Value: menuGoOn, Label: "Save anyway", Hint: "as not ready"},
		{Value: menuLeave, Label: "Quit"},
	}
	preset := ""
	if r.session.Verdict() == report.Ready {
		options[2], preset = steps.Option{Value: menuGoOn, Label: "Save"}, menuGoOn
	}
	if r.opts.Demo != nil && r.opts.Demo.Fixable(r.session.Answers()) {
		options = append(options, steps.Option{Value: menuFix, Label: "Fix it in the demo portal"})
	}
	for _, flow := range r.session.Alternatives() {
		options = append(options, steps.Option{Value: string(flow), Label: flow.Info().Instead})
	}
	choice, err := r.choose(ctx, whatNow, options, preset)
	if err != nil {
		return err
	}
	return r.afterTestDo(ctx, choice)
}

func (r *run) afterTestDo(ctx context.Context, choice string) (err error) {
	switch choice {
	case "": // a command led away
	case menuAgain:
		r.session = r.session.ForgetVerification()
	case menuGoOn:
		unready := r.session.Verdict() != report.Ready
		r.forward(r.session.Machine().Current())
		r.unready = unready
	case menuChange:
		err = r.askStep(ctx)
	case menuLeave:
		_, err = words{r}.quit(ctx, question{}, "")
	case menuFix:
		_, err = words{r}.fix(ctx, question{}, "")
	default:
		r.switchFlow(catalog.Flow(choice))
	}
	return err
}

// askStep asks for the step to go back to.
func (r *run) askStep(ctx context.Context) error {
	list := r.session.Machine().Steps()
	list = slices.DeleteFunc(list, func(s steps.Step) bool { return s.ID == catalog.StepSave })
	options := make([]steps.Option, 0, len(list))
	for _, step := range list {
		options = append(options, steps.Option{Value: string(step.ID), Label: step.Title})
	}
	r.out.para("Which step?")
	q := question{name: "Which step?", prompt: "Step", help: func() { r.out.listEach(options) }}
	step, err := r.choose(ctx, q, options, "")
	if step != "" {
		r.jumpTo(catalog.StepID(step))
	}
	return err
}
