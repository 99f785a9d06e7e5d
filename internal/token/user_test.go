package token

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
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

// Whatever ends a refresh token for good, the saved password takes its place at once.
func TestWhatEndsARefreshToken(t *testing.T) {
	for name, ended := range map[string]error{
		"unused for too long": endedSession,
		"revoked":             refusal(50173, "invalid_grant", "AADSTS50173: The provided grant has expired due to it being revoked."),
		"sign-in frequency":   refusal(70043, "invalid_grant", "AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access."),
		"a person is wanted":  refusal(50058, "interaction_required", "AADSTS50058: A silent sign-in request was sent but no user is signed in."),
	} {
		s := newSite(t, passwordRegistration("pw"), true)
		s.withRefresh()
		s.wants(name+", first", false, "by-password", "", "token")
		s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return entra.Answer{}, ended }
		s.clock = noon.Add(time.Hour)
		s.wants(name, false, "by-password", "", "refresh token")
	}
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
	s.wants("fixed", false, "by-refresh", "", "refresh")
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
		{SignInError{Profile: "p", Flow: catalog.Password}, "isn't saved, and there is no terminal", "appreg token p\nor save the password: appreg setup --replace --save-password --profile p"},
		{SignInError{Profile: "p", Flow: catalog.Browser, Never: true}, "nobody has signed in for it yet", "run in a terminal: appreg token p"},
		{SignInError{Profile: "p", Flow: catalog.DeviceCode}, "sign-in required", "run in a terminal: appreg token p"},
		{SignInError{Flow: catalog.Browser}, "sign-in required", "appreg setup"},
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

// TestAnotherAccount: where a person signs in on a page, anybody can have. A token of another account than the one that was
// asked for is not given out, however it came, and nothing of it is kept.
func TestAnotherAccount(t *testing.T) {
	const asked = "user@contoso.com"
	for name, tt := range map[string]struct {
		flow     catalog.Flow
		username string
		claims   map[string]any
		cause    string
		notice   string
	}{
		"the right one":            {catalog.Browser, asked, map[string]any{"upn": asked}, "", ""},
		"in capitals":              {catalog.DeviceCode, asked, map[string]any{"upn": "User@Contoso.com"}, "", ""},
		"another, browser":         {catalog.Browser, asked, map[string]any{"upn": "mallory@contoso.com"}, "guest_or_msa_account", ""},
		"another, device code":     {catalog.DeviceCode, asked, map[string]any{"preferred_username": "mallory@contoso.com"}, "guest_or_msa_account", ""},
		"a guest":                  {catalog.Browser, asked, map[string]any{"upn": "user_contoso.com#EXT#@fabrikam.com"}, "guest_or_msa_account", ""},
		"nobody was asked for":     {catalog.Browser, "", map[string]any{"upn": "mallory@contoso.com"}, "", ""},
		"nobody is named":          {catalog.Browser, asked, nil, "", "the token doesn't name its user"},
		"a password proves it":     {catalog.Password, asked, map[string]any{"upn": "alias@contoso.com"}, "", ""},
		"another tenant's account": {catalog.Browser, asked, map[string]any{"upn": asked, "tid": "11111111-2222-3333-4444-555555555555"}, "authority_wrong_tenant", ""},
	} {
		t.Run(name, func(t *testing.T) {
			reg := passwordRegistration("pw")
			reg.Flow, reg.Username = tt.flow, tt.username
			s := newSite(t, reg, true)
			s.source.SignIn = &PageSignIn{Show: func(report.SignIn) {}, Open: func(string) error { return nil }}
			claims := map[string]any{"appid": clientID, "tid": tenantID}
			maps.Copy(claims, tt.claims)
			answer := entra.Answer{AccessToken: jwtWith(t, claims), RefreshToken: secret.New("refresh"), ExpiresIn: time.Hour, ReceivedAt: noon}
			s.entra.answer = func(entra.Request) (entra.Answer, error) { return answer, nil }
			_, _, err := s.do(false)
			if causeOf(err) != tt.cause || (err == nil) != (tt.cause == "") {
				t.Fatalf("%v, want %q", err, tt.cause)
			}
			if failed := new(Failure); errors.As(err, &failed) && (!strings.HasPrefix(failed.Finding.Title, "The wrong account signed in") || !strings.Contains(failed.Finding.Fix.Steps[0], asked)) {
				t.Errorf("%+v", failed.Finding)
			}
			if kept := s.input().Cache.Tokens(); (kept.Refresh.IsZero() && kept.Access.IsZero()) != (tt.cause != "") {
				t.Errorf("kept: access %v, refresh %v", !kept.Access.IsZero(), !kept.Refresh.IsZero())
			}
			if told := strings.Join(s.notices, "\n"); (told != "") != (tt.notice != "") || !strings.Contains(told, tt.notice) {
				t.Errorf("notices %q", s.notices)
			}
			if err := s.source.Remember(t.Context(), s.input(), answer); err != nil {
				t.Error(err)
			}
			if kept := s.input().Cache.Tokens(); tt.cause == "guest_or_msa_account" && !kept.Refresh.IsZero() {
				t.Error("a verification's sign-in of another account was kept")
			}
		})
	}
}

