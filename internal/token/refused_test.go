package token

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/transport"
	"appreg/store"
)

func contextWithCancel(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

// A refused renewal is an error, and the old token is not given out afterwards either.
func TestRefusedRenewalNeverGivesTheOldToken(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	s.wants("empty cache", false, "first", "", "token")
	s.entra.refuses(wrongSecret)
	s.clock = noon.Add(56 * time.Minute)
	s.wants("4 minutes left", false, "", "secret_wrong", "token")

	s.entra.gives("second")
	s.wants("fixed", false, "second", "", "token")
	s.entra.refuses(wrongSecret)
	s.clock = s.clock.Add(time.Second)
	s.wants("forced, an hour left", true, "", "secret_wrong", "token")
	s.clock = s.clock.Add(time.Second)
	s.wants("the old token is void", false, "", "secret_wrong", "token")
}

// No answer says nothing about the token that is there: it is no result of the forced call, but it stays.
func TestUnreachableKeepsTheToken(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	s.wants("empty cache", false, "first", "", "token")
	s.entra.refuses(&transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 200})
	s.clock = s.clock.Add(time.Second)
	s.wants("forced", true, "", "answer_not_json", "token")
	s.clock = s.clock.Add(time.Second)
	s.wants("not forced", false, "first", "", "")
}

// A refused password is not sent again until it changes or the person insists; other refusals are tried anew.
func TestRefusedPasswordIsHeld(t *testing.T) {
	s := newSite(t, passwordRegistration("canary-wrong-password"), true)
	s.entra.refuses(wrongPassword)
	s.wants("first", false, "", "wrong_password", "token")
	s.entra.gives("first")
	for _, later := range []time.Duration{time.Second, time.Hour, 1000 * time.Hour} {
		s.clock = noon.Add(later)
		s.wants("later", false, "", "wrong_password", "")
	}
	_, _, err := s.do(false)
	f, is := err.(*Failure)
	if !is || !f.Kept || !f.Held() || !f.At.Equal(noon) || f.Finding.AADSTS != 50126 || f.Finding.CorrelationID != "corr" || f.Unreachable() {
		t.Errorf("%+v", err)
	}
	if f.Finding.Confidence != report.Likely {
		t.Errorf("the kept refusal is %q, the first was %q", f.Finding.Confidence, report.Likely)
	}
	if !strings.Contains(err.Error(), "Error validating credentials") {
		t.Errorf("the kept refusal lost its text: %v", err)
	}
	s.wants("forced", true, "first", "", "token")

	s.entra.refuses(wrongPassword)
	s.wants("forced and refused", true, "", "wrong_password", "token")
	s.clock = s.clock.Add(time.Second)
	if _, _, err := s.do(true); !errors.As(err, &f) || f.Kept || f.Held() {
		t.Errorf("a password that was just sent counts as held: %+v", err)
	}
	s.save(passwordRegistration("the right one"), true)
	s.entra.gives("second")
	s.wants("password changed", false, "second", "", "token")
}

func TestOtherRefusalsAreTriedAnew(t *testing.T) {
	for cause, refused := range map[string]error{"consent_missing": noConsent, "mfa_required": refusal(50076, "invalid_grant", "AADSTS50076: multi-factor")} {
		s := newSite(t, passwordRegistration("pw"), true)
		s.entra.refuses(refused)
		s.wants("refused", false, "", cause, "token")
		s.clock = s.clock.Add(time.Second)
		s.wants("again", false, "", cause, "token")
		s.entra.gives("first")
		s.clock = s.clock.Add(time.Second)
		s.wants("fixed in the portal", false, "first", "", "token")
	}
}

// Neither a failure nor what is kept of it repeats a secret that an answer repeated, and both are fit for a terminal.
func TestFailureIsCleanAndFree(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	value := secretRegistration().Credential.Secret
	s.entra.refuses(&entra.Error{
		HTTPStatus: 401, Code: "invalid_client", Codes: []int{7000215}, CorrelationID: "c\x1b]0;owned\a",
		Description: "AADSTS7000215: the secret " + value.Reveal() + " is wrong \x1b[2J \u202e\r\nTrace ID: x",
	})
	_, _, err := s.do(false)
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err)} {
		if strings.Contains(text, "canary") || strings.ContainsAny(text, "\x1b\a\r\u202e") {
			t.Errorf("%q", text)
		}
	}
	kept, _ := json.Marshal(s.input().Cache.Tokens().Refusal)
	if strings.Contains(string(kept), "canary") || strings.Contains(string(kept), `\u001b`) {
		t.Errorf("%s", kept)
	}
}

// A full disk spoils neither a token nor a refusal.
func TestCacheThatCannotBeWritten(t *testing.T) {
	s := newSite(t, secretRegistration(), false)
	in := s.input()
	in.Cache = unwritable{in.Cache}
	if got, _, err := s.with(in); err != nil || !got.Value.Equal(secret.New("first")) || len(s.notices) != 1 {
		t.Errorf("%v, notices %q", err, s.notices)
	}
	s.entra.refuses(wrongSecret)
	if _, _, err := s.with(in); causeOf(err) != "secret_wrong" || len(s.notices) != 2 || !strings.Contains(s.notices[1], "disk full") {
		t.Errorf("%v, notices %q", err, s.notices)
	}
}

type unwritable struct{ Cache }

func (unwritable) Save(context.Context, store.Tokens) error { return errors.New("disk full") }

func (c unwritable) Lock(ctx context.Context, wait time.Duration) (func(), error) {
	return c.Cache.Lock(ctx, wait)
}

// The ids of an answer are told and kept, also of one that is not Entra's.
func TestIDsOfAFailure(t *testing.T) {
	for name, refused := range map[string]error{
		"refusal": wrongSecret,
		"page":    &transport.AnswerError{Kind: transport.NotJSON, HTTPStatus: 503, CorrelationID: "corr", TraceID: "trace"},
	} {
		s := newSite(t, secretRegistration(), false)
		s.entra.refuses(refused)
		_, _, err := s.do(false)
		var f *Failure
		if !errors.As(err, &f) || f.Finding.CorrelationID != "corr" || f.Finding.TraceID != "trace" {
			t.Errorf("%s: %v", name, err)
		}
		if kept := s.input().Cache.Tokens().Refusal; kept == nil || kept.CorrelationID != "corr" || kept.TraceID != "trace" {
			t.Errorf("%s: kept %+v", name, kept)
		}
	}
}

// A request can take a while, a sign-in most of all: the clock is compared with the server's when the answer comes.
func TestClockIsComparedWhenTheAnswerComes(t *testing.T) {
	for name, tt := range map[string]struct {
		behind time.Duration // the server's clock
		cause  string
	}{
		"right clock":       {0, "assertion_expired_clock_skew"},
		"ten minutes ahead": {10 * time.Minute, "clock_wrong"},
	} {
		s := newSite(t, secretRegistration(), false)
		s.entra.answer = func(entra.Request) (entra.Answer, error) {
			s.clock = s.clock.Add(10 * time.Minute)
			refused := refusal(700024, "invalid_client", "AADSTS700024: Client assertion is not within its valid time range.")
			refused.Date = s.clock.Add(-tt.behind)
			return entra.Answer{}, refused
		}
		s.wants(name, false, "", tt.cause, "token")
	}
}
