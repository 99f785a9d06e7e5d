package terminal

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
)

// leave undoes every mode that the wizard sets: keyboard protocols, bracketed paste, alternate screen, hidden cursor,
// progress bar, synchronized output, grapheme widths, cursor shape, style.
const leave = "\x1b[0 q\x1b[?2027l\x1b[>4;0m\x1b[<u\x1b[?2004l\x1b[?2026l\x1b]9;4;0\a\x1b[?1049l\x1b[?25h\x1b[0m"

// catch takes over the signals that end a program. It is called before the terminal is made raw: a signal in between
// would leave it raw.
func catch() (<-chan os.Signal, func()) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	return signals, func() { signal.Stop(signals) }
}

// modes is the state of the terminal before the program.
type modes struct {
	files  []fder
	states []*term.State
	output *os.File
}

type fder interface{ Fd() uintptr }

func remember(input File, output *os.File) modes {
	m := modes{output: output}
	for _, file := range []fder{input, output} {
		if state, err := term.GetState(file.Fd()); err == nil {
			m.files, m.states = append(m.files, file), append(m.states, state)
		}
	}
	return m
}

// wholeScreen takes back a scroll region, which Bubble Tea may leave behind; the cursor stays where it is.
const wholeScreen = "\x1b7\x1b[r\x1b8"

// restore sets the scroll region and the line settings back. It is harmless where the program has done so already.
func (m modes) restore() {
	_, _ = m.output.WriteString(wholeScreen)
	for i, file := range m.files {
		_ = term.Restore(file.Fd(), m.states[i])
	}
}

// reset also leaves the modes of the screen, for a program that could not do so itself.
func (m modes) reset() {
	_, _ = m.output.WriteString(leave)
	m.restore()
}
