package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/look"
	"appreg/ui/terminal"
)

// wizard is the one top-level model. Its parts are plain structs; none of them does IO.
// Whatever takes time is a command that captures values and answers with a message.
type wizard struct {
	ctx     context.Context
	options WizardOptions
	after   func(time.Duration, tea.Msg) tea.Cmd // gives the message after the time

	width, height int
	unicode       bool
	dark          bool
	theme         look.Theme

	machine steps.Machine
	form    form
	guide   int                  // lines of the guide scrolled away
	typed   map[steps.Key]string // visible text that was left before it was accepted
	checks  map[steps.Key]check

	test    testRun
	store   storeState
	save    saveRun
	draft   draftState
	detour  []catalog.StepID // portal steps that a change of flow added and that are still to be shown
	overlay overlay
	flash   flash
	spin    spinner
	accept  pending // an answer that is being judged, where that reads a file
	seq     int     // the last number given to a command

	text    []string // the scrolling part of the screen, in lines
	sidebar []string // the step list, in lines
	textKey textKey  // what they were made for
	version int      // counts the changes that they depend on
	scroll  int      // how far text can be scrolled

	outcome     Outcome
	interrupted bool // by ctrl+c
	lines       []string
}

// spinner turns while something is under way.
type spinner struct {
	frame   int
	turning bool
}

// flash is a message that stays until the next key.
type flash struct {
	level level
	text  string
}

// level says how a remark is meant.
type level int

const (
	quiet level = iota
	good
	warning
	bad
)

func newWizard(ctx context.Context, options WizardOptions) wizard {
	if options.Replace {
		options.Services.Drafts = nil // a rotation is no unfinished registration: it leaves a draft alone
	}
	options.Env.Taken = taken(options.Services.Saver, options.Replace)
	w := wizard{
		ctx: ctx, options: options, after: after,
		unicode: terminal.Unicode(options.Environ),
		typed:   map[steps.Key]string{}, checks: map[steps.Key]check{},
	}
	w.draft.held = options.Services.Drafts != nil
	w.dark, w.theme = true, look.New(true, w.unicode)
	if options.Profile != "" {
		w.options.Start = w.options.Start.With(steps.KeyProfile, options.Profile)
	}
	start := w.options.Start
	w.machine = steps.New(options.Env, start)
	if start.Flow() != "" {
		w.machine = w.machine.Resume()
	}
	w.form = newForm(w.machine, w.typed)
	return w
}

// taken gives the names that a new profile cannot have: none where one is replaced.
func taken(saver Saver, replace bool) []string {
	if saver == nil || replace {
		return nil
	}
	return saver.Names()
}

// after gives msg once d has passed.
func after(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Init asks for the terminal's background, which answers or not, loads the draft and has given answers checked.
func (w wizard) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, w.loadDraft(), func() tea.Msg { return checkGivenMsg{} })
}

// next gives a new number for a command whose answer must be told from older ones.
func (w *wizard) next() int {
	w.seq++
	return w.seq
}

// result is what is left behind.
func (w wizard) result() Result {
	r := Result{Outcome: w.outcome, Lines: w.lines}
	if w.test.state == testDone || w.outcome == Saved || w.outcome == NotSaved && w.options.SkipTest {
		r.Report = asLeft(w.report(), w.outcome, w.machine.Answers().Get(steps.KeyProfile))
	}
	return r
}

// report is the last test's, or one that says that none was made.
func (w wizard) report() report.Report {
	if w.test.state == testDone {
		return w.test.report
	}
	return untestedReport(w.machine.Answers(), w.options.Services.Now())
}
