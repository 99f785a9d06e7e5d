package wizard

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

// walks go from nothing to a saved profile, by keys alone.
var walks = []struct {
	name string
	api  string // its digit in the list
	fill map[steps.Key]string
	want map[steps.Key]string
	reg  func(session.SaveRequest) bool
}{
	{"business-central", "4", map[steps.Key]string{steps.KeyFlow: "client-secret", steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary},
		map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyTenantID: tenantGUID},
		func(r session.SaveRequest) bool {
			return r.Registration.Flow == catalog.ClientSecret && !r.Registration.Credential.Secret.IsZero()
		}},
	{"lcs", "1", map[steps.Key]string{steps.KeyFlow: "password", steps.KeyTenant: tenantGUID, steps.KeyClientID: clientGUID, steps.KeyUsername: "jan@contoso.com", steps.KeyPassword: "Passw0rd"},
		map[steps.Key]string{steps.KeyAPI: "lcs"},
		func(r session.SaveRequest) bool {
			return r.Registration.Username == "jan@contoso.com" && !r.SavePassword
		}},
	{"power-platform", "2", map[steps.Key]string{steps.KeyFlow: "client-secret", steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary},
		map[steps.Key]string{steps.KeyAPI: "power-platform"},
		func(r session.SaveRequest) bool { return r.Registration.Flow == catalog.ClientSecret }},
	{"power-apps", "3", map[steps.Key]string{steps.KeyFlow: "password", steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeyUsername: "jan@contoso.com", steps.KeyPassword: "Passw0rd"},
		map[steps.Key]string{steps.KeyAPI: "power-apps"},
		func(r session.SaveRequest) bool { return r.Registration.Flow == catalog.Password }},
}

