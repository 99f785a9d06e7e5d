package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// A token is asked for once and given from the cache while 5 minutes are left.
func TestCachedWhileItLasts(t *testing.T) {
	tests := []struct {
		name  string
		after time.Duration
		calls string
	}{
		{"at once", 0, ""},
		{"exactly 5 minutes left", 55 * time.Minute, ""},
		{"a second less", 55*time.Minute + time.Second, "token"},
		{"over", 2 * time.Hour, "token"},
		{"the clock was set back", -time.Second, "token"},
		{"the clock was set back an hour", -time.Hour, "token"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, secretRegistration(), false)
			s.wants("empty cache", false, "first", "", "token")
			s.entra.gives("second")
			s.clock = noon.Add(test.after)
			want := "first"
			if test.calls != "" {
				want = "second"
			}
			s.wants("then", false, want, "", test.calls)
		})
	}
}

// newSiteOff is a site whose clock is ahead of Entra's.
func newSiteOff(t *testing.T, ahead time.Duration) *site {
	t.Helper()
	s := newSite(t, secretRegistration(), false)
	s.clock = noon.Add(ahead)
	s.entra.answer = func(entra.Request) (entra.Answer, error) {
		answer := s.entra.token("first", "")
		answer.ServerDate = noon
		return answer, nil
	}
	return s
}

// Both of a clock that is an hour wrong all the time are used for a token's whole life, and said.
func TestClockAnHourOff(t *testing.T) {
	for _, off := range []time.Duration{time.Hour, -time.Hour} {
		s := newSiteOff(t, off)
		got, calls, err := s.do(false)
		if err != nil || calls != "token" || !got.Expires.Equal(noon.Add(off+time.Hour)) {
			t.Errorf("%v: expires %v, asked %q, %v", off, got.Expires, calls, err)
		}
		if len(s.notices) != 1 || !strings.Contains(s.notices[0], "differ by 1h0m0s") {
			t.Errorf("%v: notices %q", off, s.notices)
		}
		s.clock = s.clock.Add(50 * time.Minute)
		s.wants("50 minutes later", false, "first", "", "")
	}
}

// Clocks may differ by five minutes: only more is said.
func TestClockAlmostRight(t *testing.T) {
	for off, told := range map[time.Duration]int{5 * time.Minute: 0, -5 * time.Minute: 0, 5*time.Minute + time.Second: 1, -5*time.Minute - time.Second: 1} {
		s := newSiteOff(t, off)
		if _, _, err := s.do(false); err != nil || len(s.notices) != told {
			t.Errorf("%v: %v, notices %q", off, err, s.notices)
		}
	}
}

