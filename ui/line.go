package ui

import (
	"bufio"
	"context"
	"io"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// LineOptions is what the line mode needs for one run.
type LineOptions struct {
	Services
	Start steps.Answers // answers given beforehand, by flags or a saved profile
	Env   steps.Env
	In    io.Reader
	Out   io.Writer // stderr: stdout is for results

	// ReadSecret writes prompt, reads one line without echo and ends at io.EOF; the line mode ends the line on Out.
	// TerminalSecret makes one. If it is nil, In is taken for a pipe: nothing is echoed, secrets are lines like others.
	ReadSecret func(prompt string) (string, error)

	Width    int  // columns to wrap at; 0 means 78
	SkipTest bool // go past the live token test
	Replace  bool // start from a saved profile and ask only for the credential
	Profile  string
}

// RunLines walks the steps line by line: for screen readers, dumb terminals and pipes. Its output holds no control
// character but the line feed. The result has no Lines: they are on Out already. Errors: *InputEndedError when In ends
// at a question, ErrInterrupted when ctx is cancelled, else a failure to read or write.
func RunLines(ctx context.Context, opts LineOptions) (Result, error) {
	r := newLineRun(opts)
	if err := r.begin(ctx); err != nil {
		return Result{}, err
	}
	for !r.over {
		if err := r.turn(ctx); err != nil {
			return Result{}, err
		}
		if r.out.err != nil {
			return Result{}, r.out.err
		}
	}
	return r.result, nil
}

// lineRun is one run of the line mode. Where it stands is the machine's step and the fields asked on it so far.
type lineRun struct {
	opts    LineOptions
	in      *lineInput
	out     *linePrinter
	machine steps.Machine

	told   bool                 // the step's heading and guidance are printed
	asked  []steps.Key          // the step's fields that are settled, in order
	listed steps.Key            // the field whose options are printed
	doubt  steps.Key            // the field whose live check failed: Enter keeps its value
	passed map[steps.Key]string // what live checks found right, as checkedAbout has it
	chosen bool                 // the person went to this step with back or jump

	tested   bool             // report is of the answers as they are
	halted   bool             // the person cancelled the test: it does not begin again by itself
	detour   []catalog.StepID // portal steps that a change of flow added and that are still to be shown
	report   report.Report
	openable string // the page that open opens, if not the step's own

	saving     bool // the store is usable, and saving with this verdict is wanted
	unready    bool // the person wants it saved although it is not ready
	draftFails bool // said once
	over       bool
	result     Result
}

func newLineRun(opts LineOptions) *lineRun {
	if opts.Profile != "" {
		opts.Start = opts.Start.With(steps.KeyProfile, opts.Profile)
	}
	opts.Env.Taken = taken(opts.Saver, opts.Replace)
	return &lineRun{
		opts:    opts,
		in:      &lineInput{reader: bufio.NewReader(opts.In), readSecret: opts.ReadSecret},
		out:     &linePrinter{out: opts.Out, width: opts.Width},
		machine: steps.New(opts.Env, opts.Start),
		passed:  map[steps.Key]string{},
	}
}

// turn does the next thing on the current step: ask one field, run the step's own work, or go on.
func (r *lineRun) turn(ctx context.Context) error {
	step := r.machine.Current()
	if r.passedOver(step) {
		r.forward(step)
		return nil
	}
	if !r.told {
		r.told = true
		r.tell(step)
		if err := r.checkGiven(ctx, step); err != nil {
			return err
		}
	}
	if step.ID == catalog.StepSave && !r.saving {
		return r.prepareSave(ctx)
	}
	if field, ok := r.nextField(step); ok {
		return r.askField(ctx, field)
	}
	switch step.ID {
	case catalog.StepToken:
		return r.test(ctx)
	case catalog.StepSave:
		return r.save(ctx)
	}
	if len(step.Fields) == 0 {
		return r.pause(ctx, step)
	}
	r.forward(step)
	return nil
}

// nextField gives the first field of step that is not settled. With Replace, what the profile answers is settled.
func (r *lineRun) nextField(step steps.Step) (steps.Field, bool) {
	for _, field := range step.Fields {
		if r.settled(field.Key) || r.opts.Replace && !r.chosen && r.fromProfile(field) {
			continue
		}
		return field, true
	}
	return steps.Field{}, false
}

// fromProfile reports whether the profile that is replaced answers field. A credential is asked for again.
func (r *lineRun) fromProfile(field steps.Field) bool {
	if field.Kind == steps.Masked || field.Kind == steps.File || field.Key == steps.KeySecretExpires {
		return false
	}
	if field.Key == steps.KeyProfile {
		return r.machine.Answers().Has(field.Key)
	}
	return field.Optional || field.Default != "" || r.machine.Answers().Has(field.Key)
}

// passedOver reports whether a step has nothing for someone who only replaces a credential.
func (r *lineRun) passedOver(step steps.Step) bool {
	if !r.opts.Replace || r.chosen || step.ID == catalog.StepToken || step.ID == catalog.StepSave {
		return false
	}
	_, asks := r.nextField(step)
	return !asks && !r.told
}

// forward goes to the next step, or back to the questions of this one that still lack an answer.
func (r *lineRun) forward(step steps.Step) {
	next, ok := r.machine.Next()
	if ok && r.onDetour() {
		r.goOnDetour(next)
		return
	}
	if ok {
		r.enter(next, false)
		return
	}
	r.asked, r.listed = nil, "" // the field's help comes with its question
	for _, field := range r.machine.Missing(step.ID) {
		r.out.problem(steps.Problem{Message: field.Label + " is still missing"})
	}
	r.told, r.chosen = true, true
}

// enter makes machine's step the current one. chosen says that the person asked for it.
func (r *lineRun) enter(machine steps.Machine, chosen bool) {
	r.machine = machine
	r.told, r.asked, r.listed, r.doubt, r.halted = false, nil, "", "", false
	r.chosen, r.saving, r.openable = chosen, false, ""
	r.saveDraft()
}

// pause waits on a step that asks nothing until its guidance is done.
func (r *lineRun) pause(ctx context.Context, step steps.Step) error {
	answer, err := r.ask(ctx, question{name: step.Title, prompt: "Press Enter when this is done"})
	if err != nil || answer.moved {
		return err
	}
	if answer.text != "" {
		r.out.para("Press Enter to go on, or type a command; ? lists them.")
		return nil
	}
	r.forward(step)
	return nil
}
