package verify_test

import (
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

// findingRows are what is wrong, and the finding that tells it.
var findingRows = map[string]struct {
	api    catalog.API
	flow   catalog.Flow
	change func(*registration.Registration, *fakeEntra)
	id     report.ID
	status report.Status
	cause  cause.Label
	sent   int // token requests
}{
	"unknown tenant": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.tenantErr = &entra.Error{HTTPStatus: 400, Code: "invalid_tenant", Codes: []int{90002}}
	}, report.Tenant, report.Fail, "tenant_not_found", 0},
	"tenant of another cloud": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.tenant.CloudInstance = "microsoftonline.us"
	}, report.Tenant, report.Fail, "wrong_cloud", 0},
	"federated user: the password is not sent": {catalog.PowerApps, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.user.AccountType = entra.Federated
	}, report.Account, report.Fail, "federated_user", 0},
	"unknown domain": {catalog.PowerApps, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.user.AccountType = entra.Unknown
	}, report.Account, report.Warn, "", 1},
	"wrong secret": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.tokenErr = &entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{7000215}}
	}, report.Token, report.Fail, "secret_wrong", 1},
	"an assertion out of its time": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.tokenErr = &entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{700024}, Date: now.Add(-time.Minute)}
	}, report.Token, report.Fail, "assertion_expired_clock_skew", 1},
	"an assertion out of its time by our clock's fault": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.tokenErr = &entra.Error{HTTPStatus: 401, Code: "invalid_client", Codes: []int{700024}, Date: now.Add(-time.Hour)}
	}, report.Token, report.Fail, "clock_wrong", 1},
	"a token type that is not Bearer": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.answer = func(a *entra.Answer) { a.TokenType = "pop" }
	}, report.Token, report.Warn, "", 1},
	"no scope in a user's answer": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.answer = func(a *entra.Answer) { a.HasScope = false }
	}, report.Token, report.Warn, "", 1},
	"another audience": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["aud"] = "https://graph.microsoft.com"
	}, report.Claims, report.Fail, "api_wrong_audience", 1},
	"a slash in the audience does not matter": {catalog.PowerApps, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["aud"] = "https://service.powerapps.com/"
	}, report.Claims, report.OK, "", 1},
	"another tenant": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["tid"] = "11111111-2222-3333-4444-555555555555"
	}, report.Claims, report.Fail, "authority_wrong_tenant", 1},
	"another application": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["appid"] = "11111111-2222-3333-4444-555555555555"
	}, report.Claims, report.Fail, "client_id_wrong", 1},
	"expired on arrival": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["exp"] = now.Add(-time.Minute).Unix()
	}, report.Claims, report.Fail, "clock_wrong", 1},
	"an opaque token": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.answer = func(a *entra.Answer) { a.AccessToken = secret.New("opaque") }
	}, report.Claims, report.Warn, "", 1},
	"no audience": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		delete(f.claims, "aud")
	}, report.Claims, report.Warn, "", 1},
	"no tenant": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		delete(f.claims, "tid")
	}, report.Claims, report.Warn, "", 1},
	"no application": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		delete(f.claims, "appid")
	}, report.Claims, report.Warn, "", 1},
	"Business Central, user_impersonation": {catalog.BusinessCentral, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["scp"] = "user_impersonation"
	}, report.Permissions, report.OK, "", 1},
	"Business Central, another scope": {catalog.BusinessCentral, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["scp"] = "User.Read"
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"a readable token without an issuer": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		delete(f.claims, "iss")
		f.claims["scp"] = "User.Read"
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"a user's token without the scope": {catalog.LCS, catalog.Password, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["scp"] = "User.Read"
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"a chosen permission is missing": {catalog.PowerPlatform, catalog.Password, func(r *registration.Registration, _ *fakeEntra) {
		r.Permissions = append(r.Permissions, "Licensing.Allocations.Read")
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"no permission is chosen, and the token has none": {catalog.PowerPlatform, catalog.Password, func(r *registration.Registration, f *fakeEntra) {
		r.Permissions = nil
		delete(f.claims, "scp")
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"Business Central without roles": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		delete(f.claims, "roles")
	}, report.Permissions, report.Fail, "api_role_missing", 1},
	"Business Central with one role": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.claims["roles"] = []string{"API.ReadWrite.All"}
	}, report.Permissions, report.Warn, "api_role_missing", 1},
	"the secret ends soon": {catalog.BusinessCentral, catalog.ClientSecret, func(r *registration.Registration, _ *fakeEntra) {
		r.SecretExpires = "2026-12-01"
	}, report.Expiry, report.Warn, "", 1},
	"the secret's noted end has passed": {catalog.BusinessCentral, catalog.ClientSecret, func(r *registration.Registration, _ *fakeEntra) {
		r.SecretExpires = "2026-11-19"
	}, report.Expiry, report.Warn, "", 1},
	"the secret is good on its last day": {catalog.BusinessCentral, catalog.ClientSecret, func(r *registration.Registration, _ *fakeEntra) {
		r.SecretExpires = "2027-11-19"
	}, report.Expiry, report.OK, "", 1},
	"the API refuses the token": {catalog.BusinessCentral, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.outcome.API = diagnose.Because(report.Fail, "api_bc_app_not_set_up", "", diagnose.Context{})
	}, report.API, report.Fail, "api_bc_app_not_set_up", 1},
	"the duty is not done": {catalog.PowerApps, catalog.ClientSecret, func(_ *registration.Registration, f *fakeEntra) {
		f.outcome.Duty = diagnose.Because(report.Fail, "api_sp_not_management_app", "", diagnose.Context{})
	}, report.Duty, report.Fail, "api_sp_not_management_app", 1},
	"another login host without an API host": {catalog.PowerApps, catalog.ClientSecret, func(r *registration.Registration, _ *fakeEntra) {
		r.Overrides.Authority = "http://127.0.0.1:9"
	}, report.API, report.Skip, "", 1},
	"a certificate file that is not there": {catalog.BusinessCentral, catalog.ClientCertificate, func(r *registration.Registration, _ *fakeEntra) {
		r.Credential = registration.Credential{CertificateFile: "gone.pem"}
	}, report.Input, report.Fail, "cert_unreadable", 0},
}

