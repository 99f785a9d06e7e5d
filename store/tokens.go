package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"appreg/internal/registration"
	"appreg/internal/secret"
)

// Tokens is what is kept of a profile's tokens, and the last refusal in place of one. The zero value is nothing.
type Tokens struct {
	Fingerprint string        `json:"fingerprint"`          // of what Access was asked for with
	Access      secret.Secret `json:"-"`                    // see keptTokens
	Refresh     secret.Secret `json:"-"`                    // user flows only
	Scope       string        `json:"scope,omitempty"`      // as granted
	TenantID    string        `json:"tenant_id,omitempty"`  // GUID, empty if not known
	Obtained    time.Time     `json:"obtained_at,omitzero"` // by the clock of this machine, as is Expires
	Expires     time.Time     `json:"expires_on,omitzero"`
	Refusal     *Refusal      `json:"refusal,omitempty"`
}

// Refusal is the last request that gave no token: enough to report it again without another request.
type Refusal struct {
	At          time.Time `json:"at"`
	Fingerprint string    `json:"fingerprint"`         // of what was refused, a password that a person typed included
	Hold        bool      `json:"hold,omitempty"`      // it was a password, which must not be sent again
	NotBefore   time.Time `json:"not_before,omitzero"` // 429: the server wants no request until then

	Cause         string `json:"cause"`
	Confidence    string `json:"confidence,omitempty"` // how sure the cause is
	Title         string `json:"title"`                // one line
	Evidence      string `json:"evidence"`             // one line, redacted
	AADSTS        int    `json:"aadsts,omitempty"`
	CorrelationID string `json:"correlation_id,omitempty"`
	TraceID       string `json:"trace_id,omitempty"`
}

// keptTokens is Tokens as it stands in a sealed file: nowhere else are the secrets written out.
type keptTokens struct {
	Tokens
	Access  string `json:"access_token,omitempty"`
	Refresh string `json:"refresh_token,omitempty"`
}

func (t Tokens) kept() *keptTokens {
	return &keptTokens{Tokens: t, Access: t.Access.Reveal(), Refresh: t.Refresh.Reveal()}
}

// tokens is the reverse of Tokens.kept; nil gives nothing.
func (k *keptTokens) tokens() Tokens {
	if k == nil {
		return Tokens{}
	}
	t := k.Tokens
	t.Access, t.Refresh = secret.New(k.Access), secret.New(k.Refresh)
	return t
}

// Fingerprint is a hash by which two credentials, each with the facts that it was used with, are told apart.
// It is kept inside sealed files only.
func Fingerprint(c registration.Credential, facts ...string) string {
	hash := sha256.New()
	var parts []string
	for _, one := range c.Secrets() {
		parts = append(parts, one.Reveal())
	}
	parts = append(parts, facts...)
	if from := c.Assertion; from.From != "" {
		parts = append(parts, string(from.From), from.File, from.Command)
	}
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part) // with its length, so that no two lists run together alike
	}
	return hex.EncodeToString(hash.Sum(nil))
}
