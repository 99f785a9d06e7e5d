package wizard

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
	"appreg/steps"
	"appreg/ui/field"
)

// focusSeen fails unless the focused field can be seen: its cursor, or the option at hand.
func focusSeen(s *scene) error {
	p, ok := s.pane().form.here()
	if !ok {
		return nil
	}
	view := s.w.View()
	lines := strings.Split(ansi.Strip(view.Content), "\n")
	if _, radio := p.input.(field.Radio); radio {
		if strings.Contains(strings.Join(lines, "\n"), s.w.theme.Icons.On) || strings.Contains(strings.Join(lines, "\n"), s.w.theme.Icons.Point) {
			return nil
		}
		return fmt.Errorf("option at hand of %s not on the screen", p.field.Key)
	}
	if view.Cursor == nil {
		return fmt.Errorf("no cursor in %s", p.field.Key)
	}
	if view.Cursor.Y >= len(lines) || view.Cursor.X >= s.w.width {
		return fmt.Errorf("cursor of %s at %d,%d is off the screen", p.field.Key, view.Cursor.X, view.Cursor.Y)
	}
	if !strings.Contains(lines[view.Cursor.Y], s.w.theme.Icons.Bar) {
		return fmt.Errorf("cursor of %s stands in %q", p.field.Key, lines[view.Cursor.Y])
	}
	return nil
}

// TestFocusIsVisible goes through every field of every step on small screens, empty and with a long answer.
func TestFocusIsVisible(t *testing.T) {
	for _, flow := range goldenFlows {
		for _, size := range []struct{ width, height int }{{20, 6}, {30, 8}, {40, 15}, {80, 24}, {200, 60}} {
			s := newScene(t, nil)
			s.size(size.width, size.height)
			s.answered(catalog.StepStart, flow.answers())
			for _, step := range s.w.session.Machine().Steps() {
				s.answered(step.ID, nil)
				for i := range s.pane().form.parts {
					s.pane().focus(i)
					s.size(size.width, size.height)
					if err := focusSeen(s); err != nil {
						t.Errorf("%s %dx%d step %s: %v\n%s", flow.name, size.width, size.height, step.ID, err, s.screen())
					}
					if !s.pane().typingText() {
						continue
					}
					s.paste(strings.Repeat("long-answer-", 30))
					if err := focusSeen(s); err != nil {
						t.Errorf("%s %dx%d step %s, long: %v\n%s", flow.name, size.width, size.height, step.ID, err, s.screen())
					}
				}
			}
		}
	}
}

// TestCursorFollowsTheText stands behind what was typed, on narrow and wide screens.
func TestCursorFollowsTheText(t *testing.T) {
	for _, width := range []int{24, 80, 120} {
		s := atTenant(t)
		s.size(width, 24)
		s.typeText("abc日")
		view := s.w.View()
		line := strings.Split(ansi.Strip(view.Content), "\n")[view.Cursor.Y]
		if got := ansi.StringWidth(line[:strings.Index(line, "日")+len("日")]); view.Cursor.X != got {
			t.Errorf("at %d cells the cursor is at %d, the text ends at %d", width, view.Cursor.X, got)
		}
	}
}

// TestNothingOverflows draws all screens at every small size and some large ones.
func TestNothingOverflows(t *testing.T) {
	var sizes [][2]int
	for width := 1; width <= 44; width += 3 {
		for height := 1; height <= 16; height++ {
			sizes = append(sizes, [2]int{width, height})
		}
	}
	sizes = append(sizes, [2]int{89, 24}, [2]int{90, 24}, [2]int{300, 90}, [2]int{0, 0}, [2]int{80, 1}, [2]int{1, 50})
	share := longtest.Share(5)
	screens := map[string]func(*scene){"step": func(s *scene) { s.answered(catalog.StepApplication, nil) }, "save": func(s *scene) { s.press("ctrl+s") }}
	for _, moment := range moments {
		screens[moment.name] = moment.reach
	}
	for _, name := range slices.Sorted(maps.Keys(screens)) {
		s := atToken(t, 80, 24)
		s.w.banner = "login host https://127.0.0.1:8443, a rather long banner"
		screens[name](s)
		for _, size := range sizes {
			if !share() {
				continue
			}
			s.size(size[0], size[1])
			lines := strings.Split(s.w.View().Content, "\n")
			if len(lines) > max(size[1], 1) {
				t.Errorf("%s at %v: %d lines", name, size, len(lines))
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > size[0] {
					t.Errorf("%s at %v: line of %d cells: %q", name, size, ansi.StringWidth(line), ansi.Strip(line))
				}
			}
		}
	}
}

// TestBannerOnEveryScreen names an override wherever the person stands.
func TestBannerOnEveryScreen(t *testing.T) {
	for _, moment := range moments {
		s := atToken(t, 80, 24)
		s.w.banner = "login host https://127.0.0.1:8443"
		moment.reach(s)
		s.wants("login host https://127.0.0.1:8443")
	}
}

// TestGuideIsReachable finds the guide on a screen too small to show it beside the fields.
func TestGuideIsReachable(t *testing.T) {
	s := newScene(t, nil)
	s.size(24, 7)
	s.answered(catalog.StepApplication, bcSecret())
	s.lacks("New registration")
	s.press("pgdown")
	s.wants("Select New registration")
	s.press("esc", "f2")
	s.wants("Don't copy Object ID")
	s.press("esc")
	if err := focusSeen(s); err != nil {
		t.Error(err)
	}
	if s.pane().form.key() != steps.KeyTenant {
		t.Errorf("focus on %s", s.pane().form.key())
	}
}

// TestScrolling moves the guide within its bounds.
func TestScrolling(t *testing.T) {
	s := newScene(t, nil)
	s.size(40, 12)
	s.answered(catalog.StepPermissions, bcSecret())
	first := s.screen()
	s.press("down")
	if s.guideAt() != 1 || s.screen() == first {
		t.Errorf("down scrolled to %d", s.guideAt())
	}
	for range 50 {
		s.press("pgdown")
	}
	s.wants("end")
	for range 50 {
		s.press("pgup")
	}
	if s.screen() != first {
		t.Errorf("not back at the beginning:\n%s", s.screen())
	}
}

// TestPageOfAGuide: a page is a third of the screen.
func TestPageOfAGuide(t *testing.T) {
	s := newScene(t, nil)
	s.size(40, 12)
	s.answered(catalog.StepPermissions, bcSecret())
	s.press("pgdown")
	if s.guideAt() != s.w.height/3 {
		t.Errorf("a page is %d lines of %d", s.guideAt(), s.w.height)
	}
}
