package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/token"
	"appreg/internal/verify"
	"appreg/store"
)

// given is a token that ends at a known time.
func someToken() token.Token {
	return token.Token{Value: secret.New("eyJ.a-b_c"), Expires: time.Unix(1795215809, 0), TenantID: "6f89a1b2-0000-4000-8000-1234567890ab"}
}

func TestTokenFormats(t *testing.T) {
	want := map[string]string{
		"token":  "eyJ.a-b_c\n",
		"header": "Authorization: Bearer eyJ.a-b_c\n",
		"env":    "export APPREG_ACCESS_TOKEN='eyJ.a-b_c'\n",
		"json": `{
  "accessToken": "eyJ.a-b_c",
  "expiresOn": "2026-11-20T23:03:29Z",
  "expires_on": 1795215809,
  "tenant": "6f89a1b2-0000-4000-8000-1234567890ab",
  "tokenType": "Bearer"
}
`,
	}
	for format, text := range want {
		out, errs, err := answered(t, format, Streams{}, "")
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(text, out); d != "" || errs != "" {
			t.Errorf("%s: %s\nstderr: %s", format, d, errs)
		}
	}
}

// answered opens a form of the output as a caller with these streams does, and prints someToken. stdin is what it writes.
func answered(t *testing.T, format string, streams Streams, stdin string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	streams.In, streams.Out, streams.Err = strings.NewReader(stdin), &out, &errs
	run := &tokenCommand{format: format, registrationFlags: registrationFlags{app: &app{Streams: streams}}}
	if len(args) > 0 {
		run.operation = args[0]
	}
	form, known := findTokenFormat(format)
	if !known {
		t.Fatalf("there is no form %s", format)
	}
	s := subject{input: verify.Input{Registration: registration.Registration{API: catalog.BusinessCentral}}}
	answer, err := form.open(t.Context(), run, s)
	if err == nil && answer != nil {
		err = run.print(answer, someToken(), s)
	}
	return out.String(), errs.String(), err
}

func TestTokenEnvIsQuoted(t *testing.T) {
	odd := issued{Token: token.Token{Value: secret.New(`a'; rm -rf / #$(x)`)}}
	if got, want := tokenEnv(odd), `export APPREG_ACCESS_TOKEN='a'\''; rm -rf / #$(x)'`+"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Without a GUID the JSON names the tenant as it was given, fit for a terminal.
func TestTokenTenantAsGiven(t *testing.T) {
	var out bytes.Buffer
	run := &tokenCommand{format: "json", registrationFlags: registrationFlags{app: &app{Streams: Streams{Out: &out}}}}
	nameless := someToken()
	nameless.TenantID = ""
	s := subject{input: verify.Input{Registration: registration.Registration{Tenant: "contoso.com\x1b[2J"}}}
	if err := run.print(&tokenAnswer{text: tokenJSON}, nameless, s); err != nil || !strings.Contains(out.String(), `"tenant": "contoso.com\\u001B[2J"`) {
		t.Errorf("%v %s", err, out.String())
	}
}

func plainAnswer() *tokenAnswer {
	return &tokenAnswer{text: func(t issued) string { return t.Value.Reveal() + "\n" }}
}

// broken is a stdout that gives an error.
type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestTokenOnABrokenStdout(t *testing.T) {
	for err, quiet := range map[error]bool{syscall.EPIPE: true, syscall.ENOSPC: false} {
		var errs bytes.Buffer
		run := &tokenCommand{format: "token", registrationFlags: registrationFlags{app: &app{
			Streams: Streams{Out: broken{fmt.Errorf("write: %w", err)}, Err: &errs, OutTTY: true},
		}}}
		got := run.print(plainAnswer(), someToken(), subject{})
		if (got == nil) != quiet || !quiet && !errors.Is(got, err) || errs.Len() > 0 {
			t.Errorf("%v: %v, stderr %q", err, got, errs.String())
		}
	}
}

// On a terminal it says what was printed and until when it counts, without repeating it.
func TestTokenOnATerminal(t *testing.T) {
	var out, errs bytes.Buffer
	run := &tokenCommand{format: "token", registrationFlags: registrationFlags{app: &app{Streams: Streams{Out: &out, Err: &errs, OutTTY: true}}}}
	if err := run.print(plainAnswer(), someToken(), subject{}); err != nil {
		t.Fatal(err)
	}
	if got := errs.String(); !strings.Contains(got, "access token") || !strings.Contains(got, "2026-11-20T23:03:29Z") || strings.Contains(got, "eyJ") {
		t.Errorf("stderr: %s", got)
	}
}

func TestExpiryWarning(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	app := catalog.ClientSecret
	for _, test := range []struct {
		flow    catalog.Flow
		lastDay string
		want    string
	}{
		{app, "2026-12-01", "the client secret expires in 11 days, on 2026-12-01"},
		{app, "2026-11-20", "the client secret expires in less than a day, on 2026-11-20"},
		{app, "2026-11-19", "the client secret has passed its noted end date, 2026-11-19"},
		{app, "2026-12-19", "the client secret expires in 29 days, on 2026-12-19"},
		{app, "2026-12-20", ""},
		{app, "", ""},
		{app, "soon", ""},
		{catalog.ClientCertificate, "2026-12-01", "the certificate expires in 11 days, on 2026-12-01"},
		{catalog.Password, "2026-12-01", ""},
	} {
		if got := expiryWarning(test.flow, test.lastDay, now); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.flow, test.lastDay, got, test.want)
		}
	}
}

