package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"appreg/internal/sanitize"
	"appreg/store"
)

// Streams is what the commands see of the outside: three streams, what is known of them, and the environment.
type Streams struct {
	In        io.Reader
	Out, Err  io.Writer
	Environ   []string
	InTTY     bool // In is a terminal
	ErrTTY    bool // Err is a terminal: the wizard draws there
	OutTTY    bool
	OutFile   bool                                       // Out is a regular file
	Keyring   store.Backend                              // nil: the system's
	VaultWork int                                        // cost of a new vault's passphrase; 0: the usual
	Browser   func(url string) error                     // opens a page; nil: in the system's browser
	Wait      func(context.Context, time.Duration) error // lets time pass, between requests and in a sign-in; nil: for real
	Width     int                                        // of Err's terminal, 0 if unknown
	Height    int
}

// System returns the process's own streams.
func System() Streams {
	s := Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environ: os.Environ(),
		InTTY:  term.IsTerminal(int(os.Stdin.Fd())),
		OutTTY: term.IsTerminal(int(os.Stdout.Fd())),
		ErrTTY: term.IsTerminal(int(os.Stderr.Fd())),
	}
	if info, err := os.Stdout.Stat(); err == nil {
		s.OutFile = info.Mode().IsRegular()
	}
	if s.ErrTTY {
		s.Width, s.Height, _ = term.GetSize(int(os.Stderr.Fd())) // 0x0 leads to line mode
	}
	return s
}

// Env returns an environment variable; the last entry of a name counts, as for a process.
func (s Streams) Env(name string) string {
	for i := len(s.Environ) - 1; i >= 0; i-- {
		if entry := s.Environ[i]; len(entry) > len(name) && entry[len(name)] == '=' && entry[:len(name)] == name {
			return entry[len(name)+1:]
		}
	}
	return ""
}

// noteMark begins a remark on standard error.
const noteMark = "appreg: note: "

// note writes a remark to stderr, cleaned here once: what it repeats can be from outside.
func (s Streams) note(format string, args ...any) {
	fmt.Fprintln(s.Err, noteMark+sanitize.Line(fmt.Sprintf(format, args...)))
}
