package federation

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"appreg/internal/secret"
)

// ErrNotJWT says that a text is not a signed JSON web token. What it is isn't repeated.
var ErrNotJWT = errors.New("it isn't a JSON web token (JWT)")

// longestAssertion bounds an outside token, in bytes: Entra takes no longer request.
const longestAssertion = 32 << 10

// Claims are what an outside token says of itself. They are for showing and comparing alone: Entra verifies the signature.
type Claims struct {
	Presented
	Algorithm string    // of the signature
	Begins    time.Time // zero: not said
	Ends      time.Time // zero: not said
}

// Decode reads an outside token without verifying it. Its error is ErrNotJWT and repeats nothing.
func Decode(assertion secret.Secret) (Claims, error) {
	parts := strings.Split(assertion.Reveal(), ".")
	if len(parts) != 3 || parts[2] == "" || len(assertion.Reveal()) > longestAssertion {
		return Claims{}, ErrNotJWT
	}
	var head struct {
		Algorithm string `json:"alg"`
	}
	var body struct {
		Issuer    string      `json:"iss"`
		Subject   string      `json:"sub"`
		Audience  audience    `json:"aud"`
		NotBefore json.Number `json:"nbf"`
		Expires   json.Number `json:"exp"`
	}
	if !decodePart(parts[0], &head) || !decodePart(parts[1], &body) {
		return Claims{}, ErrNotJWT
	}
	return Claims{
		Presented: Presented{Identity{body.Issuer, body.Subject}, strings.Join(body.Audience, " ")},
		Algorithm: head.Algorithm, Begins: moment(body.NotBefore), Ends: moment(body.Expires),
	}, nil
}

func decodePart(part string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	return err == nil && json.Unmarshal(raw, into) == nil
}

// audience is one text or a list.
type audience []string

// UnmarshalJSON reads both forms (RFC 7519, 4.1.3).
func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}

// moment is a NumericDate; zero where there is none, or one that no clock has.
func moment(n json.Number) time.Time {
	seconds, err := n.Float64()
	if err != nil || seconds <= 0 || seconds > 1<<40 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// Over reports whether the token has ended at now.
func (c Claims) Over(now time.Time) bool { return !c.Ends.IsZero() && !now.Before(c.Ends) }

// ByEntra reports whether Entra itself issued the token, for an API or for a user. Azure DevOps' tokens, which name Entra
// as their issuer too, have a subject of their own form.
func (c Claims) ByEntra() bool {
	_, service := DecodeEID1(c.Subject)
	return !service && (strings.HasPrefix(c.Issuer, "https://sts.windows.net/") || strings.HasPrefix(c.Issuer, entraIssuers))
}