func TestFindings(t *testing.T) {
	for name, tt := range findingRows {
		t.Run(name, func(t *testing.T) {
			reg, fake := working(tt.api, tt.flow)
			tt.change(&reg, fake)
			rep, _ := do(t, fake, verify.Input{Registration: reg})
			f := finding(t, rep, tt.id)
			if f.Status != tt.status || f.Cause != tt.cause {
				t.Errorf("finding %s: %s %q (%s), want %s %q", tt.id, f.Status, f.Cause, f.Title, tt.status, tt.cause)
			}
			if f.Title == "" {
				t.Error("the finding has no title")
			}
			if f.Status == report.Fail && f.Fix.IsZero() {
				t.Error("the failure has no fix")
			}
			if len(fake.requests) != tt.sent {
				t.Errorf("%d token requests, want %d", len(fake.requests), tt.sent)
			}
		})
	}
}

// TestPermissionsTellWhatTheTokenHas: the evidence names what the token has and what it lacks, be it one, several or none.
func TestPermissionsTellWhatTheTokenHas(t *testing.T) {
	for _, tt := range []struct {
		api  catalog.API
		flow catalog.Flow
		name string
		has  any
		want string
	}{
		{catalog.LCS, catalog.Password, "scp", "User.Read", "the token's scp has User.Read; missing: user_impersonation"},
		{catalog.LCS, catalog.Password, "scp", "User.Read openid", "the token's scp has User.Read openid; missing: user_impersonation"},
		{catalog.LCS, catalog.Password, "scp", "", "the token's scp has none; missing: user_impersonation"},
		{catalog.PowerApps, catalog.ClientSecret, "roles", []string{"Other"}, "roles: Other"},
		{catalog.PowerApps, catalog.ClientSecret, "roles", nil, "roles: none"},
	} {
		reg, fake := working(tt.api, tt.flow)
		fake.claims[tt.name] = tt.has
		rep, _ := do(t, fake, verify.Input{Registration: reg})
		if f := finding(t, rep, report.Permissions); f.Evidence != tt.want {
			t.Errorf("%v: %q, want %q", tt.has, f.Evidence, tt.want)
		}
	}
}
