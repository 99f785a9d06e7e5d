package session

import (
	"testing"

	"appreg/internal/catalog"
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

// TestEverySecretCounts: what a flow has for a secret, one of a later version too, is a secret to a session: another one is
// another registration, and a draft that is taken up doesn't lose it.
func TestEverySecretCounts(t *testing.T) {
	keys := []steps.Key{"a-later-secret", steps.KeyCertificate}
	for _, flow := range catalog.Flows() {
		if key := steps.SecretKey(flow.Flow); key != "" {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		before, now := steps.Answers{}.WithSecret(key, secret.New("old")), steps.Answers{}.WithSecret(key, secret.New("new"))
		if !otherRegistration(before, now) || !otherRegistration(before, steps.Answers{}) || !otherRegistration(steps.Answers{}, now) {
			t.Errorf("%s: another one leaves a verification as it is", key)
		}
		if otherRegistration(before, before) {
			t.Errorf("%s: the same one is another registration", key)
		}
		if !merged(steps.Answers{}, now).Secret(key).Equal(now.Secret(key)) {
			t.Errorf("%s is lost", key)
		}
		if len(now.Draft()) != 0 {
			t.Errorf("%s reaches a draft", key)
		}
	}
	if otherRegistration(steps.Answers{}, steps.Answers{}.WithSecret(steps.KeyPassphrase, secret.New("of the vault"))) {
		t.Error("how to save is another registration")
	}
}
