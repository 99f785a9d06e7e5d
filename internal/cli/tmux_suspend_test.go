package cli_test

import (
	"testing"

	"appreg/internal/longtest"
)

// TestSuspendInTmux: ctrl+z goes back to a shell that continues jobs. Where no shell could, the kernel stops nobody, and
// the screen comes back: a person who saw none would type the secret into the bare terminal.
func TestSuspendInTmux(t *testing.T) {
	longtest.Only(t)
	setup := buildProgram(t) + " setup"
	home := []string{"APPREG_HOME=" + t.TempDir()}

	t.Run("jobs", func(t *testing.T) {
		s := newScreen(t, 80, 24, home, "PS1='shell> ' bash --norc --noprofile -i")
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
	t.Run("no jobs", func(t *testing.T) {
		s := newScreen(t, 80, 24, home, setup)
		s.wait("● Lifecycle Services")
		s.press("C-z", "Down")
		s.wait("● Power Platform")
	})
}
