//go:build linux

package cli_test

import (
	"bytes"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A password that was not saved is asked for on the terminal, without echo; the token alone goes to stdout.
func TestTokenAsksOnATerminal(t *testing.T) {
	w := newWorkplace(t)
	c := w.cases["works-lcs-password"]
	if _, stderr, code := w.run(t, "setup", "--no-input", "--skip-test", "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant,
		"--client-id", c.ClientID, "--username", c.Username, "--profile", "asks", "--secret-file", secretFile(t, c.Password)); code != 0 {
		t.Fatal(stderr)
	}
	t.Cleanup(func() { w.run(t, "remove", "asks") })

	out, screen, code := w.typing(t, c.Password+"\r", "token", "asks")
	if code != 0 || !strings.HasPrefix(out, "eyJ") || strings.Count(out, "\n") != 1 {
		t.Errorf("ended with %d: %q\n%s", code, out, screen)
	}
	if !strings.Contains(screen, "Password of "+c.Username) || strings.Contains(screen, c.Password) {
		t.Errorf("screen:\n%s", screen)
	}
	if again, _, code := w.run(t, "token", "asks"); code != 0 || again != out {
		t.Errorf("the next call without a terminal ended with %d", code)
	}
	if _, screen, code := w.typing(t, "\x03", "token", "asks", "--refresh"); code != 0 {
		t.Errorf("with a refresh token nobody is asked: %d\n%s", code, screen)
	}

	w.sim.RevokeSessions(c.Username)
	for keys, want := range map[string]int{"\x03": 130, "\r": 2} {
		if out, screen, code := w.typing(t, keys, "token", "asks", "--refresh"); code != want || out != "" {
			t.Errorf("typing %q ended with %d, want %d\n%s", keys, code, want, screen)
		}
	}
	if _, screen, code := w.typing(t, "", "token", "asks", "--no-input"); code != 3 || !strings.Contains(screen, "appreg token asks") {
		t.Errorf("--no-input ended with %d\n%s", code, screen)
	}
}

// typing runs the program with a terminal for stdin and stderr and types keys once it is asked for a password.
func (w *workplace) typing(t *testing.T, keys string, args ...string) (stdout, screen string, code int) {
	t.Helper()
	return w.answering(t, []string{"not saved): "}, []string{keys}, args...)
}

// answering runs the program with a terminal for stdin and stderr and types keys, each once its question is shown.
func (w *workplace) answering(t *testing.T, questions, keys []string, args ...string) (stdout, screen string, code int) {
	t.Helper()
	master, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	var out, shown bytes.Buffer
	cmd := w.command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, &out, terminal
	cmd.SysProcAttr = ownTerminal()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	hung := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer hung.Stop()
	typed, seen, block := 0, 0, make([]byte, 4096)
	for {
		n, err := master.Read(block) // ends when the program does
		shown.Write(block[:n])
		if typed < len(keys) && strings.Contains(shown.String()[seen:], questions[typed]) {
			seen = shown.Len()
			if _, err := io.WriteString(master, keys[typed]); err != nil {
				t.Fatal(err)
			}
			typed++
		}
		if err != nil {
			break
		}
	}
	_ = cmd.Wait()
	return out.String(), shown.String(), cmd.ProcessState.ExitCode()
}

// ownTerminal makes standard input the controlling terminal, so that ctrl+c becomes a signal.
func ownTerminal() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true, Setctty: true} }
