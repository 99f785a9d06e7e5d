package steps

import (
	"fmt"
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// canaries are values of the shapes that must never be kept or shown where they do not belong, and what each is called.
var canaries = map[string]string{
	"client secret": secretOfToday,
	"token":         "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJhdWQiOiJodHRwczovL2FwaSIsInRpZCI6IjEifQ.Q0FOQVJZQ0FOQVJZQ0FOQVJZ",
	"private key":   "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZ\n-----END PRIVATE KEY-----",
	"certificate":   "-----BEGIN CERTIFICATE-----\nQ0FOQVJZ\n-----END CERTIFICATE-----",
}

// TestSecretInAVisibleFieldIsRefusedAndNotEchoed tries every visible field of every combination.
func TestSecretInAVisibleFieldIsRefusedAndNotEchoed(t *testing.T) {
	for _, c := range combinations() {
		env := testEnv(certificates())
		m := New(env, registered(c.api, c.flow))
		for _, field := range FieldsFor(env, m.Answers()) {
			if field.Kind == Masked {
				continue
			}
			for what, canary := range canaries {
				for _, raw := range []string{canary, "  " + canary + "\n", "value: " + canary, canary[:10] + "\u200b" + canary[10:]} {
					after, accepted, problem := m.Accept(field.Key, raw)
					if problem == nil {
						t.Fatalf("%s: %s takes a %s", c, field.Key, what)
					}
					if problem.Cause != "" || !strings.Contains(problem.Message, what) {
						t.Errorf("%s: %s: cause %q, message %q", c, field.Key, problem.Cause, problem.Message)
					}
					all := fmt.Sprintf("%+v %+v %+v", problem, accepted, after.Answers().Draft())
					for _, part := range []string{canary, canary[len(canary)-12:]} {
						if strings.Contains(all, part) {
							t.Errorf("%s: %s repeats the %s", c, field.Key, what)
						}
					}
				}
			}
		}
	}
}

// TestNoStepShowsASecret prints every step, request and note made from answers that hold secrets.
func TestNoStepShowsASecret(t *testing.T) {
	for _, c := range combinations() {
		m := withSecret(t, New(testEnv(certificates()), registered(c.api, c.flow)))
		a := m.Answers()
		shown := AdminRequest(a) + AdminRegistrationRequest(a) + TokenRequest(a) + AfterSave(a, "p").text() + RestClientFile(a)
		for _, step := range m.Steps() {
			shown += textOf(step) + fmt.Sprintf("%+v", step.Fields)
		}
		shown += fmt.Sprintf("%+v %#v %v %+v %#v", a, a, a.Registration(), m, m)
		for _, canary := range []string{secretOfToday, "Pa55 word!", pfxPassword, "PRIVATE KEY"} {
			if strings.Contains(shown, canary) {
				t.Errorf("%s shows %q", c, canary)
			}
		}
	}
}

// TestForeignTextIsMadeHarmless: what a person pastes is repeated only through sanitize.
func TestForeignTextIsMadeHarmless(t *testing.T) {
	const hostile = "x\x1b[31m\u202ey\r"
	env := testEnv(nil)
	for _, c := range []combination{{catalog.BusinessCentral, catalog.ClientCertificate}, {catalog.LCS, catalog.Password}, {catalog.PowerPlatform, catalog.Password}} {
		m := New(env, registered(c.api, c.flow))
		for _, field := range FieldsFor(env, m.Answers()) {
			if field.Kind == Masked {
				continue
			}
			after, accepted, problem := m.Accept(field.Key, hostile)
			said := accepted.Note
			if problem != nil {
				said += problem.Error()
			}
			if strings.ContainsAny(said, "\x1b\u202e\r") {
				t.Errorf("%s: %s says %q", c, field.Key, said)
			}
			if problem == nil && strings.ContainsAny(after.Answers().Get(field.Key), "\x1b\u202e\r") {
				t.Errorf("%s: %s keeps %q", c, field.Key, after.Answers().Get(field.Key))
			}
		}
	}
}
