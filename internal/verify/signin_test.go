package verify_test

import (
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/verify"
)

// person is somebody who signs in whenever asked.
func person(shown *[]report.SignIn) verify.SignIn {
	return verify.SignIn{
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
		cause   report.Cause // of the first failure
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
			in.SignIn = verify.SignIn{}
		}, account: report.Skip, token: report.Fail, cause: "session_revoked"},
		"a kept sign-in": {flow: catalog.Browser, change: func(_ *registration.Registration, _ *fakeEntra, in *verify.Input) {
			in.SignIn = verify.SignIn{Refresh: secret.New("refresh")}
		}, account: report.OK, token: report.OK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(catalog.LCS, tt.flow)
			var shown []report.SignIn
			var kept []entra.Answer
			in := verify.Input{SignIn: person(&shown), Obtained: func(a entra.Answer) { kept = append(kept, a) }}
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
	do(t, fake, verify.Input{Registration: reg, SignIn: verify.SignIn{Refresh: secret.New("refresh")}})
	if !fake.refreshed.Equal(secret.New("refresh")) || !strings.HasSuffix(fake.requests[0].Scope, "//.default offline_access") {
		t.Errorf("scope %q", fake.requests[0].Scope)
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
		{catalog.LCS, "partner.microsoftonline.cn", "appreg setup --region china"},
		{catalog.LCS, "microsoftonline.us", ""},
	} {
		reg, fake := working(tt.api, catalog.Password)
		fake.tenant.CloudInstance = tt.instance
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		f := finding(t, rep, report.Tenant)
		if f.Cause != "wrong_cloud" || f.Fix.Command != tt.command || len(f.Fix.Steps) == 0 {
			t.Errorf("%s at %s: %q, command %q, want %q", tt.api, tt.instance, f.Cause, f.Fix.Command, tt.command)
		}
	}
	reg, fake := working(catalog.PowerApps, catalog.Password)
	reg.Cloud = catalog.GCC // signs in at the public cloud
	if rep, _ := do(t, fake, verify.Input{Registration: reg}); finding(t, rep, report.Tenant).Status != report.OK {
		t.Error("a GCC tenant at the public login host is not at home")
	}
}

func first(rep report.Report) report.Cause {
	for _, f := range rep.Findings {
		if f.Status == report.Fail {
			return f.Cause
		}
	}
	return ""
}
