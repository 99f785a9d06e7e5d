package token

import (
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
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
			s.source.SignIn = &SignIn{Show: func(report.SignIn) { shown++ }, Open: func(string) error { return nil }}
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
		})
	}
}

func TestSignInNeedsAPerson(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.Browser), false)
	_, calls, err := s.do(false)
	var signIn *SignInError
	if !errors.As(err, &signIn) || calls != "" {
		t.Errorf("asked %q, %v", calls, err)
	}
}

func TestRefusedSignIn(t *testing.T) {
	s := newSite(t, interactiveRegistration(catalog.DeviceCode), false)
	s.source.SignIn = &SignIn{Show: func(report.SignIn) {}, Open: func(string) error { return nil }}
	s.entra.answer = func(entra.Request) (entra.Answer, error) {
		return entra.Answer{}, &entra.DeviceError{Reason: entra.Declined}
	}
	s.wants("declined", false, "", "authorization_declined", "device")
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
