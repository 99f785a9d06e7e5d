package token

import (
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/secret"
	"appreg/internal/transport"
	"appreg/store"
)

// Whoever waited for the lock shares what happened meanwhile; what happened before does not bind a --refresh, nor does
// a refused secret bind the next call.
func TestWaitersShare(t *testing.T) {
	began := noon
	token := func(obtained time.Time, left time.Duration) func(owner string) store.Tokens {
		return func(owner string) store.Tokens {
			return store.Tokens{Fingerprint: owner, Access: secret.New("theirs"), Obtained: obtained, Expires: obtained.Add(left)}
		}
	}
	refused := func(at time.Time, hold bool, print string) func(owner string) store.Tokens {
		return func(owner string) store.Tokens {
			if print == "" {
				print = owner
			}
			return store.Tokens{Fingerprint: owner, Refusal: &store.Refusal{At: at, Fingerprint: print, Hold: hold, Cause: "secret_wrong", Title: "No"}}
		}
	}
	second := time.Second
	tests := []struct {
		name      string
		meanwhile func(owner string) store.Tokens
		refresh   bool
		shared    bool
	}{
		{"a token", token(began.Add(second), time.Hour), false, true},
		{"a token, forced", token(began.Add(second), time.Hour), true, true},
		{"a short token", token(began.Add(second), time.Minute), false, true},
		{"a token that is over", token(began.Add(second), second), false, false},
		{"a token from before, forced", token(began.Add(-second), time.Hour), true, false},
		{"a token of the future", token(began.Add(time.Hour), time.Hour), false, false},
		{"a refusal", refused(began.Add(second), false, ""), false, true},
		{"a refusal, forced", refused(began.Add(second), false, ""), true, true},
		{"a refusal from before", refused(began.Add(-second), false, ""), false, false},
		{"a held refusal from before", refused(began.Add(-second), true, ""), false, true},
		{"a held refusal from before, forced", refused(began.Add(-second), true, ""), true, false},
		{"a refusal of the future", refused(began.Add(time.Hour), true, ""), false, false},
		{"a refusal of another credential", refused(began.Add(second), true, "another"), false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, secretRegistration(), false)
			in := s.input()
			in.Refresh = test.refresh
			r, err := s.source.newRun(in)
			if err != nil {
				t.Fatal(err)
			}
			in.Cache = &scripted{Cache: in.Cache, meanwhile: func() store.Tokens {
				s.clock = began.Add(2 * second)
				return test.meanwhile(r.owner)
			}}
			_, calls, err := s.with(in)
			if (calls == "") != test.shared {
				t.Errorf("asked %q, %v", calls, err)
			}
		})
	}
}

// A dead host is asked once for all who wait, and again by the next call.
func TestNoAnswerIsSharedWithWaitersOnly(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	s.entra.refuses(&transport.NetworkError{Kind: transport.DNS, Host: "login.example.com", Reason: "the name wasn't found"})
	s.wants("no answer", false, "", "network_dns", "token")
	s.clock = s.clock.Add(time.Second)
	s.wants("the next call", false, "", "network_dns", "token")
	s.entra.gives("first")
	s.clock = s.clock.Add(time.Second)
	s.wants("the host is back", false, "first", "", "token")
}

// What the person broke off is nobody else's business.
func TestCancelledIsNotShared(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	ctx, cancel := contextWithCancel(t)
	s.source.Entra = func() (Entra, error) { cancel(); return s.entra, nil }
	s.entra.refuses(wrongSecret)
	_, err := s.source.Do(ctx, s.input())
	if err != ctx.Err() {
		t.Errorf("got %v", err)
	}
	if kept := s.input().Cache.Tokens(); kept.Refusal != nil {
		t.Error("it was kept")
	}
}

// TestAKeptRefusalKeepsItsTitle: that of a code which no table has names the code.
func TestAKeptRefusalKeepsItsTitle(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	unknown := refusal(999123, "invalid_grant", "AADSTS999123: Something new.")
	unknown.HTTPStatus, unknown.RetryAfter = 429, time.Minute
	s.entra.refuses(unknown)
	titles := make([]string, 2)
	for i := range titles {
		_, _, err := s.do(false)
		f, is := err.(*Failure)
		if !is || f.Kept != (i == 1) {
			t.Fatalf("%+v", err)
		}
		titles[i] = f.Finding.Title
		s.clock = s.clock.Add(time.Second)
	}
	if titles[0] != titles[1] || !strings.Contains(titles[0], "999123") {
		t.Errorf("%q", titles)
	}
}

// TestTheLockIsBusy: nothing is asked without it, and why there is no token is said.
func TestTheLockIsBusy(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	in := s.input()
	in.Cache = &spoiled{Cache: in.Cache, lock: true, now: true}
	if _, calls, err := s.with(in); calls != "" || !errors.Is(err, store.ErrRenewal) {
		t.Errorf("asked %q, got %v", calls, err)
	}
}

// A server that wants no request gets none from anybody until then, forced or not, whatever is typed.
func TestNotBefore(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	busy := refusal(90055, "temporarily_unavailable", "AADSTS90055: The request was throttled.")
	busy.HTTPStatus, busy.RetryAfter = 429, time.Minute
	s.entra.refuses(busy)
	s.wants("throttled", false, "", "throttled", "token")
	s.entra.gives("first")
	s.clock = noon.Add(59 * time.Second)
	s.wants("too early", false, "", "throttled", "")
	s.wants("too early, forced", true, "", "throttled", "")
	_, _, err := s.do(false)
	f, is := err.(*Failure)
	if !is || !f.Kept || !f.Unreachable() || !f.NotBefore().Equal(noon.Add(time.Minute)) || !f.At.Equal(noon) {
		t.Errorf("%+v", err)
	}
	s.clock = noon.Add(-time.Second)
	s.wants("the clock was set back", false, "first", "", "token")
	s.entra.refuses(busy)
	s.clock = noon
	s.wants("throttled again", true, "", "throttled", "token")
	s.entra.gives("second")
	s.clock = noon.Add(time.Minute)
	s.wants("the time has come", false, "first", "", "") // a busy server voids no token
}
