package session

import (
	"context"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

type watcher bool

func (w watcher) Available(steps.Answers) bool { return bool(w) }
func (watcher) Look(context.Context, catalog.StepID, steps.Answers, func(report.SignIn)) ([]Seen, error) {
	return nil, nil
}

// TestLookIsDue at portal steps of a registration that is known, where there are an admin's rights.
func TestLookIsDue(t *testing.T) {
	known := map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyFlow: "client-secret", steps.KeyTenant: "contoso.com", steps.KeyClientID: "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b"}
	with := func(key steps.Key, value string) map[steps.Key]string {
		more := map[steps.Key]string{key: value}
		for k, v := range known {
			if k != key {
				more[k] = v
			}
		}
		return more
	}
	tests := map[string]struct {
		answers map[steps.Key]string
		at      catalog.StepID
		watcher Watcher
		replace bool
		due     bool
	}{
		"permissions":       {known, catalog.StepPermissions, watcher(true), false, true},
		"application":       {known, catalog.StepApplication, watcher(true), false, true},
		"the test":          {known, catalog.StepToken, watcher(true), false, false},
		"no client id":      {with(steps.KeyClientID, ""), catalog.StepApplication, watcher(true), false, false},
		"no rights":         {known, catalog.StepPermissions, watcher(false), false, false},
		"nobody":            {known, catalog.StepPermissions, nil, false, false},
		"a new credential":  {known, catalog.StepPermissions, watcher(true), true, false},
		"appreg creates it": {with(steps.KeyHow, steps.HowCreate), catalog.StepApplication, watcher(true), false, false},
	}
	for name, test := range tests {
		a := steps.Answers{}
		for key, value := range test.answers {
			a = a.With(key, value)
		}
		s := New(Options{Services: Services{Watcher: test.watcher, Now: time.Now}, Start: a, Env: steps.Env{Now: time.Now}, Replace: test.replace})
		at, ok := s.Jump(test.at)
		if due := at.LookDue(); !ok || due != test.due {
			t.Errorf("%s: due %t, jumped %t", name, due, ok)
		}
	}
	if n := Missing([]Seen{{OK: true}, {}, {}}); n != 2 {
		t.Errorf("%d missing", n)
	}
}
