package wizard

import (
	"errors"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"appreg/internal/catalog"
	"appreg/internal/secret"
	"appreg/steps"
)

// keyRows says what each command does, by a letter where no text is typed and by the key that always works.
var keyRows = []struct {
	name    string
	at      catalog.StepID
	tested  bool // the findings are on the screen
	letter  string
	always  string
	reached func(*scene) bool
}{
	{"back", catalog.StepPermissions, false, "b", "esc", func(s *scene) bool { return s.at() != catalog.StepPermissions }},
	{"back, second key", catalog.StepPermissions, false, "b", "ctrl+b", func(s *scene) bool { return s.at() != catalog.StepPermissions }},
	{"open", catalog.StepPermissions, false, "o", "ctrl+o", func(s *scene) bool { return len(s.opened) == 1 && strings.HasPrefix(s.opened[0], "https://") }},
	{"copy", catalog.StepPermissions, false, "y", "f6", func(s *scene) bool { return s.asked("Copy") }},
	{"admin", catalog.StepPermissions, false, "a", "ctrl+g", func(s *scene) bool { return s.w.overlay.admin }},
	{"wait", catalog.StepPermissions, false, "w", "f9", func(s *scene) bool { return s.w.session.AwaitsAdministrator() }},
	{"save", catalog.StepPermissions, false, "s", "ctrl+s", func(s *scene) bool { return s.at() == catalog.StepSave }},
	{"help", catalog.StepPermissions, false, "?", "f1", func(s *scene) bool { return s.asked("Help") }},
	{"quit", catalog.StepPermissions, false, "q", "f10", func(s *scene) bool { return s.asked("Leave without saving the secret?") }},
	{"post", catalog.StepToken, true, "p", "ctrl+p", func(s *scene) bool { return strings.Contains(s.w.overlay.text, "POST") }},
	{"raw", catalog.StepToken, true, "r", "f7", func(s *scene) bool { return strings.Contains(s.w.overlay.text, "invalid_client") }},
	{"fault", catalog.StepToken, true, "g", "f8", func(s *scene) bool { return s.pane().form.key() == steps.KeySecret }},
	{"test again", catalog.StepToken, true, "t", "ctrl+t", func(s *scene) bool { return s.verified == 2 }},
	{"fix", catalog.StepToken, true, "e", "ctrl+e", func(s *scene) bool { return s.w.fixed != "" }},
	{"fill", catalog.StepCredential, false, "ctrl+f", "ctrl+f", func(s *scene) bool { p, _ := s.pane().form.here(); return p.input.Raw() == canary }},
	{"jump", catalog.StepPermissions, false, "alt+2", "alt+2", func(s *scene) bool { return s.at() == catalog.StepApplication }},
}

func TestCommandKeys(t *testing.T) {
	for _, row := range keyRows {
		for _, pressed := range []string{row.letter, row.always} {
			t.Run(row.name+" "+pressed, func(t *testing.T) {
				s := newScene(t, nil)
				s.fixable = true
				s.answered(row.at, bcSecret())
				s.set(s.answers().WithSecret(steps.KeySecret, secret.New(canary)))
				if row.tested {
					s.press("ctrl+t")
				}
				s.press(pressed)
				if !row.reached(s) {
					t.Errorf("%q had no effect:\n%s", pressed, s.screen())
				}
			})
		}
	}
}

// TestLettersAreText types every command letter into a text field: nothing but the text changes.
func TestLettersAreText(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
	s.pane().focus(1)
	s.press("ctrl+u", "end", "ctrl+u")
	letters := "boyatprgswfe?q"
	s.typeText(letters)
	p, _ := s.pane().form.here()
	if p.input.Raw() != letters || s.w.overlay != nil || s.at() != catalog.StepApplication || s.quit {
		t.Errorf("typed %q, field holds %q", letters, p.input.Raw())
	}
}

// TestKeysAreUnique finds a key that two commands of one screen would answer to.
func TestKeysAreUnique(t *testing.T) {
	for _, typing := range []bool{true, false} {
		owner := map[string]string{}
		for _, b := range newKeyMap(typing).list() {
			for _, name := range b.Keys() {
				if before, taken := owner[name]; taken {
					t.Errorf("%q is both %q and %q", name, before, b.Help().Desc)
				}
				owner[name] = b.Help().Desc
			}
		}
	}
}

// TestEveryCommandHasAKeyThatAlwaysWorks: no binding consists of letters alone.
func TestEveryCommandHasAKeyThatAlwaysWorks(t *testing.T) {
	for _, b := range newKeyMap(true).list() {
		if len(b.Keys()) == 0 {
			t.Errorf("%q has no key while text is typed", b.Help().Desc)
		}
		for _, name := range b.Keys() {
			if len(name) == 1 {
				t.Errorf("%q answers to the letter %q while text is typed", b.Help().Desc, name)
			}
		}
	}
}