// TestRenewalOfAnotherAccount: a sign-in that an earlier appreg kept without comparing is not used any further.
func TestRenewalOfAnotherAccount(t *testing.T) {
	const asked = "user@contoso.com"
	reg := passwordRegistration("")
	reg.Flow, reg.Username = catalog.Browser, asked
	s := newSite(t, reg, false)
	of := func(upn string) entra.Answer {
		claims := map[string]any{"appid": clientID, "tid": tenantID, "upn": upn}
		return entra.Answer{AccessToken: jwtWith(t, claims), RefreshToken: secret.New("refresh"), ExpiresIn: time.Hour, ReceivedAt: s.clock}
	}
	s.source.SignIn = &PageSignIn{Show: func(report.SignIn) {}, Open: func(string) error { return nil }}
	s.entra.answer = func(entra.Request) (entra.Answer, error) { return of(asked), nil }
	if _, _, err := s.do(false); err != nil {
		t.Fatal(err)
	}
	s.clock = s.clock.Add(2 * time.Hour)
	s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return of("mallory@contoso.com"), nil }
	s.wants("renewed as another", false, "", "guest_or_msa_account", "refresh")
	if kept := s.input().Cache.Tokens(); !kept.Access.IsZero() || !kept.Refresh.IsZero() {
		t.Error("the other account's sign-in is still kept")
	}
	s.clock = s.clock.Add(time.Second)
	if _, calls, err := s.do(false); err != nil || calls != "browser" {
		t.Errorf("the next call asked %q, %v; want a new sign-in", calls, err)
	}
}

// TestForeignTokensOfUsers: whichever grant brought it, a token of another tenant is not given out, and what is kept of it
// is nothing.
func TestForeignTokensOfUsers(t *testing.T) {
	foreign := jwtWith(t, map[string]any{"tid": "11111111-2222-3333-4444-555555555555", "appid": clientID})
	answer := entra.Answer{AccessToken: foreign, RefreshToken: secret.New("refresh"), ExpiresIn: time.Hour, ReceivedAt: noon}
	for flow, asked := range map[catalog.Flow]string{catalog.Password: "token", catalog.DeviceCode: "device", catalog.Browser: "browser"} {
		reg := passwordRegistration("pw")
		reg.Flow = flow
		s := newSite(t, reg, true)
		s.source.SignIn = &PageSignIn{Show: func(report.SignIn) {}, Open: func(string) error { return nil }}
		s.entra.answer = func(entra.Request) (entra.Answer, error) { return answer, nil }
		s.wants(string(flow), false, "", "authority_wrong_tenant", asked)
		if kept := s.input().Cache.Tokens(); !kept.Access.IsZero() || !kept.Refresh.IsZero() {
			t.Errorf("%s: kept", flow)
		}
		// And by a refresh token that was kept before.
		s.entra.gives("first")
		s.entra.answer = func(entra.Request) (entra.Answer, error) { return s.entra.token("first", "refresh"), nil }
		if _, _, err := s.do(true); err != nil {
			t.Fatal(err)
		}
		s.entra.renewal = func(entra.Request, secret.Secret) (entra.Answer, error) { return answer, nil }
		s.wants(string(flow)+", renewed", true, "", "authority_wrong_tenant", "refresh")
	}
}
