package cli_test

import (
	"fmt"
	"testing"

	"appreg/internal/longtest"
)

// TestCreateInTmux walks the demo's story of an app registration that is created: a policy forbids the secret, a role is
// missing, a higher admin puts both right; then the changes are made, tested and saved.
func TestCreateInTmux(t *testing.T) {
	longtest.Only(t)

	program := buildProgram(t)
	for _, size := range [][2]int{{100, 30}, {80, 24}, {40, 15}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			s := newScreen(t, size[0], size[1], []string{"APPREG_HOME=" + t.TempDir()}, program+" demo")
			s.wait("SIMULATED", "What do you want to call?")
			s.press("4")
			s.wait("How will it sign in?")
			s.settled()
			s.press("4") // client secret
			s.wait("The app registration?")
			s.settled()
			s.press("2") // create it
			s.wait("Tenant")
			s.fillUntil("The tenant doesn't allow this")
			s.press("e")
			s.wait("a Security Administrator allowed")
			s.press("Enter")
			s.wait("Make these 7 changes?", "e fix")
			s.settled()
			s.press("e")
			s.wait("gave Megan Bowen")
			s.press("Enter")
			s.wait("Make these 7 changes?", "enter create it")
			s.press("Enter")
			s.wait("Saved. It works.")
			s.press("q")
			s.wait("exit code 0")
		})
	}
}

// TestCreateRefusedInTmux: a change that is refused is told with its fix; what was made is taken back.
func TestCreateRefusedInTmux(t *testing.T) {
	longtest.Only(t)

	s := newScreen(t, 80, 24, []string{"APPREG_HOME=" + t.TempDir()}, buildProgram(t)+" demo")
	s.wait("SIMULATED", "What do you want to call?")
	s.press("4")
	s.settled()
	s.press("5") // client certificate: no policy forbids it
	s.settled()
	s.press("2")
	s.wait("Tenant")
	s.fillUntil("Make these")
	s.wait("You lack a role: Cloud Application Administrator")
	s.press("Enter")
	s.wait("Not finished", "Grant the application permission API.ReadWrite.All", "take it back")
	s.settled()
	s.press("a")
	s.wait("Please make this change in Microsoft Entra: Grant the application permission API.ReadWrite.All")
	s.press("Escape")
	s.settled()
	s.press("u")
	s.wait("Taken back")
	s.press("Enter")
	s.wait("Create it", "Profile name")
	s.press("C-c")
}
