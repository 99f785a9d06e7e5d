package lines

import (
	"context"
	"errors"
	"slices"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// watcher answers each look at the permissions with the next of seen, the last one stays; of other steps nothing is seen.
type watcher struct {
	seen  [][]session.Seen
	errs  []error // the failures before looking works
	looks []catalog.StepID
}

func (w *watcher) Available(steps.Answers) bool { return true }

func (w *watcher) Look(_ context.Context, step catalog.StepID, _ steps.Answers, _ func(report.SignIn)) ([]session.Seen, error) {
	w.looks = append(w.looks, step)
	if len(w.errs) > 0 {
		err := w.errs[0]
		w.errs = w.errs[1:]
		return nil, err
	}
	if step != catalog.StepPermissions {
		return nil, nil
	}
	return next(&w.seen), nil
}

var (
	halfSeen = []session.Seen{{Text: "API.ReadWrite.All is listed", OK: true}, {Text: "consent missing"}}
	allSeen  = []session.Seen{{Text: "API.ReadWrite.All is listed", OK: true}, {Text: "consent granted", OK: true}}
)

// TestLiveStep: each portal step is looked at; what is missing is told, and asked about once.
func TestLiveStep(t *testing.T) {
	tests := map[string]struct {
		watcher watcher
		answers []string
		looks   int // at the permissions
		told    []string
	}{
		"there at the third look": {watcher{seen: [][]session.Seen{halfSeen, halfSeen, allSeen}}, []string{"", ""}, 3,
			[]string{"ok API.ReadWrite.All is listed", "FAIL consent missing", "Press Enter to look again", "FAIL consent missing", "ok consent granted"}},
		"anyway": {watcher{seen: [][]session.Seen{halfSeen}}, []string{"what", "anyway"}, 1, []string{"FAIL consent missing", "Type anyway to go on"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			opts := s.options()
			w := test.watcher
			opts.Services.Watcher = &w
			p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret, when("Press Enter to look again", test.answers...))...)
			if err != nil || result.Outcome != session.Saved {
				t.Fatalf("%v %+v\n%s", err, result, p.out)
			}
			looks := 0
			for _, step := range w.looks {
				if step == catalog.StepPermissions {
					looks++
				}
			}
			if looks != test.looks || !slices.Contains(w.looks, catalog.StepApplication) || !slices.Contains(w.looks, catalog.StepCredential) || slices.Contains(w.looks, catalog.StepToken) {
				t.Errorf("looked at %v", w.looks)
			}
			toldInOrder(t, flattened(p.out.String()), test.told)
		})
	}
}

// TestLiveStepFails: that nobody can look is told, and is no wall.
func TestLiveStepFails(t *testing.T) {
	s := newStage()
	opts := s.options()
	w := &watcher{seen: [][]session.Seen{allSeen}, errs: []error{errors.New("couldn't sign the admin in: az isn't installed")}}
	opts.Services.Watcher = w
	p, result, err := s.play(t, opts, answering(catalog.BusinessCentral, catalog.ClientSecret, when("Press Enter to look again", "anyway"))...)
	if err != nil || result.Outcome != session.Saved {
		t.Fatalf("%v %+v\n%s", err, result, p.out)
	}
	toldInOrder(t, flattened(p.out.String()), []string{"FAIL couldn't sign the admin in", "look again"})
}
