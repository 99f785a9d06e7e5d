package verify_test

import (
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
	"appreg/internal/verify"
)

// person is somebody who signs in whenever asked.
func person(shown *[]report.SignIn) verify.PageSignIn {
	return verify.PageSignIn{
		Open: func(string) error { return nil },
		Show: func(s report.SignIn) { *shown = append(*shown, s) },
	}
}

func TestInteractiveFlows(t *testing.T) {
	tests := map[string]struct {
		flow    catalog.Flow
		change  func(*registration.Registration, *fakeEntra, *verify.Input)
		account report.Status
		token   report.Status
		cause   cause.Label // of the first failure
		shown   int
	}{
		"device code": {flow: catalog.DeviceCode, account: report.OK, token: report.OK, shown: 1},
		"browser":     {flow: catalog.Browser, account: report.OK, token: report.OK, shown: 1},
		"another user": {flow: catalog.Browser, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.claims["upn"] = "somebody.else@contoso.onmicrosoft.com"
		}, account: report.Fail, token: report.Skip, cause: "guest_or_msa_account", shown: 1},
		"another tenant": {flow: catalog.Browser, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.claims["tid"] = "11111111-2222-3333-4444-555555555555"
		}, account: report.Fail, token: report.Skip, cause: "authority_wrong_tenant", shown: 1},
		"the token does not say who": {flow: catalog.Browser, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			delete(f.claims, "upn")
		}, account: report.Warn, token: report.OK, shown: 1},
		"the token cannot be read": {flow: catalog.Browser, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.answer = func(a *entra.Answer) { a.AccessToken = secret.New("opaque") }
		}, account: report.Warn, token: report.OK, shown: 1},
		"the token does not say who, and nobody was meant": {flow: catalog.Browser, change: func(r *registration.Registration, f *fakeEntra, _ *verify.Input) {
			delete(f.claims, "upn")
			r.Username = ""
		}, account: report.OK, token: report.OK, shown: 1},
		"nobody meant in particular": {flow: catalog.DeviceCode, change: func(r *registration.Registration, f *fakeEntra, _ *verify.Input) {
			r.Username, f.claims["upn"] = "", "whoever@contoso.onmicrosoft.com"
		}, account: report.OK, token: report.OK, shown: 1},
		"declined": {flow: catalog.DeviceCode, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.tokenErr = &entra.DeviceError{Reason: entra.Declined}
		}, account: report.Skip, token: report.Fail, cause: "authorization_declined", shown: 1},
		"expired, only pending seen": {flow: catalog.DeviceCode, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.tokenErr = &entra.DeviceError{Reason: entra.Expired, Pending: 3}
		}, account: report.Skip, token: report.Fail, cause: "device_code_expired", shown: 1},
		"never came back": {flow: catalog.Browser, change: func(_ *registration.Registration, f *fakeEntra, _ *verify.Input) {
			f.tokenErr = &entra.NoRedirectError{}
		}, account: report.Skip, token: report.Fail, cause: "redirect_uri_mismatch", shown: 1},
		"nobody to ask": {flow: catalog.Browser, change: func(_ *registration.Registration, _ *fakeEntra, in *verify.Input) {
			in.SignIn = verify.PageSignIn{}
		}, account: report.Skip, token: report.Fail, cause: "interaction_required"},
		"a kept sign-in": {flow: catalog.Browser, change: func(_ *registration.Registration, _ *fakeEntra, in *verify.Input) {
			in.SignIn = verify.PageSignIn{Refresh: secret.New("refresh")}
		}, account: report.OK, token: report.OK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(catalog.LCS, tt.flow)
			var shown []report.SignIn
			var kept []entra.Answer
			in := verify.Input{SignIn: person(&shown), Obtained: func(_ registration.Registration, a entra.Answer) { kept = append(kept, a) }}
			if tt.change != nil {
				tt.change(&reg, fake, &in)
			}
			in.Registration = reg
			rep, _ := do(t, fake, in)
			if got := finding(t, rep, report.Account).Status; got != tt.account {
				t.Errorf("account %s, want %s", got, tt.account)
			}
			if got := finding(t, rep, report.Token).Status; got != tt.token {
				t.Errorf("token %s, want %s", got, tt.token)
			}
			if got := first(rep); got != tt.cause {
				t.Errorf("cause %q, want %q", got, tt.cause)
			}
			if len(shown) != tt.shown {
				t.Errorf("shown %d times, want %d", len(shown), tt.shown)
			}
			if wantKept := tt.token == report.OK; wantKept != (len(kept) == 1) {
				t.Errorf("%d tokens handed out to keep", len(kept))
			}
		})
	}
}

