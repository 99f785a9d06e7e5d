package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/registration"
	"appreg/internal/secret"
)

// someTokens has every field set.
func someTokens() Tokens {
	return Tokens{
		Fingerprint: "f1", Access: secret.New("access-" + canary), Refresh: secret.New("refresh-" + canary),
		Scope: "https://service.powerapps.com//.default", TenantID: "6f89a1b2-0000-4000-8000-1234567890ab",
		Obtained: noon, Expires: noon.Add(time.Hour + time.Nanosecond),
		Refusal: &Refusal{
			At: noon.Add(-time.Hour), Fingerprint: "f0", Hold: true, NotBefore: noon.Add(time.Minute), Cause: "wrong_password",
			Title: "User name or password is wrong", Evidence: "said <no>", AADSTS: 50126,
			CorrelationID: "c", TraceID: "t",
		},
	}
}

func TestTokensAreKeptWhole(t *testing.T) {
	for name, tokens := range map[string]Tokens{"all": someTokens(), "nothing": {}, "refusal alone": {Refusal: &Refusal{At: noon}}} {
		data, err := json.Marshal(tokens.kept())
		if err != nil {
			t.Fatal(err)
		}
		var back keptTokens
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tokens, back.tokens()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if d := cmp.Diff(Tokens{}, (*keptTokens)(nil).tokens()); d != "" {
		t.Errorf("no part in the file: %s", d)
	}
}

// Tokens can be printed by no verb.
func TestTokensDoNotPrint(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if text := fmt.Sprintf(verb, someTokens()); strings.Contains(text, "cAnArY") || strings.Contains(text, "63416e41725") {
			t.Errorf("%s prints a token", verb)
		}
	}
}

func TestFingerprint(t *testing.T) {
	c := registration.Credential{Secret: secret.New("s")}
	of := func(change func(*registration.Credential), facts ...string) string {
		changed := c
		if change != nil {
			change(&changed)
		}
		return Fingerprint(changed, facts...)
	}
	same := of(nil, "host", "scope")
	if again := of(func(c *registration.Credential) { c.CertificateFile = "/elsewhere" }, "host", "scope"); again != same {
		t.Error("where a certificate lies is no part of it")
	}
	seen := map[string]string{same: "the original"}
	for name, print := range map[string]string{
		"other secret":        of(func(c *registration.Credential) { c.Secret = secret.New("S") }, "host", "scope"),
		"no secret":           of(func(c *registration.Credential) { c.Secret = secret.Secret{} }, "host", "scope"),
		"certificate":         of(func(c *registration.Credential) { c.Certificate = secret.New("pem") }, "host", "scope"),
		"its password":        of(func(c *registration.Credential) { c.CertificatePassword = secret.New("pem") }, "host", "scope"),
		"other host":          of(nil, "Host", "scope"),
		"other scope":         of(nil, "host", "scope/"),
		"facts moved":         of(nil, "hostscope", ""),
		"facts run on":        of(nil, "host5:scope"),
		"one fact fewer":      of(nil, "host"),
		"facts the other way": of(nil, "scope", "host"),
	} {
		if other, taken := seen[print]; taken {
			t.Errorf("%s has the fingerprint of %s", name, other)
		}
		seen[print] = name
		if strings.Contains(print, "host") || len(print) != 64 {
			t.Errorf("%s: %q is no hash", name, print)
		}
	}
}
