// Package lines is the session line by line: for screen readers, dumb terminals and pipes. Its output holds no control
// character but the line feed.
package lines

import (
	"bufio"
	"context"
	"io"
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// Options is what the line mode needs for one run.
type Options struct {
	session.Options
	In  io.Reader
	Out io.Writer // stderr: stdout is for results

	// ReadSecret writes prompt, reads one line without echo and ends at io.EOF; the line mode ends the line on Out.
	// TerminalSecret makes one. If it is nil, In is taken for a pipe: nothing is echoed, secrets are lines like others.
	ReadSecret func(prompt string) (string, error)

	Width int // columns to wrap at; 0 means 78
}

// Run walks the session's steps. The result has no Lines: they are on Out already. Errors: *InputEndedError when In ends
// at a question, terminal.ErrInterrupted when ctx is cancelled, else a failure to read or write.
func Run(ctx context.Context, opts Options) (session.Result, error) {
	r := newRun(opts)
	if err := r.begin(ctx); err != nil {
		return session.Result{}, err
	}
	for !r.over {
		if err := r.turn(ctx); err != nil {
			return session.Result{}, err
		}
		if r.out.err != nil {
			return session.Result{}, r.out.err
		}
	}
	result := r.session.Result()
	result.Lines = nil
	return result, nil
}

// run is one run of the line mode. Where it stands is the session's step and the fields asked on it so far.
type run struct {
	session session.Session
	opts    Options
	in      *input
	out     *printer

	told   bool                 // the step's heading and what to do are printed
	all    bool                 // the step's options are asked, too
	asked  []steps.Key          // the step's fields that are settled, in order
	listed steps.Key            // the field whose options are printed
	doubt  steps.Key            // the field whose live check failed: Enter keeps its value
	passed map[steps.Key]string // what live checks found right, as session.CheckedAbout has it
	chosen bool                 // the person went to this step with back or jump

	creation creation // of the step that makes the app registration

	openable string // the page that open opens, if not the step's own
	begun    bool   // the person has let this step's own work begin

	unlocks session.StoreState // the keyring as it was found, when the person has it looked at again
	saving  bool               // the store is usable, and saving with this verdict is wanted
	unready bool               // the person wants it saved although it is not ready
	over    bool
}

func newRun(opts Options) *run {
	return &run{
		session: session.New(opts.Options),
		opts:    opts,
		in:      &input{reader: bufio.NewReader(opts.In), readSecret: opts.ReadSecret},
		out:     &printer{out: opts.Out, width: opts.Width},
		passed:  map[steps.Key]string{},
	}
}

// turn does the next thing on the current step: ask one field, run the step's own work, or go on.
func (r *run) turn(ctx context.Context) error {
	step := r.session.Machine().Current()
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
	creates := r.session.CreationDue()
	if creates && !r.saving {
		return createStep{r}.prepare(ctx)
	}
	if field, ok := r.nextField(step); ok {
		if creates {
			r.creation, r.begun = creation{}, false // the plan was for other answers
		}
		return r.askField(ctx, field)
	}
	switch {
	case creates:
		return createStep{r}.work(ctx)
	case step.ID == catalog.StepToken:
		return r.test(ctx)
	case step.ID == catalog.StepSave:
		return r.save(ctx)
	}
	if !slices.ContainsFunc(step.Fields, r.asks) && !r.begun {
		return r.pause(ctx, question{name: step.Title, prompt: "Press Enter when this is done"}, func() { r.begun = true })
	}
	if r.session.LookDue() {
		return r.look(ctx)
	}
	r.forward(step)
	return nil
}

// asks reports whether a field is asked: one with a good default only under the options, or where a flag gave it.
func (r *run) asks(field steps.Field) bool {
	return !field.Advanced || r.all || r.opts.Start.Has(field.Key)
}

// hasOptions reports whether the step has fields that are not asked.
func (r *run) hasOptions(step steps.Step) bool {
	return slices.ContainsFunc(step.Fields, func(f steps.Field) bool { return !r.asks(f) })
}

// nextField returns the first field of step that is asked and not settled. With Replace, what the profile answers is
// settled.
func (r *run) nextField(step steps.Step) (steps.Field, bool) {
	for _, field := range step.Fields {
		if !r.asks(field) || r.settled(field.Key) || r.session.Replaces() && !r.chosen && r.fromProfile(field) {
			continue
		}
		return field, true
	}
	return steps.Field{}, false
}

// fromProfile reports whether the profile that is replaced answers field. A credential is asked for again.
func (r *run) fromProfile(field steps.Field) bool {
	if field.Kind == steps.Masked || field.Kind == steps.File || field.Key == steps.KeySecretExpires {
		return false
	}
	if field.Key == steps.KeyProfile {
		return r.session.Answers().Has(field.Key)
	}
	return field.Optional || field.Default != "" || r.session.Answers().Has(field.Key)
}

// passedOver reports whether a step has nothing for someone who only replaces a credential.
func (r *run) passedOver(step steps.Step) bool {
	if !r.session.Replaces() || r.chosen || step.ID == catalog.StepToken || step.ID == catalog.StepSave {
		return false
	}
	_, asks := r.nextField(step)
	return !asks && !r.told
}

// forward goes to the next step, or back to the questions of this one that still lack an answer.
func (r *run) forward(step steps.Step) {
	onDetour := r.session.OnDetour()
	next, moved := r.session.Next()
	switch {
	case moved == session.Stayed:
		r.asked, r.listed = nil, "" // the field's help comes with its question
		for _, field := range r.session.Machine().Missing(step.ID) {
			r.out.problem(steps.Problem{Message: field.Label + " is still missing"})
		}
		r.told, r.chosen = true, true
	case onDetour:
		r.followDetour(next)
	default:
		r.enter(next, false)
	}
}

// enter makes the next session's step the current one. chosen says that the person asked for it.
func (r *run) enter(next session.Session, chosen bool) {
	r.session = next
	r.told, r.all, r.asked, r.listed, r.doubt = false, false, nil, "", ""
	r.chosen, r.saving, r.openable, r.begun, r.creation = chosen, false, "", false, creation{}
	r.saveDraft()
}

// jumpTo goes to the step with id, on the person's word.
func (r *run) jumpTo(id catalog.StepID) bool {
	there, ok := r.session.Jump(id)
	if ok {
		r.enter(there, true)
	}
	return ok
}

// pause waits on a step that asks nothing until the person goes on.
func (r *run) pause(ctx context.Context, q question, onward func()) error {
	answer, err := r.ask(ctx, q)
	if err != nil || answer.moved {
		return err
	}
	if answer.text != "" {
		r.out.para("Press Enter to go on, or type a command; ? lists them.")
		return nil
	}
	onward()
	return nil
}
