//go:build linux

package cli_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"appreg/internal/longtest"
)

// TestSuspendInTmux: ctrl+z goes back to a shell that continues jobs. Where no shell could, the kernel stops nobody, and
// the screen comes back: a person who saw none would type the secret into the bare terminal.
func TestSuspendInTmux(t *testing.T) {
	longtest.Only(t)
	setup := buildProgram(t) + " setup"
	home := func(t *testing.T) []string { return []string{"APPREG_HOME=" + t.TempDir()} }

	t.Run("jobs", func(t *testing.T) {
		s := newScreen(t, 80, 24, home(t), "PS1='shell> ' bash --norc --noprofile -i")
		s.wait("shell>")
		s.press(setup, "Enter")
		s.wait("● Lifecycle Services")
		s.press("C-z")
		s.wait("Stopped", "shell>")
		s.press("stty -a | grep -o ' icanon.* echo '", "Enter")
		s.wait("icanon iexten echo")
		s.press("fg", "Enter")
		s.wait("● Lifecycle Services")
	})
	t.Run("stopped by somebody else", func(t *testing.T) {
		s := newScreen(t, 80, 24, home(t), "PS1='shell> ' bash --norc --noprofile -i")
		s.wait("shell>")
		s.press(setup+" --flow password --username u@contoso.com --api power-apps", "Enter")
		s.wait("› Tenant")
		for range 15 { // what begins to draw too early isn't drawn every time
			job := s.stopJob()
			s.wait("Stopped", "shell>")
			s.press("clear; fg", "Enter")
			s.waitForJob(job)
			s.wait("› Tenant", "┃ e.g. contoso")
		}
		s.press("typed")
		s.wait("┃ typed") // by the wizard, not echoed by the terminal
		if text := s.text(); strings.Contains(text, "Stopped") || strings.Contains(text, "shell>") {
			t.Errorf("not drawn anew:\n%s", text)
		}
	})
	t.Run("revealed", func(t *testing.T) {
		s := newScreen(t, 80, 24, home(t), "PS1='shell> ' bash --norc --noprofile -i")
		s.wait("shell>")
		s.press(setup+" --flow client-secret --api power-apps --tenant contoso.com --client-id 0f8fad5b-d9cb-469f-a165-70867728950e", "Enter")
		s.wait("› Client secret")
		s.press("abc8Q~canary", "F4")
		s.wait("abc8Q~canary")
		job := s.stopJob()
		s.wait("Stopped", "shell>")
		s.press("clear; fg", "Enter")
		s.waitForJob(job)
		s.wait("› Client secret", "••••")
		if text := s.text(); strings.Contains(text, "canary") {
			t.Errorf("shown again:\n%s", text)
		}
	})
	t.Run("no jobs", func(t *testing.T) {
		s := newScreen(t, 80, 24, home(t), setup)
		s.wait("● Lifecycle Services")
		s.press("C-z", "Down")
		s.wait("● Power Platform")
	})
}

// stopJob stops the process that the shell in the pane has started, and returns its id.
func (s *screen) stopJob() int {
	s.t.Helper()
	pane := strings.TrimSpace(s.tmux("display-message", "-p", "#{pane_pid}"))
	for range 2 { // the pane's own shell, and the one in it
		children, err := os.ReadFile("/proc/" + pane + "/task/" + pane + "/children")
		if err != nil {
			s.t.Fatal(err)
		}
		pane = strings.TrimSpace(string(children))
	}
	pid, err := strconv.Atoi(pane)
	if err != nil {
		s.t.Fatalf("one process was expected: %v", err)
	}
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		s.t.Fatal(err)
	}
	return pid
}

// waitForJob waits until a process that was stopped goes on. Until then the screen may show what it drew before.
func (s *screen) waitForJob(pid int) {
	s.t.Helper()
	for deadline := time.Now().Add(screenWait); ; time.Sleep(5 * time.Millisecond) { // a poll
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			s.t.Fatal(err)
		}
		if !strings.Contains(string(stat), ") T ") {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("process %d stays stopped:\n%s", pid, s.text())
		}
	}
}