func TestAKeptSignInAsksForAnother(t *testing.T) {
	reg, fake := working(catalog.LCS, catalog.Browser)
	do(t, fake, verify.Input{Registration: reg, SignIn: verify.PageSignIn{Refresh: secret.New("refresh")}})
	if !fake.refreshed.Equal(secret.New("refresh")) || !strings.HasSuffix(fake.requests[0].Scope, "//.default offline_access") {
		t.Errorf("scope %q", fake.requests[0].Scope)
	}
}

// TestNobodyToAsk: whatever is missing, nothing is called that is not there, and a profile at which nobody has signed in
// yet is told apart from one whose sign-in has ended.
func TestNobodyToAsk(t *testing.T) {
	revoked := &entra.Error{HTTPStatus: 400, Code: "invalid_grant", Codes: []int{50173}}
	kept := verify.PageSignIn{Refresh: secret.New("refresh")}
	for name, tt := range map[string]struct {
		in      verify.Input
		err     error // of the renewal
		cause   cause.Label
		title   string // a part
		command string
		sent    int
	}{
		"never signed in":              {in: verify.Input{Profile: "p", Saved: true}, cause: "interaction_required", title: "Nobody has signed in yet", command: "appreg token p"},
		"not a saved profile":          {in: verify.Input{Profile: "label"}, cause: "interaction_required", title: "Sign-in required"},
		"ended before":                 {in: verify.Input{Profile: "p", Saved: true, SignIn: verify.PageSignIn{Ended: "refresh_token_expired"}}, cause: "refresh_token_expired", title: "refresh token", command: "appreg token p"},
		"ended now":                    {in: verify.Input{Profile: "p", Saved: true, SignIn: kept}, err: revoked, cause: "session_revoked", title: "revoked", command: "appreg token p", sent: 1},
		"no answer":                    {in: verify.Input{Profile: "p", Saved: true, SignIn: kept}, err: &transport.NetworkError{Kind: transport.DNS}, cause: "network_dns", title: "host name", command: "nslookup login.microsoftonline.com", sent: 1},
		"an answer of somebody else's": {in: verify.Input{Profile: "p", Saved: true, SignIn: kept}, err: &transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, cause: "answer_not_json", title: "answered", sent: 1},
	} {
		for _, flow := range []catalog.Flow{catalog.Browser, catalog.DeviceCode} {
			t.Run(name+", "+string(flow), func(t *testing.T) {
				reg, fake := working(catalog.LCS, flow)
				fake.tokenErr = tt.err
				in := tt.in
				in.Registration = reg
				rep, _ := do(t, fake, in)
				f := finding(t, rep, report.Token)
				if f.Status != report.Fail || f.Cause != tt.cause || !strings.Contains(f.Title, tt.title) || tt.command != "" && f.Fix.Command != tt.command {
					t.Errorf("%s %q %q, command %q", f.Status, f.Cause, f.Title, f.Fix.Command)
				}
				if tt.command == "" && strings.Contains(f.Fix.Command, "label") {
					t.Errorf("a command for a profile that is not saved: %s", f.Fix.Command)
				}
				if len(fake.requests) != tt.sent {
					t.Errorf("%d requests", len(fake.requests))
				}
			})
		}
	}
}

