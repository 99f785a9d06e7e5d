package session

import (
	"slices"
	"testing"

	"appreg/internal/report"
	"appreg/steps"
)

// A live check is due again when its own answer changes, or where it is looked up.
func TestCheckedAbout(t *testing.T) {
	a := steps.FromDraft(known())
	before := CheckedAbout(steps.KeyUsername, a)
	for key, due := range map[steps.Key]bool{
		steps.KeyUsername: true, steps.KeyTenant: true, steps.KeyCloud: true, steps.KeyRegion: true, steps.KeyClientID: false,
	} {
		if again := CheckedAbout(steps.KeyUsername, a.With(key, "another")) != before; again != due {
			t.Errorf("%s: due again %t", key, again)
		}
	}
}

// An answer that is empty is none: a test stands when it goes, and only then.
func TestAnEmptyAnswerIsNone(t *testing.T) {
	draft := known()
	draft[steps.KeyProject], draft[steps.KeyEnvironments] = "", "Production"
	for key, stands := range map[steps.Key]bool{steps.KeyProject: true, steps.KeyEnvironments: false, steps.KeyProfile: true} {
		s := answered(&desk{}, nil, func(o *Options) { o.Start = steps.FromDraft(draft) }).Verified(report.Report{Verdict: report.Ready})
		s = s.WithMachine(s.Machine().WithAnswers(s.Answers().Without(key)))
		if s.IsVerified() != stands {
			t.Errorf("without %s: tested %t", key, s.IsVerified())
		}
	}
}

// The name of a profile that is replaced is its own; a new one can't have another's.
func TestTakenNames(t *testing.T) {
	for replace, taken := range map[bool][]string{false: {"bc", "lcs"}, true: nil} {
		s := answered(&desk{names: []string{"bc", "lcs"}}, known(), func(o *Options) { o.Replace, o.Profile = replace, "bc" })
		if !slices.Equal(s.Env().Taken, taken) {
			t.Errorf("replaced %t: taken %v", replace, s.Env().Taken)
		}
		if _, _, problem := s.Answer(steps.KeyProfile, "bc"); (problem == nil) != replace {
			t.Errorf("replaced %t: %v", replace, problem)
		}
	}
}
