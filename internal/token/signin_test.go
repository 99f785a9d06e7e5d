package token

import (
	"context"
	"errors"
	"os"
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

func interactiveRegistration(flow catalog.Flow) registration.Registration {
	reg := passwordRegistration("")
	reg.Flow, reg.Credential = flow, registration.Credential{}
	return reg
}

// TestSignInBringsATokenAndKeepsIt: a person signs in once; afterwards the refresh token does, until it ends.
func TestSignInBringsATokenAndKeepsIt(t *testing.T) {
	for flow, call := range map[catalog.Flow]string{catalog.DeviceCode: "device", catalog.Browser: "browser"} {
		t.Run(string(flow), func(t *testing.T) {
			s := newSite(t, interactiveRegistration(flow), false)
			s.withRefresh()
			shown := 0
			s.source.SignIn = &PageSignIn{Show: func(report.SignIn) { shown++ }, Open: func(string) error { return nil }}
			s.wants("signed in", false, "by-password", "", call)
			if shown != 1 || strings.Contains(s.entra.last.Scope, "offline_access") {
				t.Errorf("shown %d times, scope %q: the sign-in adds offline_access itself", shown, s.entra.last.Scope)
			}
			s.source.SignIn = nil // from now on a script calls
			s.wants("kept", false, "by-password", "", "")
			s.clock = noon.Add(2 * time.Hour)
			s.wants("renewed without a person", false, "by-refresh", "", "refresh")
			s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, endedSession }
			s.clock = noon.Add(4 * time.Hour)
			_, _, err := s.do(false)
			if failed := new(Failure); !errors.As(err, &failed) || failed.Next == "" {
				t.Errorf("an ended session without a person gave %v", err)
			}
			s.clock = s.clock.Add(time.Second)
			_, _, err = s.do(false)
			if needed := new(SignInError); !errors.As(err, &needed) || needed.Never {
				t.Errorf("after it has ended: %v, as if nobody had ever signed in", err)
			}
		})
	}
}

func TestSignInNeedsAPerson(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.Browser), false)
	_, calls, err := s.do(false)
	var signIn *SignInError
	if !errors.As(err, &signIn) || calls != "" || !signIn.Never {
		t.Errorf("asked %q, %v", calls, err)
	}
}

func TestRefusedSignIn(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.DeviceCode), false)
	s.source.SignIn = &PageSignIn{Show: func(report.SignIn) {}, Open: func(string) error { return nil }}
	s.entra.answer = func(entra.Request) (entra.Answer, error) {
		return entra.Answer{}, &entra.DeviceError{Reason: entra.Declined}
	}
	s.wants("declined", false, "", "authorization_declined", "device")
}

// TestSignInThatCannotBeKept: the person need not sign in again because the cache cannot be used.
func TestSignInThatCannotBeKept(t *testing.T) {
	for name, lock := range map[string]bool{"lock": true, "reload": false} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, interactiveRegistration(catalog.DeviceCode), false)
			in := s.input()
			cache := &spoiled{Cache: in.Cache, lock: lock}
			in.Cache = cache
			s.source.SignIn = &PageSignIn{Show: func(report.SignIn) { cache.now = true }}
			got, calls, err := s.with(in)
			if err != nil || !got.Value.Equal(secret.New("first")) || calls != "device" {
				t.Errorf("asked %q, %v", calls, err)
			}
			// The fake's token can't be read, which is told first.
			if len(s.notices) != 2 || !strings.Contains(s.notices[0], "can't be read") || !strings.Contains(s.notices[1], "another process") {
				t.Errorf("notices %q", s.notices)
			}
			if !s.input().Cache.Tokens().Access.IsZero() {
				t.Error("it was kept without the lock")
			}
		})
	}
}

// spoiled is a cache that, from now on, cannot be locked or read again.
type spoiled struct {
	Cache
	lock, now bool
}

func (c *spoiled) Lock(ctx context.Context, wait time.Duration) (func(), error) {
	if c.lock && c.now {
		return nil, &store.Error{Kind: store.ErrRenewal, Waited: wait}
	}
	return c.Cache.Lock(ctx, wait)
}

func (c *spoiled) Reload(ctx context.Context) error {
	if c.now {
		return &store.Error{Kind: store.ErrRenewal}
	}
	return c.Cache.Reload(ctx)
}

// TestRememberReadsTheCacheAgain: what another process has written meanwhile, here a newer appreg, is not overwritten.
func TestRememberReadsTheCacheAgain(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.Browser), false)
	in := s.input()
	path := filepath.Join(filepath.Dir(s.store.IndexFile()), "state", s.profile.ID+".sealed")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	newer := "appreg-sealed\n\xffwhatever that may be"
	if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	err := s.source.Remember(t.Context(), in, s.entra.token("from the check", "r1"))
	if refused := new(store.Error); !errors.As(err, &refused) || refused.Kind != store.ErrNewerSchema {
		t.Errorf("got %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != newer {
		t.Error("the newer file was overwritten")
	}
}

// TestRemember: what a verification obtained serves the next call.
func TestRemember(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.Browser), false)
	cache, err := s.store.OpenCache(t.Context(), s.profile)
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Profile: "p", Registration: s.profile.Registration(), TenantID: tenantID, Cache: cache}
	if err := s.source.Remember(t.Context(), in, s.entra.token("from the check", "r1")); err != nil {
		t.Fatal(err)
	}
	s.wants("remembered", false, "from the check", "", "")
	if err := s.source.Remember(t.Context(), in, s.entra.token("without a refresh token", "")); err != nil {
		t.Fatal(err)
	}
	s.wants("still the first", false, "from the check", "", "")
}
