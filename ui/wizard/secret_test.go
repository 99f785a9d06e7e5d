package wizard

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// leaked reports a piece of the canary, of eight characters or more, in text.
func leaked(text string) bool {
	for i := 0; i+8 <= len(canary); i++ {
		if strings.Contains(text, canary[i:i+8]) {
			return true
		}
	}
	return false
}

// watch sends messages one at a time and looks at every frame between them.
func (s *scene) watch(messages ...tea.Msg) {
	s.t.Helper()
	for _, msg := range messages {
		s.send(msg)
		if leaked(s.w.View().Content) || leaked(s.w.View().WindowTitle) {
			s.t.Fatalf("secret on the screen:\n%s", s.screen())
		}
	}
}

func typed(text string) []tea.Msg {
	var messages []tea.Msg
	for _, r := range text {
		messages = append(messages, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return messages
}

// ways are how a secret gets into a field.
var ways = map[string][]tea.Msg{
	"pasted":           {tea.PasteMsg{Content: canary}},
	"pasted in pieces": {tea.PasteMsg{Content: canary[:5]}, tea.PasteMsg{Content: canary[5:20]}, tea.PasteMsg{Content: canary[20:]}},
	"typed":            typed(canary),
	"with blanks":      {tea.PasteMsg{Content: "  " + canary + "\n"}},
	"in a sentence":    {tea.PasteMsg{Content: "the secret is " + canary + " ok"}},
}

// TestSecretInVisibleFields puts the secret into every visible field of every step: it is never drawn, kept or saved
// in the draft, and the field says so.
func TestSecretInVisibleFields(t *testing.T) {
	for _, flow := range goldenFlows {
		for way, messages := range ways {
			s := newScene(t, nil).answered(catalog.StepStart, flow.answers())
			for _, step := range s.w.session.Machine().Steps() {
				s.answered(step.ID, nil)
				for i, p := range s.pane().form.parts {
					if p.field.Kind != steps.Text && p.field.Kind != steps.File && p.field.Kind != steps.Choices {
						continue
					}
					s.answered(step.ID, nil)
					s.pane().focus(i)
					s.press("end", "ctrl+u")
					s.watch(messages...)
					s.wants("appreg didn't keep")
					s.watch(keyPress("enter"), keyPress("tab"), keyPress("esc"), keyPress("ctrl+c"), keyPress("esc"))
				}
			}
			for _, draft := range s.drafted {
				if leaked(fmt.Sprint(draft.Draft())) {
					t.Errorf("%s %s: in a draft", flow.name, way)
				}
			}
			if leaked(fmt.Sprint(s.w.typed, s.w.session.Result().Lines, s.w.flash)) {
				t.Errorf("%s %s: kept", flow.name, way)
			}
		}
	}
}

// TestSecretStaysMasked enters a secret where it belongs and walks on to the end: no frame shows it.
func TestSecretStaysMasked(t *testing.T) {
	for way, messages := range ways {
		if way == "in a sentence" {
			continue
		}
		t.Run(way, func(t *testing.T) {
			s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
			s.watch(messages...)
			s.wants("••••••••")
			for range 6 {
				s.watch(keyPress("enter"))
			}
			s.watch(keyPress("f1"), keyPress("esc"), keyPress("p"), keyPress("esc"), keyPress("r"), keyPress("esc"), keyPress("g"), keyPress("tab"))
			s.watch(keyPress("ctrl+s"), keyPress("enter"), keyPress("enter"), keyPress("enter"))
			if len(s.saves) != 1 || s.saves[0].Registration.Credential.Secret.IsZero() {
				t.Fatalf("saved %d times\n%s", len(s.saves), s.screen())
			}
			if leaked(fmt.Sprintf("%+v %v", s.saves, s.w.session.Result())) {
				t.Error("secret in what is printed")
			}
		})
	}
}

// TestRevealEndsWhenStopped: whoever brings the screen back need not be who left it.
func TestRevealEndsWhenStopped(t *testing.T) {
	for _, stop := range []tea.Msg{keyPress("ctrl+z"), tea.ResumeMsg{}} {
		s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
		s.paste(canary)
		s.press("f4")
		if !leaked(s.screen()) {
			t.Fatalf("not revealed:\n%s", s.screen())
		}
		s.w.Update(stop)
		if leaked(s.screen()) {
			t.Errorf("%T: still revealed", stop)
		}
		s.press("f4")
		if !leaked(s.screen()) {
			t.Errorf("%T: can't be revealed any more", stop)
		}
	}
}

// TestRevealEnds shows the secret on demand and hides it again on leaving the field and on the second press.
func TestRevealEnds(t *testing.T) {
	for _, leave := range []string{"f4", "tab", "esc", "enter", "alt+2"} {
		s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
		s.paste(canary)
		s.press("f4")
		if !leaked(s.screen()) || !s.w.View().AltScreen {
			t.Fatalf("not revealed:\n%s", s.screen())
		}
		s.press(leave)
		s.watch(tea.WindowSizeMsg{Width: 80, Height: 24})
		s.answered(catalog.StepCredential, nil)
		s.watch(tea.WindowSizeMsg{Width: 80, Height: 24})
	}
}

// TestOutsideTextIsHarmless returns hostile text through every service: none of its controls reaches the screen.
func TestOutsideTextIsHarmless(t *testing.T) {
	hostile := "evil\x1b]52;c;aGk=\a\x1b[2J\r\b\x1b]8;;http://evil\a\u202e"
	s := atToken(t, 80, 24)
	s.report.Findings[3].Title, s.report.Findings[3].Evidence, s.report.Findings[3].Raw = hostile, hostile, hostile
	s.report.Findings[3].Meaning, s.report.Findings[3].Fix.Where, s.report.Findings[3].Fix.URL = hostile, hostile, hostile
	s.report.Findings[3].Fix.Steps, s.report.Findings[3].Fix.Command = []string{hostile}, hostile
	s.store = session.StoreState{Reason: hostile, Fix: hostile}
	s.check.Text = hostile
	frames := []string{}
	for _, name := range []string{"ctrl+t", "r", "esc", "ctrl+s", "enter", "enter", "esc", "esc"} {
		s.press(name)
		frames = append(frames, s.w.View().Content)
	}
	for _, frame := range frames {
		for _, bad := range []string{"\x1b]52", "\x1b[2J", "\r", "\b", "\x1b]8;;http://evil", "\u202e"} {
			if strings.Contains(frame, bad) {
				t.Errorf("%q on the screen", bad)
			}
		}
	}
}

// TestSecretIsJudgedWhileTyped: the Secret ID in the secret's place is named before enter, and nothing is taken.
func TestSecretIsJudgedWhileTyped(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
	s.paste(clientGUID)
	s.lacks("Secret ID, not")
	s.rest()
	p, _ := s.pane().form.here()
	if p.level != bad || p.note == "" || s.answers().Has(steps.KeySecret) || p.field.Key != steps.KeySecret {
		t.Errorf("note %q at %s, level %d", p.note, p.field.Key, p.level)
	}
	s.press("ctrl+u")
	s.paste(canary)
	s.rest()
	if p, _ = s.pane().form.here(); p.note != "" {
		t.Errorf("a good secret gets %q", p.note)
	}
}