// TestFromNothingToSaved answers what each field asks and presses enter until the profile is saved.
func TestFromNothingToSaved(t *testing.T) {
	for _, walk := range walks {
		t.Run(walk.name, func(t *testing.T) {
			s := newScene(t, nil)
			s.report = readyTest()
			s.press(walk.api)
			for range 60 {
				if s.saved() {
					break
				}
				if p, ok := s.pane().form.here(); ok && !s.onResult() && p.input.Raw() != walk.fill[p.field.Key] {
					if value := walk.fill[p.field.Key]; value != "" && !p.given {
						if p.field.Kind == steps.Choice {
							p.input = p.input.Set(value)
							s.pane().form = s.pane().form.set(p)
						} else {
							s.send(tea.PasteMsg{Content: value})
						}
					}
				}
				s.rest()
				s.press("enter")
			}
			if len(s.saves) != 1 || s.verified != 1 {
				t.Fatalf("%d saves, %d tests, at %s:\n%s", len(s.saves), s.verified, s.at(), s.screen())
			}
			for key, want := range walk.want {
				if got := s.answers().Get(key); got != want {
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

// TestStory is the demo: check, explanation, fix, test again, ready.
func TestStory(t *testing.T) {
	s := atToken(t, 80, 24)
	s.fixable = true
	s.press("ctrl+t")
	s.wants("✗ One thing to fix", "the client secret has expired", "e fix it in the portal")
	s.press("pgdown", "pgdown", "e")
	s.wants("Consent was granted in the demo portal. Test again.", "enter test again")
	s.lacks("fix it in the portal")
	s.report = readyTest()
	s.press("t")
	s.wants("✓ Ready: all checks passed", "API.ReadWrite.All")
	s.lacks("to fix", "Consent was granted")
	s.press("up", "down")
	s.fixable = false
	s.report = refusedTest()
	s.press("t", "e")
	if s.lacks("fix it in the portal"); s.w.fixed != "" {
		t.Error("something was fixed that was not offered")
	}
}

// TestFixNeedsNoRetyping: what the fix changed is what the next test sends, and nothing is offered once all is fixed.
func TestFixNeedsNoRetyping(t *testing.T) {
	s := atToken(t, 80, 24)
	fresh := "xyz8Q~" + "Fresh1Fresh2Fresh3Fresh4Fresh5Fres"
	s.fixable, s.fixed = true, map[steps.Key]string{steps.KeySecret: fresh, steps.KeySecretExpires: "2027-05-31"}
	s.press("ctrl+t", "e")
	s.wants("Test again.", "One thing to fix") // the report on the screen is the last test's
	s.fixable = false
	s.press("e", "enter")
	if len(s.tested) != 2 || !s.tested[1].Credential.Secret.Equal(secret.New(fresh)) || s.tested[1].SecretExpires != "2027-05-31" {
		t.Fatalf("%d tests, the last without what was fixed", len(s.tested))
	}
	s.lacks("fix it in the portal", fresh)
}

// TestFill types the demo's values, masked where they are secret.
func TestFill(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
	s.watch(keyPress("ctrl+f"))
	s.wants("••••••••")
	s.watch(keyPress("enter"))
	if !s.answers().Has(steps.KeySecret) {
		t.Error("not taken")
	}
	s.send(filledMsg{catalog.StepApplication, map[steps.Key]string{steps.KeySecret: "late"}})
	if p, _ := s.pane().form.part(steps.KeySecret); p.input.Raw() != "" {
		t.Error("a late value was typed into a field that was left")
	}
}

// TestOverviewPaste fills both fields from the portal's block.
func TestOverviewPaste(t *testing.T) {
	s := atTenant(t)
	s.paste("Display name\nContoso app\nApplication (client) ID\n" + clientGUID + "\nObject ID\n11111111-2222-4333-8444-555555555555\nDirectory (tenant) ID\n" + tenantGUID + "\n")
	a := s.answers() // at once: what the block answers shows before anybody goes on
	if a.Get(steps.KeyTenant) != tenantGUID || a.Get(steps.KeyClientID) != clientGUID {
		t.Errorf("tenant %q, client %q\n%s", a.Get(steps.KeyTenant), a.Get(steps.KeyClientID), s.screen())
	}
	if p, _ := s.pane().form.part(steps.KeyClientID); p.input.Raw() != clientGUID {
		t.Errorf("the second field shows %q", p.input.Raw())
	}
}

// TestTab takes what is typed where it is right, keeps it where it is not, and goes on in either case.
func TestTab(t *testing.T) {
	s := atTenant(t)
	s.press("f12")
	s.typeText(" {contoso.com} ")
	s.press("tab")
	if s.pane().form.key() != steps.KeyClientID {
		t.Fatalf("focus on %s", s.pane().form.key())
	}
	s.typeText("no guid")
	s.press("tab", "shift+tab")
	p, _ := s.pane().form.here()
	if p.field.Key != steps.KeyClientID || p.input.Raw() != "no guid" || p.level != bad {
		t.Errorf("focus on %s with %q, note %q", p.field.Key, p.input.Raw(), p.note)
	}
	s.press("up")
	if s.pane().form.key() != steps.KeyTenant {
		t.Errorf("up leads to %s", s.pane().form.key())
	}
	s.press("down")
	if s.pane().form.key() != steps.KeyClientID {
		t.Errorf("down leads to %s", s.pane().form.key())
	}
	s.press("up", "up", "shift+tab")
	if s.pane().form.key() != steps.KeyTenant {
		t.Errorf("before the first field: %s", s.pane().form.key())
	}
}

// TestMissingIsNamed does not leave a step that lacks an answer.
func TestMissingIsNamed(t *testing.T) {
	s := atTenant(t)
	s.press("f12")
	s.typeText("contoso.com")
	s.press("tab", "tab", "enter")
	if s.at() != catalog.StepApplication || s.pane().form.key() != steps.KeyClientID {
		t.Errorf("at %s, focus on %s", s.at(), s.pane().form.key())
	}
	s.wants("Client ID is needed here.")
}

// TestJumpsOutside do nothing.
func TestJumpsOutside(t *testing.T) {
	s := newScene(t, nil)
	s.press("alt+9", "esc", "alt+2")
	if s.at() != catalog.StepStart {
		t.Errorf("at %s", s.at())
	}
	s.answered(catalog.StepPermissions, bcSecret())
	s.press("alt+9")
	if s.at() != catalog.StepPermissions {
		t.Errorf("at %s", s.at())
	}
}

// TestStartFromFlags stands on the first step that lacks something.
func TestStartFromFlags(t *testing.T) {
	a := steps.Answers{}
	for key, value := range bcSecret() {
		a = a.With(key, value)
	}
	s := newScene(t, func(_ *scene, o *Options) { o.Start, o.Profile = a, "bc-dev" })
	if s.at() != catalog.StepCredential || s.answers().Get(steps.KeyProfile) != "bc-dev" {
		t.Errorf("at %s with profile %q", s.at(), s.answers().Get(steps.KeyProfile))
	}
}

// TestFillWithoutAValue leaves what was typed alone.
func TestFillWithoutAValue(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, bcSecret())
	s.press("f12")
	s.typeText("Production")
	s.watch(keyPress("ctrl+f"))
	if p, _ := s.pane().form.here(); p.input.Raw() != "Production" {
		t.Errorf("holds %q", p.input.Raw())
	}
	s.wants("The demo has nothing to fill in here.")
}