// TestNoBrowserToOpen: the address is shown, and nothing that is not there is called.
func TestNoBrowserToOpen(t *testing.T) {
	reg, fake := working(catalog.LCS, catalog.Browser)
	var shown []report.SignIn
	rep, _ := do(t, fake, verify.Input{Registration: reg, SignIn: verify.PageSignIn{Show: func(s report.SignIn) { shown = append(shown, s) }}})
	if rep.Verdict != report.Ready || len(shown) != 1 || shown[0].Opened {
		t.Errorf("%s, shown %+v", rep.Verdict, shown)
	}
}

// TestOnlyAKnownPersonIsTheRightOne: what the token does not say is not claimed.
func TestOnlyAKnownPersonIsTheRightOne(t *testing.T) {
	const right = "The right person signed in"
	for name, tt := range map[string]struct {
		username bool
		without  []string
		title    string // its beginning
		says     string
	}{
		"all named":              {true, nil, right, "alex@contoso"},
		"no user":                {true, []string{"upn"}, "Signed in, but the token doesn't say whether it was alex@", "object ID object"},
		"no user and no id":      {true, []string{"upn", "oid"}, "Signed in, but ", "an unnamed user"},
		"no tenant":              {true, []string{"tid"}, right, "of an unnamed tenant"},
		"anybody":                {false, nil, "A user of this tenant signed in", "alex@contoso"},
		"anybody, no tenant":     {false, []string{"tid"}, "Somebody signed in", "of an unnamed tenant"},
		"anybody, nothing named": {false, []string{"tid", "upn", "oid"}, "Somebody signed in", "an unnamed user"},
	} {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(catalog.LCS, catalog.Browser)
			if !tt.username {
				reg.Username = ""
			}
			for _, claim := range tt.without {
				delete(fake.claims, claim)
			}
			var shown []report.SignIn
			rep, _ := do(t, fake, verify.Input{Registration: reg, SignIn: person(&shown)})
			f := finding(t, rep, report.Account)
			if !strings.HasPrefix(f.Title, tt.title) || f.Title != right && strings.Contains(f.Title, right) || !strings.Contains(f.Evidence, tt.says) {
				t.Errorf("%q, %q", f.Title, f.Evidence)
			}
		})
	}
}

// TestTheLiveCheckAsksNobodyToSignIn: beside the field only the account's kind is looked up.
func TestTheLiveCheckAsksNobodyToSignIn(t *testing.T) {
	for _, kind := range []entra.AccountType{entra.Managed, entra.Federated} {
		reg, fake := working(catalog.LCS, catalog.Browser)
		fake.user.AccountType = kind
		v := verify.Verifier{Entra: fake, Probe: fake, Now: func() time.Time { return now }}
		if f := v.Account(t.Context(), reg); f.Status != report.OK || len(fake.requests) != 0 {
			t.Errorf("%s: %s %q, %d token requests", kind, f.Status, f.Title, len(fake.requests))
		}
	}
}

