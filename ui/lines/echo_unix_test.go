//go:build unix

package lines

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// shownText is what a terminal shows.
type shownText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *shownText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shownText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *shownText) waitFor(t *testing.T, text string, times int) {
	t.Helper()
	for range 1000 {
		if strings.Count(s.String(), text) >= times {
			return
		}
		time.Sleep(10 * time.Millisecond) // a poll
	}
	t.Fatalf("%q was never shown %d times: %q", text, times, s)
}

// TestTerminalSecretAfterAStop: a shell has had the terminal, and left the echo on.
func TestTerminalSecretAfterAStop(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = master.Close() }()
	fd := int(slave.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		t.Fatal(err)
	}
	shown := &shownText{}
	go func() { _, _ = io.Copy(shown, master) }()
	read, _, err := TerminalSecret(fd, slave)
	if err != nil {
		t.Fatal(err)
	}
	answers := make(chan string, 1)
	go func() {
		text, _ := read("Client secret: ")
		answers <- text
	}()
	shown.waitFor(t, "Client secret: ", 1)
	if err := term.Restore(fd, before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	shown.waitFor(t, "Client secret: ", 2)
	if _, err := master.WriteString(stageSecret + "\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got != stageSecret {
		t.Errorf("read %q", got)
	}
	_, _ = slave.WriteString("end")
	shown.waitFor(t, "end", 1)
	if strings.Contains(shown.String(), stageSecret) {
		t.Error("the secret was shown")
	}
}

// TestTerminalSecretLeftBehind: of a read that an interrupt ends nothing stays for the shell to take as a command.
func TestTerminalSecretLeftBehind(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = master.Close() }()
	shown := &shownText{}
	go func() { _, _ = io.Copy(shown, master) }()
	read, restore, err := TerminalSecret(int(slave.Fd()), slave)
	if err != nil {
		t.Fatal(err)
	}
	answers := make(chan string, 1)
	go func() {
		text, _ := read("Client secret: ")
		answers <- text
	}()
	shown.waitFor(t, "Client secret: ", 1)
	time.Sleep(50 * time.Millisecond) // the library sets the terminal once more behind the prompt
	if _, err := master.WriteString(stageSecret); err != nil {
		t.Fatal(err)
	}
	for range 100 { // the kernel hands on what was typed when it has the time, and nobody can see it arrive
		restore()
		time.Sleep(10 * time.Millisecond)
	}
	if _, err := master.WriteString("\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got != "" {
		t.Errorf("%q was left", got)
	}
}
