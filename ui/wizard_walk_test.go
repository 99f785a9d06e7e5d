package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
)

// walks go from nothing to a saved profile, by keys alone.
var walks = []struct {
	name string
	api  string // its digit in the list
	fill map[steps.Key]string
	want map[steps.Key]string
	reg  func(SaveRequest) bool
}{
	{"business-central", "4", map[steps.Key]string{steps.KeyFlow: "client-secret", steps.KeySignsIn: steps.SignsInApp, steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary},
		map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyTenantID: tenantGUID},
		func(r SaveRequest) bool {
			return r.Registration.Flow == catalog.ClientSecret && !r.Registration.Credential.Secret.IsZero()
		}},
	{"lcs", "1", map[steps.Key]string{steps.KeyTenant: tenantGUID, steps.KeyClientID: clientGUID, steps.KeyUsername: "jan@contoso.com", steps.KeyPassword: "Passw0rd"},
		map[steps.Key]string{steps.KeyAPI: "lcs"},
		func(r SaveRequest) bool { return r.Registration.Username == "jan@contoso.com" && !r.SavePassword }},
	{"power-platform", "2", map[steps.Key]string{steps.KeyFlow: "client-secret", steps.KeySignsIn: steps.SignsInApp, steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary},
		map[steps.Key]string{steps.KeyAPI: "power-platform"},
		func(r SaveRequest) bool { return r.Registration.Flow == catalog.ClientSecret }},
	{"power-apps", "3", map[steps.Key]string{steps.KeyFlow: "password", steps.KeySignsIn: steps.SignsInUser, steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeyUsername: "jan@contoso.com", steps.KeyPassword: "Passw0rd"},
		map[steps.Key]string{steps.KeyAPI: "power-apps"},
		func(r SaveRequest) bool { return r.Registration.Flow == catalog.Password }},
}

