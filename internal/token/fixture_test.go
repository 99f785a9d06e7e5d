package token

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/store"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const (
	tenantID = "6f89a1b2-0000-4000-8000-1234567890ab"
	clientID = "0f8fad5b-d9cb-469f-a165-70867728950e"
)

// fakeEntra answers with what its functions give and keeps what it was asked.
type fakeEntra struct {
	now      func() time.Time
	answer   func(r entra.Request) (entra.Answer, error)
	renewal  func(r entra.Request, refresh secret.Secret) (entra.Answer, error)
	noTenant error    // of looking the tenant up; nil: it is found
	calls    []string // "token", "refresh" or "tenant"
	last     entra.Request
}

func (f *fakeEntra) Token(_ context.Context, r entra.Request) (entra.Answer, error) {
	f.calls, f.last = append(f.calls, "token"), r
	return f.answer(r)
}

func (f *fakeEntra) Refresh(_ context.Context, r entra.Request, refresh secret.Secret) (entra.Answer, error) {
	f.calls, f.last = append(f.calls, "refresh"), r
	return f.renewal(r, refresh)
}

func (f *fakeEntra) SignIn(_ context.Context, r entra.Request, open func(string) error, show func(report.SignIn)) (entra.Answer, error) {
	f.last = r
	if r.Flow == catalog.DeviceCode {
		f.calls = append(f.calls, "device")
		show(report.SignIn{UserCode: "ABCD1234", URL: "https://microsoft.com/devicelogin"})
		return f.answer(r)
	}
	f.calls = append(f.calls, "browser")
	show(report.SignIn{URL: "https://login.microsoftonline.com/", Opened: open("https://login.microsoftonline.com/") == nil})
	return f.answer(r)
}

func (f *fakeEntra) LookUpTenant(context.Context, string, string) (entra.Tenant, error) {
	f.calls = append(f.calls, "tenant")
	if f.noTenant != nil {
		return entra.Tenant{}, f.noTenant
	}
	return entra.Tenant{ID: tenantID}, nil
}

// gives makes every grant give a token of that value for an hour.
func (f *fakeEntra) gives(value string) {
	f.answer = func(entra.Request) (entra.Answer, error) { return f.token(value, ""), nil }
	f.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return f.token(value, ""), nil }
}

// refuses makes every grant fail.
func (f *fakeEntra) refuses(err error) {
	f.answer = func(entra.Request) (entra.Answer, error) { return entra.Answer{}, err }
	f.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, err }
}

func (f *fakeEntra) token(value, refresh string) entra.Answer {
	return entra.Answer{
		AccessToken: secret.New(value), RefreshToken: secret.New(refresh), TokenType: "Bearer",
		ExpiresIn: time.Hour, ReceivedAt: f.now(), ServerDate: f.now(),
	}
}

// refusal is Entra's answer with a number.
func refusal(code int, name, text string) *entra.Error {
	return &entra.Error{
		HTTPStatus: 400, Code: name, Description: text, Codes: []int{code}, CorrelationID: "corr", TraceID: "trace",
	}
}

var (
	wrongPassword = refusal(50126, "invalid_grant", "AADSTS50126: Error validating credentials due to invalid username or password.")
	wrongSecret   = refusal(7000215, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
	noConsent     = refusal(65001, "invalid_grant", "AADSTS65001: The user or administrator has not consented to use the application.")
	endedSession  = refusal(700082, "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")
)

// site is a store with one profile, a fake Entra and a clock.
type site struct {
	t       *testing.T
	store   *store.Store
	profile store.Profile
	entra   *fakeEntra
	clock   time.Time
	source  *Source
	notices []string
}

// newSite saves reg and stands at noon.
func newSite(t *testing.T, reg registration.Registration, savePassword bool) *site {
	t.Helper()
	s := &site{t: t, clock: noon}
	now := func() time.Time { return s.clock }
	opened, err := store.Open(store.Options{Home: filepath.Join(t.TempDir(), "home"), Keyring: store.NewMemoryKeyring(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	s.store, s.entra = opened, &fakeEntra{now: now}
	s.source = &Source{
		Entra: func() (Entra, error) { return s.entra, nil }, Now: now,
		Notice: func(text string) { s.notices = append(s.notices, text) },
	}
	s.entra.gives("first")
	s.save(reg, savePassword)
	return s
}

func (s *site) save(reg registration.Registration, savePassword bool) {
	s.t.Helper()
	var err error
	s.profile, err = s.store.Save(s.t.Context(), store.SaveInput{
		Name: "p", Registration: reg, SavePassword: savePassword, Replace: true, Facts: store.Facts{TenantID: tenantID},
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// input opens the cache anew, as every process does.
func (s *site) input() Input {
	s.t.Helper()
	cache, err := s.store.OpenCache(s.t.Context(), s.profile)
	if err != nil {
		s.t.Fatal(err)
	}
	return Input{Profile: "p", Registration: s.profile.Registration(), TenantID: s.profile.TenantID, Cache: cache}
}

// do asks for a token and returns what was called meanwhile.
func (s *site) do(refresh bool) (Token, string, error) {
	s.t.Helper()
	in := s.input()
	in.Refresh = refresh
	return s.with(in)
}

func (s *site) with(in Input) (Token, string, error) {
	s.t.Helper()
	s.entra.calls = nil
	t, err := s.source.Do(s.t.Context(), in)
	return t, strings.Join(s.entra.calls, " "), err
}

// wants checks one call: the token's value, or with an empty one that the error has the cause; and what was asked.
func (s *site) wants(step string, refresh bool, value, cause, calls string) {
	s.t.Helper()
	t, got, err := s.do(refresh)
	if got != calls {
		s.t.Errorf("%s: asked %q, want %q", step, got, calls)
	}
	if !t.Value.Equal(secret.New(value)) {
		s.t.Errorf("%s: another token, error %v", step, err)
	}
	if got := causeOf(err); got != cause {
		s.t.Errorf("%s: cause %q (%v), want %q", step, got, err, cause)
	}
}

func causeOf(err error) string {
	if f, is := err.(*Failure); is {
		return string(f.Finding.Cause)
	}
	return ""
}

func secretRegistration() registration.Registration {
	return registration.Registration{
		API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: "contoso.com", ClientID: clientID,
		Flow: catalog.ClientSecret, Deployment: registration.Online,
		Credential: registration.Credential{Secret: secret.New("canary-secret-0123456789-0123456789-0123")},
	}
}

func passwordRegistration(password string) registration.Registration {
	return registration.Registration{
		API: catalog.LCS, Cloud: catalog.Public, Region: catalog.RegionUS, Tenant: "contoso.com", ClientID: clientID,
		Flow: catalog.Password, Username: "alice@contoso.com",
		Credential: registration.Credential{Secret: secret.New(password)},
	}
}
