package verify_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/verify"
)

// TestNothingWasSent: where a value is judged by its form, no text says that it was sent, and all say that nothing was.
func TestNothingWasSent(t *testing.T) {
	for _, cause := range []cause.Label{ // those that the steps give
		"api_env_id_wrong", "authority_wrong_tenant", "cert_unreadable", "client_id_malformed", "client_id_wrong",
		"guest_or_msa_account", "redirect_uri_mismatch", "secret_encoding", "secret_expired", "secret_is_id_not_value",
		"secret_wrong", "tenant_malformed", "user_not_found", "wrong_password",
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		rep, _ := do(t, fake, verify.Input{Registration: reg, Fault: &diagnose.Fault{Cause: cause, Message: "this cannot be", Fix: "enter another one"}})
		f := finding(t, rep, report.Input)
		text := strings.ToLower(f.Title + " " + f.Evidence + " " + f.Meaning)
		if !strings.Contains(text, "nothing was sent") || strings.Contains(strings.Replace(text, "nothing was sent", "", 1), "sent") {
			t.Errorf("%s: %s", cause, text)
		}
		if f.Cause != cause || f.Fix.Steps[0] != "Enter another one." || len(fake.requests) != 0 {
			t.Errorf("%s: %+v", cause, f)
		}
	}
}

// TestWithoutACredential: nothing was sent, and nothing says so.
func TestWithoutACredential(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate, catalog.Password} {
		reg, fake := working(catalog.BusinessCentral, flow)
		reg.Credential = registration.Credential{}
		rep, _ := do(t, fake, verify.Input{Profile: "p", Saved: true, Registration: reg})
		f := finding(t, rep, report.Input)
		saved, want := flow != catalog.Password, report.Refused
		if !saved { // a password is left out on purpose
			want = report.Incomplete
		}
		if (f.Status == report.Fail) != saved || rep.Verdict != want || rep.ExitCode() != 3 || rep.Tested() != saved || len(fake.requests) != 0 {
			t.Errorf("%s: %s %+v", flow, rep.Verdict, f)
		}
		for _, later := range rep.Findings[1:] {
			if later.Status != report.Skip {
				t.Errorf("%s: %+v", flow, later)
			}
		}
		if strings.Contains(f.Title+f.Meaning, "was sent") && !strings.Contains(f.Meaning, "Nothing was sent") || !strings.Contains(f.Fix.Command, " p") {
			t.Errorf("%s: %+v", flow, f)
		}
	}
}

// TestARefusedSecretIsJudgedByItsShape: Entra says the same of every wrong secret.
func TestARefusedSecretIsJudgedByItsShape(t *testing.T) {
	for value, says := range map[string]string{
		"cut~off8Q~secret": "shorter than any that Entra makes",
		"abc*************": "the portal's hint",
		canary:             "The secret matches none of app",
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		reg.Credential.Secret = secret.New(value)
		fake.tokenErr = &entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{7000215}}
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		if f := finding(t, rep, report.Input); (f.Status == report.Warn) != (value != canary) || f.Status == report.Fail {
			t.Errorf("%d characters: input %s %q", len(value), f.Status, f.Title)
		}
		if f := finding(t, rep, report.Token); f.Cause != "secret_wrong" || !strings.HasPrefix(f.Meaning, says) && !strings.Contains(f.Meaning[:40], says) {
			t.Errorf("%d characters: %s, %s", len(value), f.Cause, f.Meaning)
		}
	}
}

// TestATokenForSomebodyElseIsNotKept: it is judged before it is handed out.
func TestATokenForSomebodyElseIsNotKept(t *testing.T) {
	for claim, value := range map[string]string{"": "", "appid": tenantID, "tid": clientID, "aud": "https://graph.microsoft.com"} {
		reg, fake := working(catalog.LCS, catalog.Browser)
		fake.claims[claim] = value
		var shown []report.SignIn
		kept := 0
		in := verify.Input{Registration: reg, SignIn: person(&shown), Obtained: func(registration.Registration, entra.Answer) { kept++ }}
		rep, _ := do(t, fake, in)
		if want := claim == ""; (rep.Verdict == report.Ready) != want || (kept == 1) != want {
			t.Errorf("%q of another: %s, kept %d", claim, rep.Verdict, kept)
		}
	}
}