// TestFromNothingToSaved answers what each field asks and presses enter until the profile is saved.
func TestFromNothingToSaved(t *testing.T) {
	for _, walk := range walks {
		t.Run(walk.name, func(t *testing.T) {
			s := newScene(t, nil)
			s.report = readyTest()
			s.press(walk.api)
			for range 60 {
				if s.w.save.state == savedDone {
					break
				}
				if p, ok := s.w.form.here(); ok && !s.w.onResult() && p.input.Raw() != walk.fill[p.field.Key] {
					if value := walk.fill[p.field.Key]; value != "" && !p.given {
						if p.field.Kind == steps.Choice {
							p.input = p.input.Set(value)
							s.w.form = s.w.form.set(p)
						} else {
							s.send(tea.PasteMsg{Content: value})
						}
					}
				}
				s.rest()
				s.press("enter")
			}
			if len(s.saves) != 1 || s.verified != 1 {
				t.Fatalf("%d saves, %d tests, at %s:\n%s", len(s.saves), s.verified, s.w.machine.At(), s.screen())
			}
			for key, want := range walk.want {
				if got := s.w.machine.Answers().Get(key); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
			if !walk.reg(s.saves[0]) || s.saves[0].Report.Verdict != report.Ready {
				t.Errorf("saved %+v", s.saves[0])
			}
			s.wants("✓ Saved")
		})
	}
}

// TestStory is the demo: check, explanation, mending, test again, ready.
func TestStory(t *testing.T) {
	s := atToken(t, 80, 24)
	s.mendable = true
	s.press("ctrl+t")
	s.wants("REFUSED", "the client secret has expired")
	s.press("pgdown", "pgdown", "e")
	s.wants("Consent was granted in the simulated portal. Test again.", "enter go on to save t test again")
	s.lacks("mend in the portal")
	s.report = readyTest()
	s.press("t")
	s.wants("READY", "Everything that was checked holds.", "API.ReadWrite.All")
	s.lacks("REFUSED", "Consent was granted")
	s.press("up", "down")
	s.mendable = false
	s.report = refusedTest()
	s.press("t", "e")
	s.wants("There is nothing to mend")
}

// TestFill types the demo's values, masked where they are secret.
func TestFill(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
	s.watch(keyPress("ctrl+f"))
	s.wants("••••••••")
	s.watch(keyPress("enter"))
	if !s.w.machine.Answers().Has(steps.KeySecret) {
		t.Error("not taken")
	}
	s.send(filledMsg{steps.KeySecret, "late", true})
	if p, _ := s.w.form.part(steps.KeySecret); p.input.Raw() != "" {
		t.Error("a late value was typed into a field that was left")
	}
}

// TestOverviewPaste fills both fields from the portal's block.
func TestOverviewPaste(t *testing.T) {
	s := atTenant(t)
	s.paste("Display name\nContoso app\nApplication (client) ID\n" + clientGUID + "\nObject ID\n11111111-2222-4333-8444-555555555555\nDirectory (tenant) ID\n" + tenantGUID + "\n")
	s.press("enter")
	a := s.w.machine.Answers()
	if a.Get(steps.KeyTenant) != tenantGUID || a.Get(steps.KeyClientID) != clientGUID {
		t.Errorf("tenant %q, client %q\n%s", a.Get(steps.KeyTenant), a.Get(steps.KeyClientID), s.screen())
	}
	if p, _ := s.w.form.part(steps.KeyClientID); p.input.Raw() != clientGUID {
		t.Errorf("the second field shows %q", p.input.Raw())
	}
}

// TestTab takes what is typed where it is right, keeps it where it is not, and goes on in either case.
func TestTab(t *testing.T) {
	s := atTenant(t)
	s.typeText(" {contoso.com} ")
	s.press("tab")
	if s.w.form.key() != steps.KeyClientID {
		t.Fatalf("focus on %s", s.w.form.key())
	}
	s.typeText("no guid")
	s.press("tab", "shift+tab")
	p, _ := s.w.form.here()
	if p.field.Key != steps.KeyClientID || p.input.Raw() != "no guid" || p.level != bad {
		t.Errorf("focus on %s with %q, note %q", p.field.Key, p.input.Raw(), p.note)
	}
	s.press("up")
	if s.w.form.key() != steps.KeyTenant {
		t.Errorf("up leads to %s", s.w.form.key())
	}
	s.press("down")
	if s.w.form.key() != steps.KeyClientID {
		t.Errorf("down leads to %s", s.w.form.key())
	}
	s.press("up", "up", "shift+tab")
	if s.w.form.key() != steps.KeyTenant {
		t.Errorf("before the first field: %s", s.w.form.key())
	}
}

// TestMissingIsNamed does not leave a step that lacks an answer.
func TestMissingIsNamed(t *testing.T) {
	s := atTenant(t)
	s.typeText("contoso.com")
	s.press("tab", "tab", "enter")
	if s.w.machine.At() != catalog.StepApplication || s.w.form.key() != steps.KeyClientID {
		t.Errorf("at %s, focus on %s", s.w.machine.At(), s.w.form.key())
	}
	s.wants("Client ID is needed here.")
}

// TestJumpsOutside do nothing.
func TestJumpsOutside(t *testing.T) {
	s := newScene(t, nil)
	s.press("alt+9", "esc", "alt+2")
	if s.w.machine.At() != catalog.StepStart {
		t.Errorf("at %s", s.w.machine.At())
	}
	s.answered(catalog.StepPermissions, bcSecret())
	s.press("alt+9")
	if s.w.machine.At() != catalog.StepPermissions {
		t.Errorf("at %s", s.w.machine.At())
	}
}

// TestStartFromFlags stands on the first step that lacks something.
func TestStartFromFlags(t *testing.T) {
	a := steps.Answers{}
	for key, value := range bcSecret() {
		a = a.With(key, value)
	}
	s := newScene(t, func(_ *scene, o *WizardOptions) { o.Start, o.Profile = a, "bc-dev" })
	if s.w.machine.At() != catalog.StepCredential || s.w.machine.Answers().Get(steps.KeyProfile) != "bc-dev" {
		t.Errorf("at %s with profile %q", s.w.machine.At(), s.w.machine.Answers().Get(steps.KeyProfile))
	}
}

// TestFillWithoutAValue leaves what was typed alone.
func TestFillWithoutAValue(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, bcSecret())
	s.typeText("Production")
	s.watch(keyPress("ctrl+f"))
	if p, _ := s.w.form.here(); p.input.Raw() != "Production" {
		t.Errorf("holds %q", p.input.Raw())
	}
	s.wants("The demo has nothing to fill in here.")
}
