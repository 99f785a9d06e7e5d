package wizard

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/steps"
)

const otherTenantPaste = "Application (client) ID: " + clientGUID + " Directory (tenant) ID: 99999999-1111-4222-8333-444444444444"

// presetTenant returns a wizard whose tenant a flag gave, with whatever else start needs to stand on the application step.
func presetTenant(t *testing.T) *scene {
	return newScene(t, func(_ *scene, o *Options) {
		for key, value := range bcSecret() {
			if key != steps.KeyTenantID && key != steps.KeyClientID {
				o.Start = o.Start.With(key, value)
			}
		}
	})
}

// TestGivenAnswerIsChecked looks a tenant up that a flag gave, once, so that a paste from another tenant is noticed.
func TestGivenAnswerIsChecked(t *testing.T) {
	s := presetTenant(t)
	if s.at() != catalog.StepApplication || s.pane().form.key() != steps.KeyClientID {
		t.Fatalf("at %s, field %s", s.at(), s.pane().form.key())
	}
	if len(s.checks) != 1 || s.answers().Get(steps.KeyTenantID) != tenantGUID {
		t.Fatalf("checks %v, learned %q", s.checks, s.answers().Get(steps.KeyTenantID))
	}
	s.paste(otherTenantPaste)
	s.press("enter")
	s.wants("which one do you mean?")
	s.run(s.w.jump(catalog.StepPermissions))
	s.run(s.w.jump(catalog.StepApplication))
	if len(s.checks) != 1 {
		t.Errorf("checked again: %v", s.checks)
	}
}

// TestGivenAnswerIsCheckedOnceItsStepComes: with the tenant alone the first step asks for the API.
func TestGivenAnswerIsCheckedOnceItsStepComes(t *testing.T) {
	s := newScene(t, func(_ *scene, o *Options) { o.Start = o.Start.With(steps.KeyTenant, "contoso.com") })
	if len(s.checks) != 0 {
		t.Fatalf("checked on the first step: %v", s.checks)
	}
	given := bcSecret()
	delete(given, steps.KeyTenantID)
	s.answered(catalog.StepApplication, given)
	if len(s.checks) != 1 || s.answers().Get(steps.KeyTenantID) != tenantGUID {
		t.Errorf("checks %v", s.checks)
	}
}

// TestUntakenTextTeachesNothing: what a check found of text that is still being typed does not change the answer's facts.
func TestUntakenTextTeachesNothing(t *testing.T) {
	s := presetTenant(t)
	s.pane().focus(0)
	s.check.Learned = map[steps.Key]string{steps.KeyTenantID: clientGUID}
	s.typeText("x")
	s.rest()
	if got := s.answers().Get(steps.KeyTenantID); len(s.checks) != 2 || got != tenantGUID {
		t.Errorf("checks %v, learned %q", s.checks, got)
	}
}
