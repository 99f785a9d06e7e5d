package wizard

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"appreg/internal/catalog"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

var goldenSizes = []struct{ width, height int }{{132, 43}, {100, 30}, {80, 24}, {40, 15}}

var goldenFlows = []struct {
	name    string
	answers func() map[steps.Key]string
}{
	{"business-central client-secret", bcSecret},
	{"lcs password", lcsPassword},
}

// TestStepScreens draws every step of two registrations at four sizes.
func TestStepScreens(t *testing.T) {
	for _, flow := range goldenFlows {
		for _, size := range goldenSizes {
			t.Run(fmt.Sprintf("%s %dx%d", flow.name, size.width, size.height), func(t *testing.T) {
				s := newScene(t, nil)
				s.size(size.width, size.height)
				s.answered(catalog.StepStart, flow.answers())
				var all strings.Builder
				for _, step := range s.w.session.Machine().Steps() {
					s.answered(step.ID, nil)
					fmt.Fprintf(&all, "=== %s\n%s\n", step.ID, s.screen())
				}
				golden.RequireEqual(t, all.String())
			})
		}
	}
}

// moments are the screens that are not steps, each reached from the token step of a registration with a secret.
var moments = []struct {
	name  string
	reach func(*scene)
}{
	{"a test is running", func(s *scene) {
		s.hold = true
		s.press("ctrl+t")
		s.send(findingMsg{seq: s.testSeq(), finding: s.report.Findings[0]}, findingMsg{seq: s.testSeq(), finding: s.report.Findings[1]})
	}},
	{"refused", func(s *scene) { s.press("ctrl+t") }},
	{"ready", func(s *scene) { s.report = readyTest(); s.press("ctrl+t") }},
	{"fixed", func(s *scene) { s.fixable = true; s.press("ctrl+t", "e") }},
	{"raw answer", func(s *scene) { s.press("ctrl+t", "r") }},
	{"request", func(s *scene) { s.press("ctrl+p") }},
	{"administrator", func(s *scene) { s.press("ctrl+g") }},
	{"help", func(s *scene) { s.press("f1") }},
	{"copy", func(s *scene) { s.press("ctrl+t", "y") }},
	{"leave without saving", func(s *scene) { s.press("f10") }},
	{"an earlier draft", func(s *scene) {
		s.send(draftLoadedMsg{steps.FromDraft(bcSecret()), true})
	}},
	{"saved", func(s *scene) { s.press("ctrl+s", "enter", "enter", "enter") }},
	{"store not usable", func(s *scene) {
		s.store = session.StoreState{Reason: "the keyring is locked", Fix: "unlock it and look again"}
		s.press("ctrl+s", "enter", "enter")
	}},
	{"secret in a visible field", func(s *scene) {
		s.answered(catalog.StepApplication, nil)
		s.paste(canary)
	}},
}

func atToken(t *testing.T, width, height int) *scene {
	s := newScene(t, nil)
	s.size(width, height)
	s.answered(catalog.StepToken, bcSecret())
	s.set(s.answers().WithSecret(steps.KeySecret, secret.New(canary)))
	return s
}

func TestMoments(t *testing.T) {
	for _, size := range goldenSizes {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			var all strings.Builder
			for _, moment := range moments {
				s := atToken(t, size.width, size.height)
				moment.reach(s)
				fmt.Fprintf(&all, "=== %s\n%s\n", moment.name, s.screen())
			}
			golden.RequireEqual(t, all.String())
		})
	}
}

// TestThemes keeps the colours of one rich screen on either background, and the icons without Unicode.
func TestThemes(t *testing.T) {
	backgrounds := map[string]color.Color{"dark": color.Black, "light": color.White}
	for name, background := range backgrounds {
		t.Run(name, func(t *testing.T) {
			s := atToken(t, 100, 30)
			s.send(tea.BackgroundColorMsg{Color: background})
			s.press("ctrl+t")
			golden.RequireEqual(t, s.w.View().Content)
		})
	}
	t.Run("ascii", func(t *testing.T) {
		s := newScene(t, func(_ *scene, o *Options) { o.Environ = []string{"TERM=linux"} })
		s.size(100, 30)
		s.answered(catalog.StepToken, bcSecret())
		s.press("ctrl+t")
		golden.RequireEqual(t, s.screen())
		for _, r := range s.screen() {
			if r > 0x7e {
				t.Errorf("%q is not ASCII", r)
			}
		}
	})
}
