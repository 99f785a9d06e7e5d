package session

import (
	"testing"

	"appreg/internal/secret"
	"appreg/steps"
)

func TestMergedTakesWhatWasGivenBeforehand(t *testing.T) {
	draft := steps.Answers{}.With(steps.KeyTenant, "old.com").With(steps.KeyAPI, "lcs")
	start := steps.Answers{}.With(steps.KeyTenant, "new.com").WithSecret(steps.KeySecret, secret.New("a secret"))
	start.Overrides.Authority = "https://127.0.0.1:1"
	got := merged(draft, start)
	if got.Get(steps.KeyTenant) != "new.com" || got.Get(steps.KeyAPI) != "lcs" || got.Secret(steps.KeySecret).IsZero() {
		t.Errorf("merged to %v", got.Draft())
	}
	if got.Overrides != start.Overrides {
		t.Error("the overrides of this run must stand")
	}
}
