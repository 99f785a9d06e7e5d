//go:build unix

package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// model quits on q and ctrl+c and hangs for ever on h.
type model struct {
	ready func()
	sized func(tea.WindowSizeMsg)
	stuck chan struct{}
}

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "q", "ctrl+c":
			return m, tea.Quit
		case "h":
			m.ready()
			<-m.stuck
		}
	}
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		m.sized(size)
		m.ready()
	}
	return m, nil
}

func (m model) View() tea.View {
	view := tea.NewView("hello")
	view.AltScreen = true
	return view
}

// stage is a pseudo-terminal with the program in it.
type stage struct {
	t      *testing.T
	master *os.File
	tty    *os.File
	before *term.State
	ready  chan struct{}
	done   chan error
	cancel context.CancelFunc
	hangs  bool // the library still holds the terminal: it stays open
	mu     sync.Mutex
	sizes  []tea.WindowSizeMsg
	out    bytes.Buffer
}

func start(t *testing.T) *stage {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &stage{t: t, master: master, tty: tty, before: before, ready: make(chan struct{}, 8), done: make(chan error, 1), cancel: cancel}
	stuck := make(chan struct{})
	t.Cleanup(func() {
		cancel()
		if !s.hangs {
			close(stuck)
			_ = master.Close()
			_ = tty.Close()
		}
	})
	go func() { _, _ = io.Copy(s, master) }()
	m := model{ready: func() { s.ready <- struct{}{} }, sized: s.resized, stuck: stuck}
	go func() {
		_, err := Run(ctx, m, Options{Input: tty, Output: tty, Environ: []string{"TERM=xterm"}, Profile: colorprofile.ASCII, Grace: 100 * time.Millisecond})
		s.done <- err
	}()
	s.wait(s.ready)
	return s
}

func (s *stage) resized(size tea.WindowSizeMsg) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes = append(s.sizes, size)
}

// Write collects what the program draws.
func (s *stage) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(p)
}

func (s *stage) drawn() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.String()
}

func (s *stage) wait(c <-chan struct{}) {
	s.t.Helper()
	select {
	case <-c:
	case <-time.After(10 * time.Second):
		s.t.Fatal("nothing happens")
	}
}

func (s *stage) press(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// ended returns Run's error and checks that the line settings are as before.
func (s *stage) ended(settings bool) error {
	s.t.Helper()
	select {
	case err := <-s.done:
		after, stateErr := term.GetState(s.tty.Fd())
		if settings && (stateErr != nil || !reflect.DeepEqual(after, s.before)) {
			s.t.Errorf("the terminal's settings changed: %v", stateErr)
		}
		return err
	case <-time.After(10 * time.Second):
		s.t.Fatal("Run does not end")
		return nil
	}
}

func TestRunQuits(t *testing.T) {
	s := start(t)
	s.press("q")
	if err := s.ended(true); err != nil {
		t.Error(err)
	}
}

// TestRunSurvivesHostileInput passes what makes the decoder panic alone, and takes ctrl+c after it.
func TestRunSurvivesHostileInput(t *testing.T) {
	for _, hostile := range []string{"", "\x1b[" + strings.Repeat("1;", 40) + "m", "\x1b^" + strings.Repeat("x", 9000), "\x1b[200~" + strings.Repeat("x", 40000)} {
		s := start(t)
		s.press(hostile + "\x03")
		if err := s.ended(true); err != nil {
			t.Error(err)
		}
	}
}

// TestPlain maps Bubble Tea's words for an interrupt.
func TestPlain(t *testing.T) {
	if err := plain(nil); err != nil {
		t.Error(err)
	}
	if err := plain(tea.ErrInterrupted); !errors.Is(err, ErrInterrupted) || errors.Is(err, tea.ErrInterrupted) {
		t.Error(err)
	}
	if err := plain(io.ErrShortWrite); !errors.Is(err, io.ErrShortWrite) || errors.Is(err, ErrInterrupted) {
		t.Error(err)
	}
}

func TestRunIsInterrupted(t *testing.T) {
	ways := map[string]func(*stage){
		"context": func(s *stage) { s.cancel() },
		"SIGINT":  func(*stage) { _ = syscall.Kill(os.Getpid(), syscall.SIGINT) },
		"SIGTERM": func(*stage) { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM) },
		"SIGHUP":  func(*stage) { _ = syscall.Kill(os.Getpid(), syscall.SIGHUP) },
		"SIGQUIT": func(*stage) { _ = syscall.Kill(os.Getpid(), syscall.SIGQUIT) },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			way(s)
			if err := s.ended(true); !errors.Is(err, ErrInterrupted) {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestRunLeavesAHangingProgram restores the terminal although the program never answers again.
func TestRunLeavesAHangingProgram(t *testing.T) {
	s := start(t)
	s.hangs = true
	s.press("h")
	s.wait(s.ready)
	s.cancel()
	if err := s.ended(true); !errors.Is(err, ErrInterrupted) {
		t.Errorf("%v", err)
	}
	for range 100 {
		if strings.Contains(s.drawn(), "\x1b[?1049l") {
			return
		}
		s.wait(tick())
	}
	t.Errorf("the alternate screen stays: %q", s.drawn())
}

// tick is a moment in which the pseudo-terminal can pass on what was written.
func tick() <-chan struct{} {
	c := make(chan struct{})
	time.AfterFunc(10*time.Millisecond, func() { close(c) })
	return c
}

// TestRunKnowsItsSize does not believe a size that comes as input.
func TestRunKnowsItsSize(t *testing.T) {
	s := start(t)
	s.press("\x1b[48;9999;9999;1;1t")
	s.wait(s.ready)
	s.press("q")
	if err := s.ended(true); err != nil {
		t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, size := range s.sizes {
		if size != (tea.WindowSizeMsg{Width: 80, Height: 24}) {
			t.Errorf("%+v", size)
		}
	}
	if got := trueSize(os.NewFile(^uintptr(0), "none"), tea.WindowSizeMsg{Width: 9999, Height: 9999}); got != (tea.WindowSizeMsg{Width: maxWidth, Height: maxHeight}) {
		t.Error("an unknown size is not bounded")
	}
}

// TestRunEndsWithItsTerminal ends when the terminal is closed without a signal.
func TestRunEndsWithItsTerminal(t *testing.T) {
	s := start(t)
	if err := s.master.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.ended(false); !errors.Is(err, ErrInterrupted) || !strings.Contains(err.Error(), "terminal gone") {
		t.Errorf("%v", err)
	}
}

// TestRunWritesNoTrace: Bubble Tea would log every key.
func TestRunWritesNoTrace(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	t.Setenv("TEA_TRACE", trace)
	t.Setenv("TEA_DEBUG", "1")
	s := start(t)
	s.press("secretq")
	if err := s.ended(true); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(trace); !errors.Is(err, os.ErrNotExist) {
		t.Error("a trace was written")
	}
}