// TestKeysFollowTheScreen disables what does not apply.
func TestKeysFollowTheScreen(t *testing.T) {
	s := newScene(t, nil)
	off := func(name string, b key.Binding) {
		t.Helper()
		if b.Enabled() {
			t.Errorf("%s is enabled", name)
		}
	}
	keys := s.w.keyMap()
	off("back on the first step", keys.Back)
	off("test on the first step", keys.Test)
	off("raw answer on the first step", keys.Raw)
	off("reveal on a choice", keys.Reveal)
	off("save before a flow", keys.Save)
	off("fill where the demo has nothing", keys.Fill)
	s.answered(catalog.StepCredential, bcSecret())
	if !s.w.keyMap().Reveal.Enabled() {
		t.Error("a secret cannot be revealed")
	}
	s = newScene(t, func(_ *scene, o *Options) { o.Services.Demo, o.Services.Opener = nil, nil }).answered(catalog.StepCredential, bcSecret())
	off("fill outside the demo", s.w.keyMap().Fill)
	off("fix outside the demo", s.w.keyMap().Fix)
	off("open without a browser", s.w.keyMap().Open)
}

// TestHelpIsGenerated lists every enabled binding, and no other, with both its keys.
func TestHelpIsGenerated(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepPermissions, bcSecret())
	s.size(100, 50)
	enabled := s.w.keyMap()
	s.press("f1")
	for _, b := range enabled.list() {
		if b.Enabled() {
			s.wants(b.Help().Desc)
		}
	}
	s.wants("ctrl+o, o", "f10, q", "f1, ?")
	s.lacks("details", "fix it")
	s.press("f1")
	if s.w.overlay != nil {
		t.Error("the help key does not close help")
	}
}

// TestCopy sends the text to the terminal and keeps it visible.
func TestCopy(t *testing.T) {
	s := atToken(t, 80, 24)
	s.press("ctrl+t", "y", "x", "enter")
	s.wants("Choose what to copy")
	if len(s.copied) != 0 {
		t.Errorf("copied %q, and nothing was chosen", s.copied)
	}
	s.press("1")
	s.wants("az ad app credential reset --append")
	s.press("down", "enter")
	if len(s.copied) != 1 || s.copied[0] != "https://portal.azure.com/#view/Credentials" {
		t.Errorf("copied %q", s.copied)
	}
	s.wants("Copied: Link")
	s.press("esc", "a", "y") // a panel's text is the only one there is
	if len(s.copied) != 2 || !strings.Contains(s.copied[1], clientGUID) {
		t.Errorf("copied %q", s.copied)
	}
}

// TestCopySecondPermissionSet copies the text that was chosen, also where another has the same label.
func TestCopySecondPermissionSet(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepDuty, bcSecret())
	for _, same := range []bool{false, true} {
		s.press("y")
		sets := catalog.PermissionSets()
		for i, c := range s.w.overlay.copies {
			if same {
				s.w.overlay.copies[i].Label = "Text"
			}
			if c.Text == sets[1].Name {
				s.press(string(rune('1' + i)))
			}
		}
		s.wants(sets[1].Name)
		s.press("enter")
		if n := len(s.copied); n == 0 || s.copied[n-1] != sets[1].Name {
			t.Errorf("copied %q", s.copied)
		}
		s.press("esc") // the panel stays, so that this key leaves nothing else
		if s.w.overlay != nil || s.at() != catalog.StepDuty {
			t.Errorf("at %s after closing", s.at())
		}
	}
}

// TestOpenFails shows the link where no browser opens.
func TestOpenFails(t *testing.T) {
	s := atToken(t, 80, 24)
	s.openErr = errors.New("no display")
	s.press("ctrl+t", "o")
	s.wants("no display", "https://portal.azure.com/#view/Credentials")
	s.press("up")
	s.lacks("no display")
}

// TestPanelScrollsBackAtOnce: presses beyond the end do not count.
func TestPanelScrollsBackAtOnce(t *testing.T) {
	s := newScene(t, nil)
	s.size(40, 8)
	s.press("f1")
	for range 30 {
		s.press("pgdown")
	}
	end := s.screen()
	s.press("up")
	if s.screen() == end {
		t.Errorf("the end stays:\n%s", end)
	}
}

// TestAdministratorIsAskedForWhatIsNext: to register the application, as long as there is none.
func TestAdministratorIsAskedForWhatIsNext(t *testing.T) {
	answers := bcSecret()
	s := newScene(t, nil).answered(catalog.StepPermissions, answers)
	s.press("a")
	s.wants("Please give an app the rights")
	delete(answers, steps.KeyClientID)
	s = newScene(t, nil).answered(catalog.StepApplication, answers)
	s.press("ctrl+g")
	s.wants("Please register an app")
}
