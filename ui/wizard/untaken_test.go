package wizard

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/secret"
	"appreg/steps"
)

// atPasswordTest stands on the test of a registration that has all it needs.
func atPasswordTest(t *testing.T) *scene {
	t.Helper()
	s := newScene(t, nil).answered(catalog.StepToken, withUser(lcsPassword()))
	s.set(s.answers().WithSecret(steps.KeyPassword, secret.New("Passw0rd")))
	return s.answered(catalog.StepToken, nil)
}

// TestRefusedTextIsNotTestedWithTheOldAnswer: a password must not be sent for another user than the one on the screen.
func TestRefusedTextIsNotTestedWithTheOldAnswer(t *testing.T) {
	for name, start := range map[string][]string{
		"at once":                {"ctrl+t"},
		"from a later field":     {"tab", "ctrl+t"},
		"after the last field":   {"tab", "tab", "enter"},
		"after another's answer": {"tab", "tab", "1", "2", "3", "4", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			s := atPasswordTest(t)
			s.press("ctrl+u")
			s.typeText("nobody")
			s.press(start...)
			if s.verified != 0 || s.pane().form.key() != steps.KeyUsername {
				t.Fatalf("%d tests, focus on %s:\n%s", s.verified, s.pane().form.key(), s.screen())
			}
			s.wants("nobody", "a sign-in name has a name, an @ and a domain")
			s.typeText("@contoso.com")
			s.press("ctrl+t")
			if s.verified != 1 || s.tested[0].Username != "nobody@contoso.com" {
				t.Errorf("%d tests:\n%s", s.verified, s.screen())
			}
		})
	}
}

// TestRefusedTextIsSeenFromOtherFields, not the older answer in its place.
func TestRefusedTextIsSeenFromOtherFields(t *testing.T) {
	s := atPasswordTest(t)
	s.press("ctrl+u")
	s.typeText("nobody")
	s.press("tab")
	s.wants("✗ User name nobody not taken yet")
	s.lacks("jan@contoso.com")
}

// TestMovedChoiceIsSeenFromOtherFields: an option that was moved to and not taken stays in sight, and nobody goes on
// with the one before it.
func TestMovedChoiceIsSeenFromOtherFields(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepStart, bcSecret())
	s.press("f12")
	s.pane().focusOn(steps.KeyCloud, quiet, "")
	s.lacks("not taken yet")
	s.press("down", "shift+tab")
	s.wants("○ Cloud US Government GCC (signs in at t… not taken yet")
	s.pane().focus(len(s.pane().form.parts) - 1)
	s.press("enter")
	if s.at() != catalog.StepStart || s.pane().form.key() != steps.KeyCloud {
		t.Errorf("went on to %s, focus on %s", s.at(), s.pane().form.key())
	}
	s.press("up", "enter")
	s.lacks("not taken yet")
	s = newScene(t, nil).answered(catalog.StepStart, bcSecret())
	s.press("1", "enter") // another API: what it settles is nobody's move
	s.lacks("not taken yet")
}

// TestRefusedNameIsNotSavedUnderAnother one, neither the one proposed nor the one before.
func TestRefusedNameIsNotSavedUnderAnother(t *testing.T) {
	s := atSave(t, nil)
	s.typeText("my profile")
	s.press("tab", "tab", "enter")
	if len(s.saves) != 0 || s.pane().form.key() != steps.KeyProfile {
		t.Fatalf("%d saves, focus on %s:\n%s", len(s.saves), s.pane().form.key(), s.screen())
	}
	s.press("ctrl+u")
	s.press("tab", "tab", "enter")
	if len(s.saves) != 1 || s.saves[0].Profile != "business-central-contoso" {
		t.Errorf("saved %+v:\n%s", s.saves, s.screen())
	}
}

// TestUnreadFileIsNotPassedOver: a path that was typed and left is read before the wizard goes on.
func TestUnreadFileIsNotPassedOver(t *testing.T) {
	answers := bcSecret()
	answers[steps.KeyFlow] = string(catalog.ClientCertificate)
	s := newScene(t, nil).answered(catalog.StepCredential, answers)
	s.set(s.answers().With(steps.KeyCertificate, "old.pem").WithSecret(steps.KeyCertificate, secret.New("read before")))
	s.answered(catalog.StepCredential, nil)
	s.press("ctrl+u")
	s.typeText("new.pem")
	s.press("tab", "tab", "enter")
	if s.at() != catalog.StepCredential || s.pane().form.key() != steps.KeyCertificate {
		t.Errorf("at %s, focus on %s", s.at(), s.pane().form.key())
	}
	s.wants("new.pem", "Not taken yet: Enter takes it.")
}

// TestAnotherAnswerTakesThePlaceOfRefusedText, and what was said about it goes with it.
func TestAnotherAnswerTakesThePlaceOfRefusedText(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepApplication, map[steps.Key]string{steps.KeyAPI: "lcs", steps.KeyFlow: "password"})
	s.typeText("not a tenant")
	s.press("tab")
	s.wants("this is neither a GUID nor a domain")
	s.paste("Application (client) ID: " + clientGUID + "\nDirectory (tenant) ID: " + tenantGUID)
	s.press("tab", "shift+tab")
	s.wants(tenantGUID)
	s.lacks("neither a GUID")
}

// TestPastedPermissionsAreTakenOnce: names that were corrected do not count as text not taken.
func TestPastedPermissionsAreTakenOnce(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepPermissions, map[steps.Key]string{
		steps.KeyAPI: "power-platform", steps.KeyFlow: "device-code", steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID})
	s.press("f12")
	s.paste("https://api.powerplatform.com/AppManagement.ApplicationPackages.Read,https://api.powerplatform.com/.default")
	s.press("enter")
	if got := s.answers().Get(steps.KeyPermissions); got != "AppManagement.ApplicationPackages.Read" || s.at() == catalog.StepPermissions {
		t.Errorf("at %s with %q:\n%s", s.at(), got, s.screen())
	}
}
