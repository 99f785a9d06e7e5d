package wizard

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// quitRows are the ways out, by key and by what would be lost. asked: the question comes first.
var quitRows = []struct {
	name   string
	secret func(*scene)
	keys   []string
	asked  bool // after the first key
	quit   bool
	broken bool
}{
	{"nothing to lose", nil, []string{"f10"}, false, true, false},
	{"ctrl+c, nothing to lose", nil, []string{"ctrl+c"}, false, false, true},
	{"typed secret", func(s *scene) { s.paste(canary) }, []string{"f10"}, true, false, false},
	{"accepted secret", func(s *scene) { s.paste(canary); s.press("enter") }, []string{"f10"}, true, false, false},
	{"stay", func(s *scene) { s.paste(canary) }, []string{"f10", "enter"}, true, false, false},
	{"esc stays", func(s *scene) { s.paste(canary) }, []string{"f10", "esc"}, true, false, false},
	{"leave without it", func(s *scene) { s.paste(canary) }, []string{"f10", "end", "enter"}, true, true, false},
	{"quit key twice", func(s *scene) { s.paste(canary) }, []string{"f10", "f10"}, true, true, false},
	{"ctrl+c asks once", func(s *scene) { s.paste(canary) }, []string{"ctrl+c"}, true, false, false},
	{"ctrl+c twice", func(s *scene) { s.paste(canary) }, []string{"ctrl+c", "ctrl+c"}, true, false, true},
}

func TestWaysOut(t *testing.T) {
	for _, row := range quitRows {
		t.Run(row.name, func(t *testing.T) {
			s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
			if row.secret != nil {
				row.secret(s)
			}
			s.press(row.keys[0])
			if asked := s.asked("Leave without saving the secret?"); asked != row.asked {
				t.Fatalf("asked %v", asked)
			}
			s.press(row.keys[1:]...)
			if s.quit != row.quit || s.broken != row.broken {
				t.Errorf("quit %v, interrupted %v", s.quit, s.broken)
			}
			if s.w.session.Result().Outcome != session.Quit {
				t.Errorf("outcome %d", s.w.session.Result().Outcome)
			}
		})
	}
}

// TestQuitPromisesNoDraft that could not be written.
func TestQuitPromisesNoDraft(t *testing.T) {
	const kept = "Your other answers are saved for the next start."
	for _, fails := range []bool{false, true} {
		s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
		s.paste(canary)
		if fails {
			s.send(draftSavedMsg{errors.New("read-only file system")})
		}
		s.press("f10")
		if strings.Contains(s.w.overlay.text, kept) == fails {
			t.Errorf("fails %v: %s", fails, s.w.overlay.text)
		}
		s.press("esc")
		s.set(s.answers().Without(steps.KeySecret))
		s.pane().form = newForm(s.w.session.Machine(), nil, false)
		s.press("ctrl+g", "f9")
		if said := strings.Contains(strings.Join(s.w.session.Result().Lines, " "), "Start appreg again to go on."); said == fails {
			t.Errorf("fails %v: left with %q", fails, s.w.session.Result().Lines)
		}
	}
}

// TestQuitOffersToSave leads from the question to the save step with the secret kept.
func TestQuitOffersToSave(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
	s.paste(canary)
	s.press("f10", "down", "enter")
	if s.at() != catalog.StepSave || !s.answers().Has(steps.KeySecret) {
		t.Errorf("at %s:\n%s", s.at(), s.screen())
	}
}

// TestBackAndForwardKeepEverything walks back and forth over accepted and unaccepted text.
func TestBackAndForwardKeepEverything(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
	s.pane().focus(1)
	s.press("end", "ctrl+u")
	s.typeText("not a guid")
	s.press("esc")
	if s.at() != catalog.StepStart {
		t.Fatalf("at %s", s.at())
	}
	s.press("alt+2")
	p, _ := s.pane().form.part(steps.KeyClientID)
	if p.input.Raw() != "not a guid" {
		t.Errorf("field holds %q", p.input.Raw())
	}
	if got := s.answers().Get(steps.KeyClientID); got != clientGUID {
		t.Errorf("the answer became %q", got)
	}
	s.press("alt+3")
	s.paste(canary)
	s.press("esc", "alt+3")
	s.wants("Held in memory, not shown.")
	s.press("enter", "enter")
	if s.at() != catalog.StepPermissions {
		t.Errorf("at %s", s.at())
	}
}

