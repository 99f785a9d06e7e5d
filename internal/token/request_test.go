package token

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// What is asked follows the registration: the scope goes out byte for byte, and a user's flow asks for a refresh token
// behind it.
func TestWhatIsAsked(t *testing.T) {
	lcs, bc := "https://lcsapi.lcs.dynamics.com//.default", "https://api.businesscentral.dynamics.com/.default"
	password, app := passwordRegistration("pw"), secretRegistration()
	elsewhere := secretRegistration()
	elsewhere.Overrides.Authority = "https://login.example.com"
	tests := map[string]struct {
		reg  registration.Registration
		want entra.Request
	}{
		"password": {password, entra.Request{
			Login: "https://login.microsoftonline.com", Tenant: "contoso.com", TenantID: tenantID, ClientID: clientID,
			Scope: lcs + " offline_access", Flow: catalog.Password, Username: "alice@contoso.com", Secret: password.Credential.Secret,
		}},
		"client secret": {app, entra.Request{
			Login: "https://login.microsoftonline.com", Tenant: "contoso.com", TenantID: tenantID, ClientID: clientID,
			Scope: bc, Flow: catalog.ClientSecret, Secret: app.Credential.Secret,
		}},
		"another login host": {elsewhere, entra.Request{
			Login: "https://login.example.com", Tenant: "contoso.com", TenantID: tenantID, ClientID: clientID,
			Scope: bc, Flow: catalog.ClientSecret, Secret: app.Credential.Secret,
		}},
	}
	for name, test := range tests {
		s := newSite(t, test.reg, true)
		s.wants(name, false, "first", "", "token")
		if d := cmp.Diff(test.want, s.entra.last); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestAnotherResourceIsAsked: a token for another resource is asked for with that one's scope, byte for byte.
func TestAnotherResourceIsAsked(t *testing.T) {
	s := newSite(t, secretRegistration(), true)
	in := s.input()
	in.Scope, in.Cache, in.Registration.Credential = "https://graph.microsoft.com/.default", nil, secretRegistration().Credential
	if _, calls, err := s.with(in); calls != "token" || err != nil || s.entra.last.Scope != in.Scope {
		t.Errorf("%q, %v, scope %q", calls, err, s.entra.last.Scope)
	}
}

// pemOf is a certificate with its key, valid for a year from start.
func pemOf(t *testing.T, start time.Time) secret.Secret {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: start, NotAfter: start.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	var file strings.Builder
	_ = pem.Encode(&file, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	_ = pem.Encode(&file, &pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	return secret.New(file.String())
}

func certificateRegistration(file secret.Secret) registration.Registration {
	reg := secretRegistration()
	reg.Flow = catalog.ClientCertificate
	reg.Credential = registration.Credential{Certificate: file, Keep: registration.KeepKey}
	return reg
}

// An assertion's audience needs the tenant's GUID: it is looked up where only the domain is known.
func TestCertificate(t *testing.T) {
	s := newSite(t, certificateRegistration(pemOf(t, noon)), false)
	s.wants("GUID known", false, "first", "", "token")
	if r := s.entra.last; r.Certificate == nil || !r.Secret.IsZero() || r.TenantID != tenantID {
		t.Errorf("asked %+v", r)
	}
	s.clock = noon.Add(time.Hour)
	in := s.input()
	in.TenantID = ""
	if _, calls, err := s.with(in); calls != "tenant token" || err != nil || s.entra.last.TenantID != tenantID {
		t.Errorf("domain alone: asked %q, %v", calls, err)
	}
	in = s.input()
	in.TenantID, in.Registration.Tenant = "", tenantID
	if _, calls, err := s.with(in); calls != "token" || err != nil {
		t.Errorf("GUID given: asked %q, %v", calls, err)
	}
}

// A certificate that cannot work is refused before anything is sent.
func TestUnusableCertificate(t *testing.T) {
	for cause, file := range map[string]secret.Secret{
		"cert_unreadable": secret.New("no certificate"), "cert_expired": pemOf(t, noon.AddDate(-2, 0, 0)),
	} {
		s := newSite(t, certificateRegistration(file), false)
		s.wants(cause, false, "", cause, "")
	}
}

// An application's profile without its credential is another machine's: nobody can be asked for it.
func TestMissingCredential(t *testing.T) {
	reg := secretRegistration()
	reg.Credential = registration.Credential{}
	s := newSite(t, reg, false)
	s.source.Interact = &typist{types: []string{"x"}}
	var missing *store.Error
	if _, calls, err := s.do(false); calls != "" || !errors.As(err, &missing) || missing.Kind != store.ErrCredentialMissing {
		t.Errorf("asked %q, %v", calls, err)
	}
}

func TestUnknownAPI(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	if _, calls, err := s.with(Input{Registration: registration.Registration{API: "sharepoint"}}); err == nil || calls != "" {
		t.Errorf("asked %q, %v", calls, err)
	}
}

func TestNoClient(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	broken := errors.New("no CA file")
	s.source.Entra = func() (Entra, error) { return nil, broken }
	if _, _, err := s.do(false); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if free, err := s.input().Cache.Lock(context.Background(), time.Second); err != nil {
		t.Errorf("the lock was not freed: %v", err)
	} else {
		free()
	}
}

// jwtWith is an unsigned token with claims.
func jwtWith(t *testing.T, claims map[string]any) secret.Secret {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return secret.New("e30." + base64.RawURLEncoding.EncodeToString(body) + ".c2ln")
}

// The end of a token is the answer's, else its own claim in the server's time; the tenant is the known one, else the
// token's.
func TestWhatAnAnswerTells(t *testing.T) {
	exp := noon.Add(30 * time.Minute)
	tests := map[string]struct {
		answer  entra.Answer
		known   string
		expires time.Time
		tenant  string
	}{
		"expires_in": {entra.Answer{AccessToken: jwtWith(t, map[string]any{"exp": exp.Unix(), "tid": tenantID}), ExpiresIn: time.Hour}, "", noon.Add(time.Hour), tenantID},
		"claim":      {entra.Answer{AccessToken: jwtWith(t, map[string]any{"exp": exp.Unix()})}, "", exp, ""},
		"claim, ours is an hour ahead": {entra.Answer{
			AccessToken: jwtWith(t, map[string]any{"exp": exp.Unix()}), ServerDate: noon.Add(-time.Hour),
		}, "", exp.Add(time.Hour), ""},
		"neither": {entra.Answer{AccessToken: secret.New("opaque")}, "", noon, ""},
		"known":   {entra.Answer{AccessToken: jwtWith(t, map[string]any{"tid": tenantID}), ExpiresIn: 1}, tenantID, noon.Add(1), tenantID},
	}
	for name, test := range tests {
		test.answer.ReceivedAt = noon
		s := newSite(t, secretRegistration(), false)
		s.entra.answer = func(entra.Request) (entra.Answer, error) { return test.answer, nil }
		in := s.input()
		in.TenantID = test.known
		got, _, err := s.with(in)
		if err != nil || !got.Expires.Equal(test.expires) || got.TenantID != test.tenant {
			t.Errorf("%s: expires %v, tenant %q, %v", name, got.Expires, got.TenantID, err)
		}
	}
}

// TestTenantThatOnlyTheTokenNames: where the look-up fails, the token's own tenant is told, if it is one.
func TestTenantThatOnlyTheTokenNames(t *testing.T) {
	for named, want := range map[string]string{tenantID: tenantID, "contoso": ""} {
		s := newSite(t, secretRegistration(), false)
		s.entra.noTenant = refusal(90002, "invalid_tenant", "AADSTS90002: Tenant not found.")
		s.entra.answer = func(entra.Request) (entra.Answer, error) {
			return entra.Answer{AccessToken: jwtWith(t, map[string]any{"tid": named}), ExpiresIn: time.Hour, ReceivedAt: noon}, nil
		}
		in := s.input()
		in.TenantID = ""
		got, calls, err := s.with(in)
		if err != nil || got.TenantID != want || calls != "token tenant" || len(s.notices) == 0 {
			t.Errorf("%s: tenant %q, %s, %v, told %q", named, got.TenantID, calls, err, s.notices)
		}
	}
}

// TestTokensOfOthers: what `appreg check` would refuse is not given out and not kept, whichever grant brought it. What a
// token does not say is told.
func TestTokensOfOthers(t *testing.T) {
	other := "11111111-2222-3333-4444-555555555555"
	tests := map[string]struct {
		claims map[string]any
		known  string // the tenant's GUID, as looked up before
		cause  string
		says   string // in a notice
		calls  string
	}{
		"ours":                      {map[string]any{"tid": tenantID, "appid": clientID}, tenantID, "", "", "token"},
		"ours, tenant not known":    {map[string]any{"tid": tenantID, "appid": clientID}, "", "", "", "token tenant"},
		"another tenant":            {map[string]any{"tid": other, "appid": clientID}, tenantID, "authority_wrong_tenant", "", "token"},
		"another tenant, looked up": {map[string]any{"tid": other, "appid": clientID}, "", "authority_wrong_tenant", "", "token tenant"},
		"a tenant that is none":     {map[string]any{"tid": "\x1b[2J", "appid": clientID}, tenantID, "authority_wrong_tenant", "", "token"},
		"another application":       {map[string]any{"tid": tenantID, "azp": other}, tenantID, "client_id_wrong", "", "token"},
		"no tenant":                 {map[string]any{"appid": clientID}, "", "", "doesn't name its tenant,", "token"},
		"no application":            {map[string]any{"tid": tenantID}, tenantID, "", "doesn't name its application,", "token"},
		"neither":                   {map[string]any{}, "", "", "doesn't name its tenant or application,", "token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, secretRegistration(), false)
			s.entra.answer = func(entra.Request) (entra.Answer, error) {
				return entra.Answer{AccessToken: jwtWith(t, tt.claims), ExpiresIn: time.Hour, ReceivedAt: noon}, nil
			}
			in := s.input()
			in.TenantID = tt.known
			got, calls, err := s.with(in)
			if causeOf(err) != tt.cause || got.Value.IsZero() != (tt.cause != "") || calls != tt.calls {
				t.Errorf("cause %q (%v), asked %q", causeOf(err), err, calls)
			}
			if told := strings.Join(s.notices, "\n"); !strings.Contains(told, tt.says) || tt.says == "" && told != "" {
				t.Errorf("notices %q", told)
			}
			if kept := s.input().Cache.Tokens(); kept.Access.IsZero() != (tt.cause != "") {
				t.Errorf("kept: %v", !kept.Access.IsZero())
			}
			if err != nil && strings.ContainsRune(err.Error(), '\x1b') {
				t.Errorf("%q", err)
			}
		})
	}
}

// TestNoWayToTheOutsideToken: where the platform's token can't even be asked for, there is no token and nothing is sent.
func TestNoWayToTheOutsideToken(t *testing.T) {
	reg := secretRegistration()
	reg.Flow, reg.Credential = catalog.Federated, registration.Credential{Assertion: registration.Assertion{From: registration.FromPlatform}}
	s := newSite(t, reg, false)
	broken := errors.New("no roots")
	s.source.Outside = func() (source.Provider, error) { return nil, broken }
	if got, calls, err := s.with(s.input()); !errors.Is(err, broken) || !got.Value.IsZero() || calls != "" {
		t.Errorf("token %v, asked %q, %v", got.Value, calls, err)
	}
}
