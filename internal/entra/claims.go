package entra

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"appreg/internal/secret"
)

// maxToken is the size in bytes of the largest token that is decoded. One with 200 groups takes about 13 KB.
const maxToken = 256 << 10

// lastMoment is the end of the year 9999, the last that RFC 3339 can write, in seconds since 1970.
const lastMoment = 253402300799

// The reasons for which a token cannot be read. None holds a part of it.
var (
	ErrTokenOpaque  = errors.New("the token isn't a signed JWT: only the API can read it")
	ErrTokenInvalid = errors.New("the token's claims aren't a JSON object")
	ErrTokenSize    = errors.New("the token is larger than 256 KB")
)

// Claims are those of an access token that a diagnosis needs (docs/sources.md, "Entra: protocol"). Every one may be absent: tokens are
// meant for the API, and which claims it wants is the API's choice.
type Claims struct {
	Audience     []string // aud: the API as a URI or GUID
	TenantID     string   // tid: GUID
	AppID        string   // appid (v1) or azp (v2): the client id
	Scopes       []string // scp: granted delegated permissions; never in an application's token
	Roles        []string // roles: granted application permissions
	Templates    []string // wids: template ids of the user's directory roles
	UPN          string   // upn, unique_name or preferred_username
	ObjectID     string   // oid: of the user, or of the application's service principal
	IdentityType string   // idtyp: app or user
	ExpiresAt    time.Time
	NotBefore    time.Time
}

// DecodeClaims reads a token's claims without verifying its signature: for diagnosis only.
// It returns ErrTokenOpaque, ErrTokenInvalid or ErrTokenSize.
func DecodeClaims(token secret.Secret) (Claims, error) {
	value := token.Reveal()
	if len(value) > maxToken {
		return Claims{}, ErrTokenSize
	}
	parts := strings.Split(value, ".")
	if len(parts) != 3 {
		return Claims{}, ErrTokenOpaque // an encrypted one has five
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return Claims{}, ErrTokenOpaque
	}
	var claims map[string]json.RawMessage
	if json.Unmarshal(payload, &claims) != nil || claims == nil {
		return Claims{}, ErrTokenInvalid
	}
	return newClaims(claims), nil
}

func newClaims(c map[string]json.RawMessage) Claims {
	return Claims{
		Audience:     texts(c["aud"]),
		TenantID:     text(c["tid"]),
		AppID:        first(c, "appid", "azp"),
		Scopes:       strings.Fields(strings.Join(texts(c["scp"]), " ")),
		Roles:        texts(c["roles"]),
		Templates:    texts(c["wids"]),
		UPN:          first(c, "upn", "unique_name", "preferred_username"),
		ObjectID:     text(c["oid"]),
		IdentityType: text(c["idtyp"]),
		ExpiresAt:    moment(c["exp"]),
		NotBefore:    moment(c["nbf"]),
	}
}

// first returns the first of the named claims that is there.
func first(c map[string]json.RawMessage, names ...string) string {
	for _, name := range names {
		if value := text(c[name]); value != "" {
			return value
		}
	}
	return ""
}

// texts reads a JSON string or an array of them.
func texts(raw json.RawMessage) []string {
	if one := text(raw); one != "" {
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		return nil
	}
	return many
}

// moment reads seconds since 1970, as a number or in quotes; zero if there are none.
func moment(raw json.RawMessage) time.Time {
	value := number(raw)
	if value <= 0 || value > lastMoment {
		return time.Time{}
	}
	return time.Unix(int64(value), 0).UTC()
}
