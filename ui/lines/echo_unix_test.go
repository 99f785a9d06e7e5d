//go:build unix

package lines

import (
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// hiddenQuestion is a secret that is asked for on a terminal.
type hiddenQuestion struct {
	t             *testing.T
	master, slave *os.File
	shown         *lockedOut
	restore       func()
	answers       chan string
}

// askHidden returns when the question is on the screen.
func askHidden(t *testing.T) *hiddenQuestion {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = master.Close() })
	q := &hiddenQuestion{t: t, master: master, slave: slave, shown: &lockedOut{}, answers: make(chan string, 1)}
	go func() { _, _ = io.Copy(q.shown, master) }()
	read, restore, err := TerminalSecret(int(slave.Fd()), slave)
	if err != nil {
		t.Fatal(err)
	}
	q.restore = restore
	go func() {
		text, _ := read("Client secret: ")
		q.answers <- text
	}()
	q.waitFor("Client secret: ", 1)
	return q
}

func (q *hiddenQuestion) waitFor(text string, times int) {
	q.t.Helper()
	for range 1000 {
		if strings.Count(q.shown.String(), text) >= times {
			return
		}
		time.Sleep(10 * time.Millisecond) // a poll
	}
	q.t.Fatalf("%q was never shown %d times: %q", text, times, q.shown)
}

func (q *hiddenQuestion) typeIn(text string) {
	q.t.Helper()
	if _, err := q.master.WriteString(text); err != nil {
		q.t.Fatal(err)
	}
}

// TestTerminalSecretAfterAStop: a shell has had the terminal, and left the echo on.
func TestTerminalSecretAfterAStop(t *testing.T) {
	q := askHidden(t)
	q.restore() // the shell's settings
	if err := syscall.Kill(os.Getpid(), syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	q.waitFor("Client secret: ", 2)
	q.typeIn(stageSecret + "\n")
	if got := <-q.answers; got != stageSecret {
		t.Errorf("read %q", got)
	}
	_, _ = q.slave.WriteString("end")
	q.waitFor("end", 1)
	if strings.Contains(q.shown.String(), stageSecret) {
		t.Error("the secret was shown")
	}
}

// TestTerminalSecretLeftBehind: of a read that an interrupt ends nothing stays for the shell to take as a command.
func TestTerminalSecretLeftBehind(t *testing.T) {
	q := askHidden(t)
	q.typeIn(stageSecret)
	for range 100 { // the kernel hands on what was typed when it has the time, and nobody can see it arrive
		q.restore()
		time.Sleep(10 * time.Millisecond)
	}
	q.typeIn("\n")
	if got := <-q.answers; got != "" {
		t.Errorf("%q was left", got)
	}
}
