package wizard

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// watcher answers each look with the next of seen, the last one stays.
type watcher struct {
	seen   [][]session.Seen
	err    error
	looks  []catalog.StepID
	absent bool
}

func (w *watcher) Available(steps.Answers) bool { return !w.absent }

func (w *watcher) Look(_ context.Context, step catalog.StepID, _ steps.Answers, _ func(report.SignIn)) ([]session.Seen, error) {
	w.looks = append(w.looks, step)
	if w.err != nil || len(w.seen) == 0 {
		return nil, w.err
	}
	seen := w.seen[0]
	if len(w.seen) > 1 {
		w.seen = w.seen[1:]
	}
	return seen, nil
}

var (
	halfSeen = []session.Seen{{Text: "API.ReadWrite.All is listed", OK: true}, {Text: "consent missing"}}
	allSeen  = []session.Seen{{Text: "API.ReadWrite.All is listed", OK: true}, {Text: "consent granted", OK: true}}
)

// watchScene stands at the permissions, whose page is open.
func watchScene(t *testing.T, w *watcher) *scene {
	t.Helper()
	s := newScene(t, func(_ *scene, o *Options) { o.Services.Watcher = w }).answered(catalog.StepPermissions, bcSecret())
	s.press("enter") // opens the page
	return s
}

// TestLiveStep: what is missing is told, looking again goes on once it's there.
func TestLiveStep(t *testing.T) {
	w := &watcher{seen: [][]session.Seen{halfSeen, halfSeen, allSeen}}
	s := watchScene(t, w)
	s.press("enter")
	if s.at() != catalog.StepPermissions {
		t.Fatalf("at %s", s.at())
	}
	s.wants("1 of 2 not there yet", "✓ API.ReadWrite.All is listed", "✗ consent missing", "enter look again", "go on anyway")
	s.press("enter")
	s.wants("✗ consent missing")
	s.press("enter")
	if s.at() == catalog.StepPermissions || len(w.looks) != 3 {
		t.Errorf("at %s after %d looks", s.at(), len(w.looks))
	}
	s.wants("Seen in the tenant")
}

// TestLiveStepIsNoWall: a person goes on anyway, or back; so do those for whom nobody can look, and for whom nothing is to
// be seen.
func TestLiveStepIsNoWall(t *testing.T) {
	s := watchScene(t, &watcher{seen: [][]session.Seen{halfSeen}})
	s.press("enter", "g")
	if s.at() == catalog.StepPermissions {
		t.Error("g doesn't go on")
	}
	s = watchScene(t, &watcher{seen: [][]session.Seen{halfSeen}})
	s.press("enter", "b")
	s.wants("API permissions")
	s.lacks("not there yet")
	w := &watcher{err: errors.New("couldn't sign the admin in: \x1b[31mno")}
	s = watchScene(t, w)
	s.press("enter")
	s.wants("Couldn't look at the tenant", "couldn't sign the admin in")
	if strings.Contains(s.w.View().Content, "\x1b[31mno") {
		t.Error("an escape reaches the screen")
	}
	s.press("g")
	for name, w := range map[string]*watcher{"nobody can look": {absent: true}, "nothing is to be seen": {}} {
		s = watchScene(t, w)
		s.press("enter")
		if s.at() == catalog.StepPermissions {
			t.Errorf("%s: it stays", name)
		}
		s.lacks("Seen in the tenant")
	}
}

// TestLiveScreens draws what is seen at three sizes.
func TestLiveScreens(t *testing.T) {
	for _, size := range goldenSizes[1:] {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			var all strings.Builder
			for _, moment := range []struct {
				name  string
				w     watcher
				reach func(*scene)
			}{
				{"missing", watcher{seen: [][]session.Seen{halfSeen}}, func(s *scene) { s.press("enter") }},
				{"looking", watcher{}, func(s *scene) { s.hold = true; s.press("enter") }},
				{"signs in", watcher{}, func(s *scene) {
					s.hold = true
					s.press("enter")
					s.send(signInMsg{s.w.screen.(*liveScreen).seq, report.SignIn{UserCode: userCode, URL: deviceLink}})
				}},
				{"no look", watcher{err: errors.New("couldn't read the app registration: HTTP 403")}, func(s *scene) { s.press("enter") }},
			} {
				w := moment.w
				s := watchScene(t, &w)
				s.size(size.width, size.height)
				moment.reach(s)
				fmt.Fprintf(&all, "=== %s\n%s\n", moment.name, s.screen())
			}
			golden.RequireEqual(t, all.String())
		})
	}
}
