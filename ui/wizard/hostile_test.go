package wizard

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// hostileText brings controls, bidirectional marks and a line of its own.
const hostileText = "evil\x1b]52;c;aGk=\a\x1b[2J\r\b\x1b]8;;http://evil\a\u009b31m\u202e\u2066\u2028\n✓ forged"

// ownLink is a hyperlink that the wizard makes itself, to a page of the portal.
var ownLink = regexp.MustCompile("\x1b\\]8;[^;\a\x1b]*;(?:https://[^\a\x1b\\s]*)?(?:\a|\x1b\\\\)")

// harmless fails if anything of a hostile text that does more than stand there is on the screen.
func (s *scene) harmless(where string) {
	s.t.Helper()
	content := ownLink.ReplaceAllString(s.w.View().Content, "")
	for _, bad := range []string{"\x1b]52", "\x1b[2J", "\r", "\b", "\a", "\x1b]8;;http://evil", "\u009b", "\u202e", "\u2066", "\u2028"} {
		if strings.Contains(content, bad) {
			s.t.Errorf("%s: %q on the screen", where, bad)
		}
	}
}

// TestTokenOfAHostileTenantIsHarmless: audience, scopes, roles and the person's name come out of the token.
func TestTokenOfAHostileTenantIsHarmless(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, by(catalog.DeviceCode, bcSecret()))
	s.report = readyTest()
	s.report.Token = &report.TokenFacts{Audience: hostileText, Scopes: []string{hostileText, "b"}, Roles: []string{hostileText}}
	for i := range s.report.Findings {
		if s.report.Findings[i].ID == report.Account {
			s.report.Findings[i].Evidence = hostileText
		}
	}
	s.press("ctrl+t")
	s.wants("Ready: all checks passed", "Signed in", "Scopes evil")
	for _, size := range append(goldenSizes, struct{ width, height int }{20, 6}) {
		s.size(size.width, size.height)
		s.harmless(fmt.Sprint(size))
		for line := range strings.SplitSeq(s.screen(), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "✓ forged") && s.w.width > 60 { // a narrow screen wraps there
				t.Errorf("a line of the token's own:\n%s", s.screen())
			}
		}
	}
}

// TestEveryOtherTextFromOutsideIsHarmless: a draft's file, flags, the look-up's answer, the store and the demo.
func TestEveryOtherTextFromOutsideIsHarmless(t *testing.T) {
	t.Run("draft", func(t *testing.T) {
		s := newScene(t, func(s *scene, _ *Options) {
			s.hasDraft = true
			s.draft = steps.FromDraft(map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyFlow: "client-secret",
				steps.KeyTenant: hostileText, steps.KeyClientID: hostileText, steps.KeyAppName: hostileText, steps.KeyProfile: hostileText})
		})
		s.harmless("question")
		s.press("enter")
		for _, step := range s.w.session.Machine().Steps() {
			s.answered(step.ID, nil)
			for i := range s.pane().form.parts {
				s.pane().focus(i)
				s.size(80, 24)
				s.harmless(string(step.ID))
			}
			s.press("ctrl+g")
			s.harmless("request on " + string(step.ID))
			s.press("esc")
		}
	})
	t.Run("banner and flags", func(t *testing.T) {
		s := newScene(t, func(_ *scene, o *Options) {
			o.Services.Banner = hostileText
			o.Start = steps.Answers{}.With(steps.KeyRegion, hostileText).With(steps.KeyAPI, "lcs")
		})
		s.harmless("start")
	})
	t.Run("look-up", func(t *testing.T) {
		s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
		s.check = steps.CheckResult{State: steps.CheckOK, Text: hostileText, Learned: map[steps.Key]string{steps.KeyTenantID: hostileText}}
		s.pane().focus(0)
		s.press("ctrl+u")
		s.typeText("fabrikam.com")
		s.press("tab")
		s.harmless("field")
		if got := s.answers().Get(steps.KeyTenantID); !strings.HasPrefix(got, "evil") || strings.ContainsAny(got, "\x1b\r\n\u202e") {
			t.Errorf("learned %q", got)
		}
	})
	t.Run("store and demo", func(t *testing.T) {
		s := atSave(t, nil)
		s.saveErr = errors.New(hostileText)
		s.press("enter", "enter", "enter")
		s.harmless("could not save")
		s.send(openedMsg{hostileText, hostileText, errors.New(hostileText)})
		s.harmless("could not open")
		s.send(draftSavedMsg{errors.New(hostileText)})
		s.harmless("draft not saved")
		s.send(demoFixedMsg{s.w.last, session.Fixed{Said: hostileText}, true})
		s.w.screen.(*saveScreen).saving = 99
		s.send(savedMsg{seq: 99, lines: []string{hostileText}})
		s.harmless("saved")
		s.wants("Saved", "evil")
	})
	t.Run("a paste", func(t *testing.T) {
		s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
		s.paste("\u202etnanet.ab\tc" + hostileText)
		s.harmless("field")
		s.press("enter")
		s.harmless("problem")
		s = newScene(t, nil).answered(catalog.StepPermissions, map[steps.Key]string{steps.KeyAPI: "power-platform", steps.KeyFlow: "device-code"})
		s.press("f12")
		s.paste("A.B.\u202eevil\tx,C.D.E")
		s.press("home", "ctrl+u", "end", "end")
		s.typeText("evil")
		s.wants("evil", "added by you")
		s.harmless("list")
	})
}
