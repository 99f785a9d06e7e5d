package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/secret"
)

// typist is a person who types one password after the other.
type typist struct {
	types []string
	asked int
	err   error
}

func (p *typist) Password(_ context.Context, username string) (secret.Secret, error) {
	if p.err != nil || username != "alice@contoso.com" {
		return secret.Secret{}, errors.Join(p.err, errors.New("asked for "+username))
	}
	p.asked++
	return secret.New(p.types[p.asked-1]), nil
}

// withRefresh makes the password bring a refresh token, and the refresh token the next ones.
func (s *site) withRefresh() {
	s.entra.answer = func(entra.Request) (entra.Answer, error) { return s.entra.token("by-password", "r1"), nil }
	s.entra.renewal = func(_ entra.Request, refresh secret.Secret) (entra.Answer, error) {
		if !refresh.Equal(secret.New("r1")) {
			return entra.Answer{}, endedSession
		}
		return s.entra.token("by-refresh", ""), nil
	}
}

// A user's token is renewed with the refresh token, which stays where no new one comes; the password is left alone.
func TestUsersTokenIsRenewed(t *testing.T) {
	s := newSite(t, passwordRegistration("pw"), true)
	s.withRefresh()
	s.wants("first", false, "by-password", "", "token")
	for n := range 3 {
		s.clock = noon.Add(time.Duration(n+1) * time.Hour)
		s.wants("renewed", false, "by-refresh", "", "refresh")
	}
	if !s.entra.last.Secret.IsZero() {
		t.Error("the password was sent with the refresh token")
	}
}

// A refresh token that has ended gives way to a saved password, once; without one a person is needed.
func TestEndedSession(t *testing.T) {
	s := newSite(t, passwordRegistration("pw"), true)
	s.withRefresh()
	s.wants("first", false, "by-password", "", "token")
	s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, endedSession }
	s.clock = noon.Add(time.Hour)
	s.wants("ended", false, "by-password", "", "refresh token")

	s.entra.answer = func(entra.Request) (entra.Answer, error) { return entra.Answer{}, wrongPassword }
	s.clock = noon.Add(2 * time.Hour)
	s.wants("the password has changed as well", false, "", "wrong_password", "refresh token")
	s.clock = noon.Add(3 * time.Hour)
	s.wants("held, and the refresh token is gone", false, "", "wrong_password", "")
}

// A renewal that is refused for another reason is an error and leaves refresh token and password alone.
func TestRefusedRenewalOfAUser(t *testing.T) {
	s := newSite(t, passwordRegistration("pw"), true)
	s.withRefresh()
	s.wants("first", false, "by-password", "", "token")
	renewal := s.entra.renewal
	s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, noConsent }
	s.clock = noon.Add(time.Hour)
	s.wants("refused", false, "", "consent_missing", "refresh")
	s.entra.renewal = renewal
	s.clock = s.clock.Add(time.Second)
	s.wants("mended", false, "by-refresh", "", "refresh")
}

// Without a saved password the refresh token does; without that a person is asked, or told what to run.
func TestPasswordThatIsNotSaved(t *testing.T) {
	s := newSite(t, passwordRegistration("never saved"), false)
	s.withRefresh()
	var needed *SignInError
	if _, calls, err := s.do(false); calls != "" || !errors.As(err, &needed) || !strings.Contains(needed.Fix(), "appreg token p") {
		t.Errorf("nobody to ask: asked %q, %v", calls, err)
	}
	person := &typist{types: []string{"typed"}}
	s.source.Interact = person
	s.wants("a person types", false, "by-password", "", "token")
	if !s.entra.last.Secret.Equal(secret.New("typed")) {
		t.Error("something else was sent")
	}
	s.source.Interact = nil
	s.clock = s.clock.Add(time.Second)
	s.wants("cached", false, "by-password", "", "")
	s.clock = noon.Add(time.Hour)
	s.wants("renewed", false, "by-refresh", "", "refresh")
	if person.asked != 1 {
		t.Errorf("asked %d times", person.asked)
	}

	s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, endedSession }
	s.clock = noon.Add(2 * time.Hour)
	_, calls, err := s.do(false)
	f, is := err.(*Failure)
	if calls != "refresh" || !is || f.Finding.Cause != "refresh_token_expired" || !strings.Contains(f.Next, "appreg token p") {
		t.Errorf("ended: asked %q, %+v", calls, err)
	}
	s.clock = s.clock.Add(time.Second)
	if _, calls, err := s.do(false); calls != "" || !errors.As(err, &needed) {
		t.Errorf("after that: asked %q, %v", calls, err)
	}
	person.types = append(person.types, "typed again")
	s.source.Interact = person
	s.wants("the person signs in again", false, "by-password", "", "token")
}

