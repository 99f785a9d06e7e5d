package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/longtest"
)

// screenWait is how long a program may take to show what a test waits for. It's used up only where that never comes.
const screenWait = 30 * time.Second

// screen is a program in a tmux pane of its own server.
type screen struct {
	t      *testing.T
	socket string
}

// newScreen runs command in a pane of the given size. The pane stays after the command's end and shows its exit code.
func newScreen(t *testing.T, width, height int, environ []string, command string) *screen {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	s := &screen{t: t, socket: filepath.Join(t.TempDir(), "tmux")}
	args := []string{"-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(width), "-y", fmt.Sprint(height)}
	for _, entry := range environ {
		args = append(args, "-e", entry)
	}
	s.tmux(append(args, command+`; echo "exit code $?"; exec sleep 600`)...)
	t.Cleanup(func() {
		pane, _ := exec.Command("tmux", "-S", s.socket, "display-message", "-p", "#{pane_pid}").Output()
		_ = exec.Command("tmux", "-S", s.socket, "kill-server").Run()
		awaitSessionEnd(strings.TrimSpace(string(pane)))
	})
	return s
}

// awaitSessionEnd waits until no process of a pane's session is left: one that ends still writes its draft, into a folder that
// the test deletes.
func awaitSessionEnd(leader string) {
	for begun := time.Now(); leader != "" && time.Since(begun) < screenWait; time.Sleep(10 * time.Millisecond) {
		stats, _ := filepath.Glob("/proc/[0-9]*/stat")
		left := slices.ContainsFunc(stats, func(path string) bool {
			content, _ := os.ReadFile(path)
			_, behind, _ := strings.Cut(string(content), ") ") // the name before it can have blanks
			fields := strings.Fields(behind)
			return len(fields) > 3 && fields[3] == leader && fields[0] != "Z"
		})
		if !left {
			return
		}
	}
}

func (s *screen) tmux(args ...string) string {
	s.t.Helper()
	output, err := exec.Command("tmux", append([]string{"-S", s.socket}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %v: %v\n%s", args, err, output)
	}
	return string(output)
}

// text is what the screen shows.
func (s *screen) text() string {
	s.t.Helper()
	return s.tmux("capture-pane", "-p")
}

// wait waits until the screen shows all of the texts; line breaks do not matter.
func (s *screen) wait(texts ...string) {
	s.t.Helper()
	deadline := time.Now().Add(screenWait)
	for {
		shown := strings.Join(strings.Fields(strings.ReplaceAll(s.text(), "│", " ")), " ") // boxes frame their lines
		missing := ""
		for _, text := range texts {
			if !strings.Contains(shown, text) {
				missing = text
			}
		}
		if missing == "" {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen never showed %q:\n%s", missing, s.text())
		}
		time.Sleep(20 * time.Millisecond) // a poll, not a guess: the deadline decides
	}
}

// press presses keys by tmux's names.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	s.tmux(append([]string{"send-keys"}, keys...)...)
}

// fillUntil lets the demo fill in field after field until the screen shows text.
func (s *screen) fillUntil(text string) {
	s.t.Helper()
	for range 60 {
		if strings.Contains(strings.Join(strings.Fields(s.settled()), " "), text) {
			return
		}
		s.press("C-f")
		s.settled()
		s.press("Enter")
	}
	s.t.Fatalf("the screen never showed %q:\n%s", text, s.text())
}

// settled waits until the screen has stood still for a while, so that no spinner turns, and returns it.
func (s *screen) settled() string {
	s.t.Helper()
	deadline := time.Now().Add(screenWait)
	last, since := s.text(), time.Now()
	for time.Since(since) < 250*time.Millisecond && time.Now().Before(deadline) {
		time.Sleep(30 * time.Millisecond)
		if now := s.text(); now != last {
			last, since = now, time.Now()
		}
	}
	return last
}

// TestDemoInTmux walks the demo's Business Central story: check, explanation, fix, ready, saved.
func TestDemoInTmux(t *testing.T) {
	longtest.Only(t)

	program := buildProgram(t)
	for _, size := range [][2]int{{80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			s := newScreen(t, size[0], size[1], []string{"APPREG_HOME=" + home}, program+" demo")
			s.wait("SIMULATED", "What do you want to call?")
			s.press("Down", "Down", "Down", "Enter")
			s.wait("✓ What do you want")
			s.press("4") // client secret
			s.press("1") // in the portal
			s.wait("Register an app")
			s.fillUntil("One thing to fix")
			s.wait("Missing from the token")
			s.press("e")
			s.wait("granted admin")
			s.press("t")
			s.wait("Ready: all checks passed")
			s.press("Enter")
			s.wait("Profile name")
			s.fillUntil("Saved. It works.")
			s.press("q")
			s.wait("exit code 0")
			if entries, err := os.ReadDir(home); err != nil || len(entries) > 0 {
				t.Errorf("the demo left %v behind (%v)", entries, err)
			}
		})
	}
}