// The kind of failure decides the exit code, and its text says what to do.
func TestTokenFailures(t *testing.T) {
	failed := func(cause cause.Label) *token.Failure {
		return &token.Failure{Finding: report.Finding{
			Status: report.Fail, Cause: cause, Title: "No", Evidence: "seen", Fix: report.Fix{Where: "there", Steps: []string{"do this"}, Command: "az x"},
		}, At: time.Unix(1795215809, 0)}
	}
	again := failed("consent_missing")
	again.Kept = true
	tests := map[string]struct {
		err   error
		code  exitCode
		label string
		texts []string
	}{
		"refused":      {failed("secret_wrong"), exitRefused, "secret_wrong", []string{"couldn't get a token for p: No: seen [secret_wrong]", "1. do this", "command: az x"}},
		"unreachable":  {failed("network_dns"), exitUnreachable, "network_dns", []string{"[network_dns]"}},
		"kept":         {again, exitRefused, "consent_missing", []string{"2026-11-20T23:03:29Z", "no new request was sent"}},
		"over already": {&token.ShortError{Left: -time.Second}, exitRefused, "token_short", []string{"over already", "clock"}},
		"too short":    {&token.ShortError{Left: time.Hour, Want: 2 * time.Hour}, exitRefused, "token_short", []string{"valid for 1h0m0s, not for 2h0m0s", "--min-validity 1h0m0s"}},
		"a person":     {&token.SignInError{Profile: "p", Flow: catalog.Password}, exitRefused, "sign_in_needed", []string{"appreg token p"}},
		"store":        {&store.Error{Kind: store.ErrBackend, State: store.StateLocked}, exitStore, "store", []string{"the keyring is locked"}},
		"another call": {&store.Error{Kind: store.ErrRenewal, Profile: "p", Holder: 7}, exitStore, "store", []string{"process 7"}},
	}
	for name, test := range tests {
		run := &tokenCommand{registrationFlags: registrationFlags{app: &app{}}}
		f := classify(run.explained(subject{input: verify.Input{Profile: "p"}}, test.err))
		if f.code != test.code || f.label != test.label {
			t.Errorf("%s: %d %s, want %d %s", name, f.code, f.label, test.code, test.label)
		}
		for _, text := range test.texts {
			if !strings.Contains(f.err.Error()+"\n"+f.fix, text) {
				t.Errorf("%s: %q is missing in:\n%s\n%s", name, text, f.err, f.fix)
			}
		}
	}
}