// The same wrong password is not sent twice, another one is.
func TestTypedPasswords(t *testing.T) {
	s := newSite(t, passwordRegistration("never saved"), false)
	s.source.Interact = &typist{types: []string{"wrong", "wrong", "right"}}
	s.entra.answer = func(r entra.Request) (entra.Answer, error) {
		if r.Secret.Equal(secret.New("right")) {
			return s.entra.token("first", ""), nil
		}
		return entra.Answer{}, wrongPassword
	}
	s.wants("wrong", false, "", "wrong_password", "token")
	s.clock = s.clock.Add(time.Second)
	s.wants("the same", false, "", "wrong_password", "")
	s.wants("another", false, "first", "", "token")
}

// Others are not kept waiting by a person who thinks.
func TestAskingIsNotDoneUnderTheLock(t *testing.T) {
	s := newSite(t, passwordRegistration("never saved"), false)
	s.source.Interact = asking(func() {
		free, err := s.input().Cache.Lock(t.Context(), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		free()
	})
	s.wants("asked", false, "first", "", "token")
	broken := errors.New("interrupted")
	s = newSite(t, passwordRegistration("never saved"), false)
	s.source.Interact = &typist{err: broken}
	if _, calls, err := s.do(false); calls != "" || !errors.Is(err, broken) {
		t.Errorf("asked %q, %v", calls, err)
	}
}

type asking func()

func (f asking) Password(context.Context, string) (secret.Secret, error) {
	f()
	return secret.New("typed"), nil
}

func TestSignInErrorText(t *testing.T) {
	for _, test := range []struct {
		err       SignInError
		text, fix string
	}{
		{SignInError{"p", catalog.Password}, "not saved, and there is no terminal", "appreg token p\nor save the password: appreg setup --replace --save-password --profile p"},
		{SignInError{"p", catalog.DeviceCode}, "a person has to sign in", "run in a terminal: appreg token p"},
		{SignInError{"", catalog.Browser}, "a person has to sign in", "appreg setup"},
	} {
		if got := test.err.Error(); !strings.Contains(got, test.text) {
			t.Errorf("%+v: %q", test.err, got)
		}
		if got := test.err.Fix(); !strings.HasSuffix(got, test.fix) {
			t.Errorf("%+v: fix %q", test.err, got)
		}
	}
}

// The interactive flows need a person, with a profile and without.
func TestInteractiveFlows(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.DeviceCode, catalog.Browser} {
		s := newSite(t, passwordRegistration("pw"), false)
		s.source.Interact = &typist{types: []string{"a password is no answer here"}}
		in := s.input()
		in.Registration.Flow = flow
		bare := in
		bare.Cache, bare.Registration.Credential.Secret = nil, secret.Secret{}
		for name, in := range map[string]Input{"profile": in, "flags": bare} {
			var needed *SignInError
			if _, calls, err := s.with(in); calls != "" || !errors.As(err, &needed) || needed.Flow != flow {
				t.Errorf("%s, %s: asked %q, %v", flow, name, calls, err)
			}
		}
	}
}
