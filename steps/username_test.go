package steps

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

func TestUsernameIsTaken(t *testing.T) {
	tests := map[string]struct {
		raw, want, note string
	}{
		"plain":             {"jan@contoso.com", "jan@contoso.com", ""},
		"case is kept":      {"Jan.Smit@Contoso.com", "Jan.Smit@Contoso.com", ""},
		"allowed marks":     {"j'a-n_s!#^~1@contoso.com", "j'a-n_s!#^~1@contoso.com", ""},
		"initial domain":    {"svc@contoso.onmicrosoft.com", "svc@contoso.onmicrosoft.com", ""},
		"blanks around":     {" jan@contoso.com\n", "jan@contoso.com", "blanks removed"},
		"mailto":            {"mailto:jan@contoso.com", "jan@contoso.com", "mailto: removed"},
		"from an address":   {"Jan Smit <jan@contoso.com>", "jan@contoso.com", "display name removed"},
		"angle brackets":    {"<jan@contoso.com>", "jan@contoso.com", "braces removed"},
		"zero width":        {"jan\u200b@contoso.com", "jan@contoso.com", "invisible characters removed"},
		"longest":           {strings.Repeat("a", 64) + "@" + strings.Repeat("b", 44) + ".com", strings.Repeat("a", 64) + "@" + strings.Repeat("b", 44) + ".com", ""},
		"subdomain":         {"jan@eu.contoso.co.uk", "jan@eu.contoso.co.uk", ""},
		"dot inside prefix": {"j.a.n@contoso.com", "j.a.n@contoso.com", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			accepted, problem := judge(t, testEnv(nil), registered(catalog.LCS, catalog.Password), KeyUsername, tt.raw)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Value != tt.want || accepted.Note != tt.note || accepted.Warn {
				t.Errorf("got %+v, want %q with note %q", accepted, tt.want, tt.note)
			}
		})
	}
}

func TestPersonalDomainsAreWarnedOf(t *testing.T) {
	for _, domain := range []string{"outlook.com", "hotmail.com", "live.com", "gmail.com", "Outlook.com"} {
		accepted, problem := acceptUsername(Answers{}, "jan@"+domain)
		if problem != nil || !accepted.Warn || !strings.Contains(accepted.Note, "personal accounts") {
			t.Errorf("%s: problem %v, accepted %+v", domain, problem, accepted)
		}
	}
}

func TestUsernameIsRefused(t *testing.T) {
	tests := map[string]struct {
		raw   string
		cause cause.Label
		words string
	}{
		"empty":              {"", "", "User name is missing"},
		"seed's placeholder": {"{USER_EMAIL_ADDRESS}", "user_not_found", "placeholder"},
		"bare placeholder":   {"USER_EMAIL_ADDRESS", "user_not_found", "placeholder"},
		"guest":              {"jan_fabrikam.com#EXT#@contoso.onmicrosoft.com", "guest_or_msa_account", "guest"},
		"guest, small":       {"jan_fabrikam.com#ext#@contoso.onmicrosoft.com", "guest_or_msa_account", "guest"},
		"object ID":          {objectGUID, "user_not_found", "object ID"},
		"Windows name":       {`CONTOSO\jan`, "user_not_found", "Windows name"},
		"no at":              {"jan.contoso.com", "user_not_found", "an @"},
		"nothing before":     {"@contoso.com", "user_not_found", "an @"},
		"nothing after":      {"jan@", "user_not_found", "an @"},
		"two ats":            {"jan@contoso@com.com", "user_not_found", "more than one @"},
		"blank":              {"jan smit@contoso.com", "user_not_found", "blank"},
		"dot before at":      {"jan.@contoso.com", "user_not_found", "dot right before"},
		"umlaut":             {"jürgen@contoso.com", "user_not_found", "character before the @"},
		"no domain":          {"jan@contoso", "user_not_found", "isn't a domain"},
		"prefix too long":    {strings.Repeat("a", 65) + "@contoso.com", "user_not_found", "longer than Entra allows"},
		"domain too long":    {"jan@" + strings.Repeat("b", 45) + ".com", "user_not_found", "longer than Entra allows"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, problem := judge(t, testEnv(nil), registered(catalog.LCS, catalog.Password), KeyUsername, tt.raw)
			wantProblem(t, problem, tt.cause, tt.words)
		})
	}
}

// TestUsernameIsAskedWhereAUserSignsIn: the password flow must have it, the page of Entra's does without, and an
// application has none.
func TestUsernameIsAskedWhereAUserSignsIn(t *testing.T) {
	for _, c := range combinations() {
		accepted, problem := judge(t, testEnv(nil), registered(c.api, c.flow), KeyUsername, "jan@contoso.com")
		if asked := problem == nil; asked != c.flow.SignsInUser() {
			t.Errorf("%s: user name taken: %v", c, asked)
		}
		if problem == nil && accepted.Value != "jan@contoso.com" {
			t.Errorf("%s: %+v", c, accepted)
		}
		if problem != nil && (problem.Cause != "" || !strings.Contains(problem.Message, "username isn't used")) {
			t.Errorf("%s: %+v", c, problem)
		}
	}
}

func TestUsernameAtAPageIsAHint(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.Browser, catalog.DeviceCode} {
		a := registered(catalog.LCS, flow)
		field := tokenFields(testEnv(nil), a)[0]
		if !field.Optional || field.Check != NoCheck || field.Label != "Who will sign in" || !strings.Contains(field.Help, "checks that it was this account") {
			t.Errorf("%s: %+v", flow, field)
		}
		m := accept(t, New(testEnv(nil), a), KeyUsername, "jan@contoso.com")
		if m = accept(t, m, KeyUsername, ""); m.Answers().Has(KeyUsername) {
			t.Errorf("%s: an empty answer does not remove the name", flow)
		}
		_, problem := judge(t, testEnv(nil), a, KeyUsername, "jan_fabrikam.com#EXT#@contoso.onmicrosoft.com")
		wantProblem(t, problem, "guest_or_msa_account", "guest's own account")
	}
	if field := tokenFields(testEnv(nil), registered(catalog.LCS, catalog.Password))[0]; field.Optional || field.Check != CheckUser {
		t.Errorf("password: %+v", field)
	}
}
