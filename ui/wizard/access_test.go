package wizard

import (
	"appreg/internal/catalog"
	"appreg/steps"
)

// answers, at, … look at the wizard; set gives it answers.
func (s *scene) answers() steps.Answers { return s.w.answers() }
func (s *scene) at() catalog.StepID     { return s.w.session.At() }

func (s *scene) set(a steps.Answers) {
	s.w.session = s.w.session.WithMachine(s.w.session.Machine().WithAnswers(a))
}

// pane is the fields on the screen; an empty one where it has none.
func (s *scene) pane() *pane {
	switch up := s.w.screen.(type) {
	case *stepScreen:
		return &up.pane
	case *saveScreen:
		return &up.pane
	default:
		return &pane{shell: s.w.shell}
	}
}

// test is the test that runs, or whose findings are on the screen; nil if there is none.
func (s *scene) test() *testScreen {
	switch up := s.w.screen.(type) {
	case *testScreen:
		return up
	case *signInScreen:
		return up.test
	default:
		return nil
	}
}

func (s *scene) onTest() bool  { return s.test() != nil }
func (s *scene) testing() bool { return s.onTest() && s.test().running() }

// testSeq is the number of the running test, or 0.
func (s *scene) testSeq() int {
	if !s.onTest() {
		return 0
	}
	return s.test().seq
}

func (s *scene) waits() bool {
	_, ok := s.w.screen.(*signInScreen)
	return ok
}

// onResult reports whether the test's findings are on the screen.
func (s *scene) onResult() bool {
	_, ok := s.w.screen.(*testScreen)
	return ok
}

func (s *scene) saved() bool {
	_, ok := s.w.screen.(*savedScreen)
	return ok
}

// asked reports whether a panel with a title lies over the screen.
func (s *scene) asked(title string) bool { return s.w.overlay != nil && s.w.overlay.title == title }

// guideAt is how far the screen's text is scrolled.
func (s *scene) guideAt() int {
	switch up := s.w.screen.(type) {
	case *stepScreen:
		return up.guide.offset
	case *saveScreen:
		return up.guide.offset
	case *testScreen:
		return up.detail.offset
	case *signInScreen:
		return up.text.offset
	case *savedScreen:
		return up.text.offset
	default:
		return 0
	}
}

// only makes newScene's change of several.
func only(changes []func(*scene, *Options)) func(*scene, *Options) {
	return func(s *scene, o *Options) {
		for _, change := range changes {
			change(s, o)
		}
	}
}

func noDemo(_ *scene, o *Options) { o.Services.Demo = nil }