// A wrong clock is told as the cause of a refused assertion.
func TestClockOfARefusal(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	late := refusal(700024, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range.")
	late.Date = noon.Add(-time.Hour)
	s.entra.refuses(late)
	s.wants("an hour ahead", false, "", "clock_wrong", "token")
}

func TestRefreshForces(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	s.wants("empty cache", false, "first", "", "token")
	s.entra.gives("second")
	s.clock = s.clock.Add(time.Second)
	s.wants("forced", true, "second", "", "token")
	s.clock = s.clock.Add(time.Second)
	s.wants("then cached", false, "second", "", "")
}

// The cache of other hosts, another credential or another registration is void.
func TestCacheOfAnotherRegistration(t *testing.T) {
	for name, change := range map[string]func(*registration.Registration){
		"login host": func(r *registration.Registration) { r.Overrides.Authority = "https://login.example.com" },
		"tenant":     func(r *registration.Registration) { r.Tenant = "fabrikam.com" },
		"client":     func(r *registration.Registration) { r.ClientID = "11111111-2222-3333-4444-555555555555" },
		"user":       func(r *registration.Registration) { r.Username = "bob@contoso.com" },
		"scope":      func(r *registration.Registration) { r.Region = "eu" },
	} {
		s := newSite(t, passwordRegistration("pw"), true)
		s.wants("empty cache", false, "first", "", "token")
		s.entra.gives("second")
		s.clock = s.clock.Add(time.Second)
		in := s.input()
		change(&in.Registration)
		if got, calls, err := s.with(in); err != nil || calls != "token" || !got.Value.Equal(secret.New("second")) {
			t.Errorf("%s: asked %q, %v", name, calls, err)
		}
	}
	s := newSite(t, secretRegistration(), false)
	s.wants("empty cache", false, "first", "", "token")
	s.entra.gives("second")
	reg := secretRegistration()
	reg.Credential.Secret = secret.New("another secret of the same registration.")
	s.save(reg, false)
	s.wants("credential replaced", false, "second", "", "token")
}

// Without a cache nothing is kept: each call asks.
func TestWithoutProfile(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	for range 2 {
		got, calls, err := s.with(Input{Registration: secretRegistration()})
		if err != nil || calls != "token" || !got.Value.Equal(secret.New("first")) {
			t.Errorf("asked %q, %v", calls, err)
		}
	}
	s.entra.refuses(wrongSecret)
	for range 2 {
		if _, calls, err := s.with(Input{Registration: secretRegistration()}); calls != "token" || causeOf(err) != "secret_wrong" {
			t.Errorf("asked %q, %v", calls, err)
		}
	}
}

// scripted is a cache whose lock is free only after somebody else has done something.
type scripted struct {
	Cache
	meanwhile func() store.Tokens
	now       store.Tokens
}

func (c *scripted) Lock(context.Context, time.Duration) (func(), error) {
	c.now = c.meanwhile()
	return func() {}, nil
}
func (c *scripted) Reload(context.Context) error                 { return nil }
func (c *scripted) Tokens() store.Tokens                         { return c.now }
func (c *scripted) Save(_ context.Context, t store.Tokens) error { c.now = t; return nil }

// A caller says how long the token must last: that decides whether the cache will do, and whether a new one will.
func TestMinValidity(t *testing.T) {
	tests := []struct {
		name  string
		after time.Duration
		want  time.Duration
		calls string
		short bool
	}{
		{"as long as there is left", 30 * time.Minute, 30 * time.Minute, "", false},
		{"a second longer", 30 * time.Minute, 30*time.Minute + time.Second, "token", false},
		{"less than the margin", 57 * time.Minute, 2 * time.Minute, "", false},
		{"all of a new one", time.Minute, time.Hour, "token", false},
		{"longer than any", time.Minute, time.Hour + time.Second, "token", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, secretRegistration(), false)
			s.wants("empty cache", false, "first", "", "token")
			s.clock = noon.Add(test.after)
			in := s.input()
			in.MinValidity = test.want
			_, calls, err := s.with(in)
			if short := new(ShortError); errors.As(err, &short) != test.short || calls != test.calls || err != nil && !test.short {
				t.Errorf("asked %q, %v", calls, err)
			}
			if test.calls != "" {
				s.wants("it is kept for others", false, "first", "", "")
			}
		})
	}
}

// A refresh token of another registration goes with its access token, also where the new answer brings none.
func TestRefreshTokenOfAnotherRegistration(t *testing.T) {
	s := newSite(t, passwordRegistration("pw"), true)
	s.withRefresh()
	s.wants("empty cache", false, "by-password", "", "token")
	s.entra.gives("second")
	in := s.input()
	in.Registration.Username = "bob@contoso.com"
	if _, calls, err := s.with(in); err != nil || calls != "token" {
		t.Fatalf("asked %q, %v", calls, err)
	}
	if kept := s.input().Cache.Tokens(); !kept.Access.Equal(secret.New("second")) || !kept.Refresh.IsZero() {
		t.Error("one user's refresh token is kept for another")
	}
}

// A caller who leaves while the answer comes leaves its token to the next one.
func TestTokenOfACallerWhoLeft(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	ctx, leave := context.WithCancel(t.Context())
	s.entra.answer = func(entra.Request) (entra.Answer, error) {
		leave()
		return s.entra.token("first", ""), nil
	}
	if _, err := s.source.Do(ctx, s.input()); err != nil || len(s.notices) != 0 {
		t.Errorf("%v, notices %q", err, s.notices)
	}
	s.wants("the next caller", false, "first", "", "")
}
