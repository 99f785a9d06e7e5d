package entra

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/secret"
)

func unsigned(payload string) secret.Secret {
	encode := base64.RawURLEncoding.EncodeToString
	return secret.New(encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(payload)) + "." + encode([]byte("signature")))
}

func TestDecodeClaims(t *testing.T) {
	tests := map[string]struct {
		payload string
		want    Claims
	}{
		"v1, a user's": {
			`{"aud":"https://service.powerapps.com//","iss":"https://sts.windows.net/` + tenantID + `/","tid":"` + tenantID + `","appid":"` + clientID +
				`","appidacr":"0","scp":"User  Other","upn":"u@contoso.com","unique_name":"n","oid":"o","ver":"1.0","exp":1763640000,"nbf":1763636400,"iat":1763636400}`,
			Claims{
				Audience: []string{"https://service.powerapps.com//"}, TenantID: tenantID,
				AppID: clientID, Scopes: []string{"User", "Other"}, UPN: "u@contoso.com", ObjectID: "o",
				ExpiresAt: time.Unix(1763640000, 0).UTC(), NotBefore: time.Unix(1763636400, 0).UTC(),
			},
		},
		"v2, an application's": {
			`{"aud":"996def3d","azp":"` + clientID + `","azpacr":"2","roles":["API.ReadWrite.All","Automation.ReadWrite.All"],"idtyp":"app","ver":"2.0"}`,
			Claims{
				Audience: []string{"996def3d"}, AppID: clientID, Roles: []string{"API.ReadWrite.All", "Automation.ReadWrite.All"},
				IdentityType: "app",
			},
		},
		"several audiences":     {`{"aud":["a","b"]}`, Claims{Audience: []string{"a", "b"}}},
		"one role as text":      {`{"roles":"r"}`, Claims{Roles: []string{"r"}}},
		"name instead of upn":   {`{"unique_name":"n"}`, Claims{UPN: "n"}},
		"name in v2":            {`{"preferred_username":"p"}`, Claims{UPN: "p"}},
		"times in quotes":       {`{"exp":"1763640000","nbf":1763636400.9}`, Claims{ExpiresAt: time.Unix(1763640000, 0).UTC(), NotBefore: time.Unix(1763636400, 0).UTC()}},
		"times out of range":    {`{"exp":1e300,"nbf":-1,"iat":0}`, Claims{}},
		"types not as expected": {`{"aud":5,"scp":{},"roles":[1],"exp":[],"tid":null,"appid":true}`, Claims{}},
		"nothing":               {`{}`, Claims{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := DecodeClaims(unsigned(tt.payload))
			if tt.want.Scopes == nil && len(got.Scopes) == 0 {
				got.Scopes = nil
			}
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestDecodeClaimsRefuses(t *testing.T) {
	canary := base64.RawURLEncoding.EncodeToString([]byte("canary"))
	tests := map[string]struct {
		token string
		want  error
	}{
		"empty":         {"", ErrTokenOpaque},
		"opaque":        {canary, ErrTokenOpaque},
		"two parts":     {canary + "." + canary, ErrTokenOpaque},
		"encrypted":     {strings.Repeat(canary+".", 4) + canary, ErrTokenOpaque},
		"not base64url": {"a.!" + canary + ".b", ErrTokenOpaque},
		"not JSON":      {"a." + canary + ".b", ErrTokenInvalid},
		"null":          {unsigned("null").Reveal(), ErrTokenInvalid},
		"array":         {unsigned("[]").Reveal(), ErrTokenInvalid},
		"two objects":   {unsigned("{}{}").Reveal(), ErrTokenInvalid},
		"too large":     {strings.Repeat("a", maxToken+1), ErrTokenSize},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := DecodeClaims(secret.New(tt.token))
			if !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			if err != nil && tt.token != "" && strings.Contains(err.Error(), canary) {
				t.Errorf("the error repeats the token: %v", err)
			}
		})
	}
}

func TestPaddingIsTolerated(t *testing.T) {
	token := "e30=." + base64.URLEncoding.EncodeToString([]byte(`{"tid":"ab"}`)) + ".x"
	if got, err := DecodeClaims(secret.New(token)); err != nil || got.TenantID != "ab" {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzDecodeClaims(f *testing.F) {
	f.Add(unsigned(`{"aud":["a"],"scp":"b c","roles":["d"],"exp":1763640000}`).Reveal())
	f.Add(unsigned(`{"exp":1e999,"aud":[[]],"scp":["\ud800"]}`).Reveal())
	f.Add("..")
	f.Add("a.e30=.b")
	f.Fuzz(func(t *testing.T, token string) {
		claims, err := DecodeClaims(secret.New(token))
		for _, at := range []time.Time{claims.ExpiresAt, claims.NotBefore} {
			if at.Year() > 9999 {
				t.Fatalf("%v cannot be written as RFC 3339", at)
			}
		}
		if err != nil && !errors.Is(err, ErrTokenOpaque) && !errors.Is(err, ErrTokenInvalid) && !errors.Is(err, ErrTokenSize) {
			t.Fatalf("an error of another kind: %v", err)
		}
	})
}