// TestClaimsSayWhatTheyDoNotName: the title claims nothing that was not compared.
func TestClaimsSayWhatTheyDoNotName(t *testing.T) {
	for name, tt := range map[string]struct {
		without []string
		title   string
	}{
		"all":         {nil, "The token is for this API, tenant and app"},
		"tenant":      {[]string{"tid"}, "The token doesn't name its tenant"},
		"application": {[]string{"appid"}, "The token doesn't name its application"},
		"API":         {[]string{"aud"}, "The token doesn't name its audience"},
		"nothing":     {[]string{"aud", "tid", "appid"}, "The token doesn't name its audience or tenant or application"},
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		for _, claim := range tt.without {
			delete(fake.claims, claim)
		}
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		if f := finding(t, rep, report.Claims); f.Title != tt.title {
			t.Errorf("%s: %q", name, f.Title)
		}
	}
}

// TestTheLastDayOfASecretCounts: a date without a time is good until its day is over; 30 days before that it is warned of.
func TestTheLastDayOfASecretCounts(t *testing.T) {
	for date, want := range map[string]report.Finding{
		"2026-11-19": {Status: report.Warn, Title: "The client secret has passed its noted end date"},
		"2026-11-20": {Status: report.Warn, Title: "The client secret expires in less than a day"},
		"2026-11-21": {Status: report.Warn, Title: "The client secret expires in 1 day"},
		"2026-12-19": {Status: report.Warn, Title: "The client secret expires in 29 days"},
		"2026-12-20": {Status: report.OK, Title: "The client secret is valid for 30 days"},
		"":           {Status: report.Skip, Title: "No end date for the client secret"},
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		reg.SecretExpires = date
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		if f := finding(t, rep, report.Expiry); f.Status != want.Status || f.Title != want.Title {
			t.Errorf("%q: %s %q", date, f.Status, f.Title)
		}
	}
}

// TestThirtyDaysAreEnough: the warning begins when less is left, not a moment sooner.
func TestThirtyDaysAreEnough(t *testing.T) {
	reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
	reg.SecretExpires = "2026-12-19"
	midnight := now.Truncate(24 * time.Hour)
	for clock, want := range map[time.Time]report.Status{midnight: report.OK, midnight.Add(1): report.Warn} {
		v := verify.Verifier{Entra: fake, Probe: fake, Now: func() time.Time { return clock }}
		if f := finding(t, v.Do(t.Context(), verify.Input{Registration: reg}, nil), report.Expiry); f.Status != want {
			t.Errorf("%v: %s %q", clock, f.Status, f.Title)
		}
	}
}

// TestRenewal says where the new secret goes: into the form that is open, or under the name of the profile.
func TestRenewal(t *testing.T) {
	for _, tt := range []struct {
		in            verify.Input
		where, advice string
	}{
		{verify.Input{}, "Enter the new one here.", ""},
		{verify.Input{Profile: "contoso", Saved: true}, "Save it here under the same name.", "appreg setup --replace --profile contoso"},
	} {
		reg, fake := working(catalog.BusinessCentral, catalog.ClientSecret)
		reg.SecretExpires = "2026-11-21"
		tt.in.Registration = reg
		rep, _ := do(t, fake, tt.in)
		fix := finding(t, rep, report.Expiry).Fix
		if !slices.Contains(fix.Steps, tt.where) || fix.Command != tt.advice {
			t.Errorf("saved %v: %q, command %q", tt.in.Saved, fix.Steps, fix.Command)
		}
	}
}
