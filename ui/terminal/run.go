package terminal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"appreg/internal/quiet"
)

// ErrInterrupted is returned when a signal, the context, ctrl+c or the loss of the terminal ended the program.
var ErrInterrupted = errors.New("interrupted")

// Options says where and how a program runs.
type Options struct {
	Input   File
	Output  *os.File
	Environ []string
	Profile colorprofile.Profile
	Grace   time.Duration // how long the program may take to end; 0 means a second
	Drawn   func()        // is called once, when the first frame has been drawn, and must return at once; nil: nobody is told
}

// fps is Bubble Tea's highest frame rate. Its latency is its frame clock, so this halves it.
const fps = 120

type ended struct {
	model tea.Model
	err   error
}

// Run runs model until it quits and returns the model's last state. The error is ErrInterrupted when the program was
// ended from outside or by tea.Interrupt. However it ends, the terminal is as it was before.
func Run(ctx context.Context, model tea.Model, options Options) (tea.Model, error) {
	quiet.Drop() // Bubble Tea reads its own from the process, not from WithEnvironment
	signals, stopSignals := catch()
	defer stopSignals()
	resumes, stopResumes := catchResumes()
	defer stopResumes()
	before := remember(options.Input, options.Output)
	defer before.restore()

	running, over := context.WithCancel(ctx)
	defer over()
	gone := make(chan error, 1)
	program := tea.NewProgram(model,
		tea.WithInput(NewInput(options.Input, func(err error) { gone <- err })),
		tea.WithOutput(watch(options.Output, options.Drawn)),
		tea.WithEnvironment(keptEnviron(options.Environ)),
		tea.WithColorProfile(options.Profile),
		tea.WithFPS(fps),
		tea.WithoutSignalHandler(),
		tea.WithFilter(filter(running, options.Output)),
	)
	done := make(chan ended, 1)
	go func() {
		last, err := program.Run()
		done <- ended{last, err}
	}()
	for {
		select {
		case end := <-done:
			return end.model, plain(end.err)
		case <-resumes:
			go redraw(program, options.Input)
		case <-ctx.Done():
			return stop(program, done, before, options.Grace), fmt.Errorf("%w: %w", ErrInterrupted, context.Cause(ctx))
		case signal := <-signals:
			return stop(program, done, before, options.Grace), fmt.Errorf("%w by %s", ErrInterrupted, signal)
		case err := <-gone:
			return stop(program, done, before, options.Grace), fmt.Errorf("%w: terminal gone: %w", ErrInterrupted, err)
		}
	}
}

// redraw sets the terminal's modes once more and draws everything: a shell has had the terminal since the process was
// stopped, and would show what is typed. The model is told first, as after Bubble Tea's own suspension, which leaves nothing
// to change here.
func redraw(program *tea.Program, input fder) {
	program.Send(tea.ResumeMsg{})
	program.Send(tea.Exec(pause{input}, nil)())
	program.Send(tea.ClearScreen())
}

// pause is a command for which the terminal is released. Bubble Tea ends its frame clock beside the event loop: one that began
// again at once would be the one that is stopped, and nothing would be drawn any more. What is typed meanwhile isn't echoed.
type pause struct{ input fder }

func (p pause) Run() error {
	if released, err := term.MakeRaw(p.input.Fd()); err == nil {
		defer func() { _ = term.Restore(p.input.Fd(), released) }()
	}
	time.Sleep(50 * time.Millisecond)
	return nil
}

func (pause) SetStdin(io.Reader)  {}
func (pause) SetStdout(io.Writer) {}
func (pause) SetStderr(io.Writer) {}

// The largest screen that is drawn, in cells.
const (
	maxWidth  = 500
	maxHeight = 300
)

// filter sees every message before Bubble Tea and the model do, until ctx is over.
func filter(ctx context.Context, output *os.File) func(tea.Model, tea.Msg) tea.Msg {
	resumed := context.CancelFunc(func() {})
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg := msg.(type) {
		case tea.WindowSizeMsg:
			return trueSize(output, msg)
		case tea.SuspendMsg:
			resumed()
			var suspended context.Context
			suspended, resumed = context.WithCancel(ctx)
			resumeUnlessStopped(suspended)
		case tea.ResumeMsg:
			resumed()
		}
		return msg
	}
}

// trueSize returns the screen's size as the system knows it, size if it knows none. A terminal can report another one in
// its input, which nobody asked for, and the buffer for 9999 times 9999 cells takes half a gigabyte.
func trueSize(output *os.File, size tea.WindowSizeMsg) tea.WindowSizeMsg {
	if width, height, err := term.GetSize(output.Fd()); err == nil {
		size = tea.WindowSizeMsg{Width: width, Height: height}
	}
	return tea.WindowSizeMsg{Width: min(size.Width, maxWidth), Height: min(size.Height, maxHeight)}
}

// stop ends the program: asks it to quit, and if it does not, leaves it behind with the terminal restored.
// It returns the last model, nil if the program did not end. Bubble Tea's own Kill is no help against a program that
// hangs: it waits for the same goroutines, and closes the input under the one that reads it.
func stop(program *tea.Program, done <-chan ended, before modes, grace time.Duration) tea.Model {
	go program.Quit()
	if end, ok := within(done, cmp.Or(grace, time.Second)); ok {
		return end.model
	}
	before.reset()
	return nil
}

func within(done <-chan ended, grace time.Duration) (ended, bool) {
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case end := <-done:
		return end, true
	case <-timer.C:
		return ended{}, false
	}
}

// plain maps Bubble Tea's errors, which read as if the program had been killed.
func plain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrInterrupted):
		return ErrInterrupted
	default:
		return fmt.Errorf("couldn't run the full screen: %w", err)
	}
}