// TestAnotherCloudIsNamed: where a tenant lives elsewhere, the finding says how to go there.
func TestAnotherCloudIsNamed(t *testing.T) {
	for _, tt := range []struct {
		api      catalog.API
		instance string
		command  string
	}{
		{catalog.PowerPlatform, "microsoftonline.us", "appreg setup --cloud gcc-high"},
		{catalog.PowerApps, "partner.microsoftonline.cn", "appreg setup --cloud china"},
		{catalog.LCS, "partner.microsoftonline.cn", "appreg setup --api lcs --region china"},
		{catalog.LCS, "microsoftonline.us", ""},
		{catalog.BusinessCentral, "microsoftonline.us", ""}, // nothing to choose there either
		{catalog.BusinessCentral, "partner.microsoftonline.cn", ""},
	} {
		reg, fake := working(tt.api, catalog.Password)
		fake.tenant.CloudInstance = tt.instance
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		f := finding(t, rep, report.Tenant)
		if f.Cause != "wrong_cloud" || f.Fix.Command != tt.command || len(f.Fix.Steps) == 0 {
			t.Errorf("%s at %s: %q, command %q, want %q", tt.api, tt.instance, f.Cause, f.Fix.Command, tt.command)
		}
		where := map[bool]string{true: "The first step here: cloud or region", false: "Your values"}[tt.command != ""]
		if chooses := strings.HasPrefix(f.Fix.Steps[0], "Select "); chooses != (tt.command != "") || f.Fix.Where != where {
			t.Errorf("%s at %s: %q: %q", tt.api, tt.instance, f.Fix.Where, f.Fix.Steps)
		}
	}
	reg, fake := working(catalog.PowerApps, catalog.Password)
	reg.Cloud = catalog.GCC // signs in at the public cloud
	if rep, _ := do(t, fake, verify.Input{Registration: reg}); finding(t, rep, report.Tenant).Status != report.OK {
		t.Error("a GCC tenant at the public login host is not at home")
	}
}

func first(rep report.Report) cause.Label {
	for _, f := range rep.Findings {
		if f.Status == report.Fail {
			return f.Cause
		}
	}
	return ""
}

// TestOnlyARefusalAsksThePersonAgain: a kept sign-in of which nobody has said that it is over is left alone.
func TestOnlyARefusalAsksThePersonAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		err   error // of the renewal
		shown int
	}{
		"refused":   {&entra.Error{HTTPStatus: 400, Code: "invalid_grant", Codes: []int{50173}}, 1},
		"no answer": {&transport.NetworkError{Kind: transport.DNS}, 0},
		"a page":    {&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200}, 0},
		"renewed":   {nil, 0},
	} {
		reg, fake := working(catalog.LCS, catalog.Browser)
		fake.tokenErr = tt.err
		var shown []report.SignIn
		in := verify.Input{Registration: reg, SignIn: person(&shown)}
		in.SignIn.Refresh = secret.New("refresh")
		do(t, fake, in)
		if len(shown) != tt.shown || len(fake.requests) != 1+tt.shown {
			t.Errorf("%s: shown %d times, %d requests", name, len(shown), len(fake.requests))
		}
	}
}

// TestTheCommandToSignInIsForWhomNobodyIsAsked: a person who is there has just tried.
func TestTheCommandToSignInIsForWhomNobodyIsAsked(t *testing.T) {
	for name, command := range map[string]string{"a script": "appreg token p", "a person": ""} {
		reg, fake := working(catalog.LCS, catalog.DeviceCode)
		fake.tokenErr = &entra.Error{HTTPStatus: 400, Code: "invalid_grant", Codes: []int{50173}}
		var shown []report.SignIn
		in := verify.Input{Profile: "p", Saved: true, Registration: reg, SignIn: verify.PageSignIn{Refresh: secret.New("refresh")}}
		if name == "a person" {
			in.SignIn = person(&shown)
		}
		rep, _ := do(t, fake, in)
		if f := finding(t, rep, report.Token); f.Status != report.Fail || f.Fix.Command != command {
			t.Errorf("%s: %s, command %q", name, f.Status, f.Fix.Command)
		}
	}
}

// TestALoginHostOfOnesOwnIsInNoCloud: whose tenant it serves is not compared with the cloud's.
func TestALoginHostOfOnesOwnIsInNoCloud(t *testing.T) {
	for authority, want := range map[string]report.Status{"": report.Fail, "https://login.example": report.OK} {
		reg, fake := working(catalog.PowerApps, catalog.ClientSecret)
		reg.Overrides.Authority = authority
		fake.tenant.CloudInstance = "microsoftonline.us"
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		if f := finding(t, rep, report.Tenant); f.Status != want {
			t.Errorf("%q: %s %q", authority, f.Status, f.Title)
		}
	}
}
