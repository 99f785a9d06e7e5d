package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestReplacingIsSaidBeforeSaving: the last step names the profile that saving replaces, however its answers were changed on the way.
func TestReplacingIsSaidBeforeSaving(t *testing.T) {
	const says = "Saving replaces profile bc-dev"
	env := testEnv(nil)
	env.Replaces = "bc-dev"
	a := registered(catalog.PowerPlatform, catalog.ClientSecret).With(KeyProfile, "bc-dev")
	for _, row := range []struct {
		name string
		env  Env
		a    Answers
		want bool
	}{
		{"the profile", env, a, true},
		{"another name", env, a.With(KeyProfile, "other"), false},
		{"nowhere", env, a.With(KeyStore, StoreNone), false},
		{"a first set-up", testEnv(nil), a, false},
	} {
		for _, step := range New(row.env, row.a).Steps() {
			if got := strings.Contains(step.Guide.text(), says); got != (row.want && step.ID == catalog.StepSave) {
				t.Errorf("%s: told at %s: %v", row.name, step.ID, got)
			}
		}
	}
}

// TestRotationIsNamed: whoever replaces a credential sees whose it is, at the step that takes the new one and only there.
func TestRotationIsNamed(t *testing.T) {
	env := testEnv(nil)
	env.Replaces = "bc-dev"
	for _, c := range combinations() {
		told := 0
		for _, step := range New(env, registered(c.api, c.flow)).Steps() {
			if !strings.Contains(step.Guide.text(), "of profile bc-dev. Until the new one is saved, the profile goes on with the old one.") {
				continue
			}
			told++
			inPortal := strings.Contains(step.Guide.Blocks[0].Text, "Leave it in the portal")
			if own := step.ID == catalog.StepCredential; inPortal != own || own == c.flow.SignsInUser() || !own && step.ID != catalog.StepToken {
				t.Errorf("%s: told at %s: %q", c, step.ID, step.Guide.Blocks[0].Text)
			}
		}
		if told != 1 {
			t.Errorf("%s: told %d times", c, told)
		}
	}
	for _, step := range New(testEnv(nil), registered(catalog.BusinessCentral, catalog.ClientSecret)).Steps() {
		if strings.Contains(step.Guide.text(), "This replaces") {
			t.Errorf("a first set-up replaces something at %s", step.ID)
		}
	}
}
