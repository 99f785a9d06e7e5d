package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

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