// TestProblemStays shows what is wrong below the field and does not go on.
func TestProblemStays(t *testing.T) {
	s := atTenant(t)
	s.typeText("YOUR_TENANT.COM")
	s.press("enter")
	p, _ := s.pane().form.here()
	if p.field.Key != steps.KeyTenant || p.level != bad || p.note == "" {
		t.Fatalf("focus on %s, note %q", p.field.Key, p.note)
	}
	s.typeText("x")
	if p, _ = s.pane().form.here(); p.note != "" {
		t.Errorf("the note stays while it is corrected: %q", p.note)
	}
}

// TestWarningIsSeen stays on a field that was accepted with a warning until enter comes again.
func TestWarningIsSeen(t *testing.T) {
	s := atTenant(t)
	pn := s.pane()
	p, _ := pn.form.here()
	pn.pending = 7
	next, accepted, problem := s.w.session.Machine().Accept(steps.KeyTenant, "contoso.com")
	if problem != nil {
		t.Fatal(problem)
	}
	p.input = p.input.Set("contoso.com")
	pn.form = pn.form.set(p)
	accepted.Warn, accepted.Note = true, "this looks odd"
	s.send(acceptedMsg{7, steps.KeyTenant, "contoso.com", next, accepted, nil, onward})
	s.wants("this looks odd. Press Enter to go on.")
	if s.pane().form.key() != steps.KeyTenant {
		t.Fatalf("focus on %s", s.pane().form.key())
	}
	s.press("enter")
	if s.pane().form.key() != steps.KeyClientID {
		t.Errorf("focus on %s", s.pane().form.key())
	}
}

// TestStaleAnswerIsDropped ignores the judgement of an answer that was given up.
func TestStaleAnswerIsDropped(t *testing.T) {
	s := atTenant(t)
	next, accepted, _ := s.w.session.Machine().Accept(steps.KeyTenant, "contoso.com")
	s.send(acceptedMsg{99, steps.KeyTenant, "contoso.com", next, accepted, nil, onward})
	if s.answers().Has(steps.KeyTenant) {
		t.Error("taken")
	}
}

// TestFileIsReadInACommand: reading a certificate is no business of Update.
func TestFileIsReadInACommand(t *testing.T) {
	reads := 0
	answers := bcSecret()
	answers[steps.KeyFlow] = "client-certificate"
	s := newScene(t, func(_ *scene, o *Options) {
		read := o.Env.ReadFile
		o.Env.ReadFile = func(path string) ([]byte, error) { reads++; return read(path) }
	}).answered(catalog.StepCredential, answers)
	s.typeText("app.pem")
	s.hold = true
	s.press("enter")
	if reads != 0 {
		t.Fatal("read in Update")
	}
	s.wants("Looking at it.")
	s.press("x", "esc")
	if s.at() != catalog.StepCredential {
		t.Error("left while the file is read")
	}
	s.later()
	if reads == 0 {
		t.Fatal("never read")
	}
	if p, _ := s.pane().form.here(); p.field.Key != steps.KeyCertificate || p.level != bad {
		t.Errorf("focus on %s, %q", p.field.Key, p.note)
	}
}

// TestInit asks the terminal for its background without waiting, and nothing of network or keyring.
func TestInit(t *testing.T) {
	s := newScene(t, nil)
	batch, ok := s.w.Init()().(tea.BatchMsg)
	if !ok || len(batch) != 3 {
		t.Fatalf("%T", s.w.Init()())
	}
	if len(s.checks) != 0 || s.verified != 0 || s.w.store.seq != 0 {
		t.Error("something was asked before the first frame")
	}
	if v := s.w.View(); !v.AltScreen || v.WindowTitle != "" || v.MouseMode != tea.MouseModeNone || v.DisableBracketedPasteMode {
		t.Errorf("%+v", v)
	}
}

// TestInterruptWhereNoQuestionCanBeRead: on a screen too small to show a question, ctrl+c ends at once.
func TestInterruptWhereNoQuestionCanBeRead(t *testing.T) {
	for _, size := range []struct {
		width, height int
		asks          bool
	}{{80, 24, true}, {20, 6, true}, {1, 1, false}, {200, 2, false}, {3, 50, false}} {
		s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
		s.paste(canary)
		s.size(size.width, size.height)
		s.press("ctrl+c")
		if asks := s.asked("Leave without saving the secret?"); asks != size.asks || s.w.interrupted == size.asks {
			t.Errorf("%dx%d: asks %v, ended %v", size.width, size.height, asks, s.w.interrupted)
		}
	}
}
