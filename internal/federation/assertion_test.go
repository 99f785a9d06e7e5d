package federation

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"appreg/internal/secret"
)

func token(head, body string) secret.Secret {
	enc := base64.RawURLEncoding.EncodeToString
	return secret.New(enc([]byte(head)) + "." + enc([]byte(body)) + "." + enc([]byte("signature")))
}

func TestDecode(t *testing.T) {
	got, err := Decode(token(`{"alg":"RS256"}`, `{"iss":"https://i/","sub":"s","aud":["a","b"],"nbf":1000,"exp":2000.5}`))
	want := Claims{Presented{Identity{"https://i/", "s"}, "a b"}, "RS256", time.Unix(1000, 0).UTC(), time.Unix(2000, 0).UTC()}
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if got.Over(time.Unix(1999, 0)) || !got.Over(time.Unix(2000, 0)) || (Claims{}).Over(time.Now()) {
		t.Error("the end is judged wrongly")
	}
	if got, err := Decode(token(`{}`, `{"aud":"a","exp":1e300}`)); err != nil || got.Audience != "a" || !got.Ends.IsZero() {
		t.Errorf("%+v, %v", got, err)
	}
}

// Nothing of what isn't a token is repeated.
func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{
		"", "canary", "canary.canary.canary", "a.b.", token("{}", "[]").Reveal(), token("{}", `{"aud":7}`).Reveal(), "eyJ." + strings.Repeat("a", 40<<10) + ".x",
	} {
		if _, err := Decode(secret.New(text)); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}
