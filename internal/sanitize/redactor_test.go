package sanitize

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"appreg/internal/secret"
)

// invented is a value with every character that some encoding changes.
const invented = `pa ss+wo/rd&=?%<">\ü~!'`

func TestRedactKnownSecrets(t *testing.T) {
	quoted, err := json.Marshal(invented)
	if err != nil {
		t.Fatal(err)
	}
	raw := []byte(invented)
	forms := map[string]string{
		"itself":           invented,
		"form":             url.QueryEscape(invented),
		"form, small":      strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(invented), "%2B", "%2b"), "%2F", "%2f"),
		"path":             url.PathEscape(invented),
		"every byte":       everyByte(invented),
		"JSON":             string(quoted),
		"JSON, no HTML":    `"` + jsonText(invented, false) + `"`,
		"base64":           base64.StdEncoding.EncodeToString(raw),
		"base64, raw":      base64.RawStdEncoding.EncodeToString(raw),
		"base64 URL":       base64.URLEncoding.EncodeToString(raw),
		"base64 URL, raw":  base64.RawURLEncoding.EncodeToString(raw),
		"hexadecimal":      hex.EncodeToString(raw),
		"hexadecimal, big": strings.ToUpper(hex.EncodeToString(raw)),
	}
	r := NewRedactor(secret.New("short-one"), secret.New(invented), secret.Secret{})
	for name, form := range forms {
		if name == "form, small" {
			form = lowerEscapes(url.QueryEscape(invented))
		}
		t.Run(name, func(t *testing.T) {
			got := r.Redact("before " + form + " after " + form)
			want := "before " + Hidden + " after " + Hidden
			if strings.Trim(strings.ReplaceAll(got, `"`, ""), `"`) != want {
				t.Errorf("Redact(%q) = %q", form, got)
			}
		})
	}
}

func TestRedactTakesTheLongerSecretFirst(t *testing.T) {
	r := NewRedactor(secret.New("abcdef"), secret.New("abcdefghij"))
	if got := r.Redact("x abcdefghij y abcdef z"); got != "x [hidden] y [hidden] z" {
		t.Errorf("got %q", got)
	}
}

func TestRedactLeavesTinySecretsToTheirNames(t *testing.T) {
	r := NewRedactor(secret.New("a"))
	if blank := NewRedactor(secret.New("     ")).Redact("a b"); blank != "a b" {
		t.Errorf("got %q", blank)
	}
	if got := r.Redact("a cat, password=a&b=c"); got != "a cat, password=[hidden]&b=c" {
		t.Errorf("got %q", got)
	}
}

// A token and secrets that no service ever gave out.
const (
	inventedJWT    = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl"
	inventedSecret = "AAA8Q~BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
	olderSecret    = "AAA7Q~BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
	inventedKey    = "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----"
)

func TestRedactShapes(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"token":                  {"got " + inventedJWT + ".", "got [hidden]."},
		"encrypted token":        {"eyJhbGciOiJub25lIn0.a.b.c.d", "[hidden]"},
		"token, cut":             {"eyJ" + strings.Repeat("a", 60), "[hidden]"},
		"secret":                 {"(" + inventedSecret + ")", "([hidden])"},
		"older secret":           {olderSecret, "[hidden]"},
		"secret, encoded":        {strings.ReplaceAll(inventedSecret, "~", "%7E"), "[hidden]"},
		"key":                    {"a\n" + inventedKey + "\nb", "a\n[hidden]\nb"},
		"key without end":        {"-----BEGIN PRIVATE KEY-----\nMIIE", "[hidden]"},
		"key in JSON":            {`{"k":"` + strings.ReplaceAll(inventedKey, "\n", `\n`) + `"}`, `{"k":"[hidden]"}`},
		"form":                   {"grant_type=password&username=u&password=p%20q&scope=s", "grant_type=password&username=u&password=[hidden]&scope=s"},
		"form, client secret":    {"client_id=1&client_secret=xyz", "client_id=1&client_secret=[hidden]"},
		"form, assertion":        {"client_assertion_type=urn:x&client_assertion=xyz&assertion=q", "client_assertion_type=urn:x&client_assertion=[hidden]&assertion=[hidden]"},
		"form, code":             {"https://localhost/?code=abc&state=1", "https://localhost/?code=[hidden]&state=1"},
		"form, encoded":          {"body=client_secret%3Dxyz", "body=client_secret%3D[hidden]"},
		"JSON":                   {`{"access_token": "a\"b", "token_type":"Bearer"}`, `{"access_token": "[hidden]", "token_type":"Bearer"}`},
		"JSON, refresh token":    {`{"refresh_token":"x","id_token":"y","expires_in":1}`, `{"refresh_token":"[hidden]","id_token":"[hidden]","expires_in":1}`},
		"JSON, cut":              {`{"access_token":"abc`, `{"access_token":"[hidden]`},
		"JSON in JSON":           {`{"m":"{\"password\":\"abc\",\"a\":1}"}`, `{"m":"{\"password\":\"[hidden]\",\"a\":1}"}`},
		"JSON, code of sign-in":  {`{"code":"0.AXoA-bc1_DEF"}`, `{"code":"[hidden]"}`},
		"header":                 {"Authorization: Bearer abc.def\r\nAccept: x", "Authorization: Bearer [hidden]\r\nAccept: x"},
		"header, basic":          {"authorization: Basic dTpw", "authorization: Basic [hidden]"},
		"header in JSON":         {`{"Authorization":"Bearer abcdef"}`, `{"Authorization":"Bearer [hidden]"}`},
		"bearer alone":           {"bearer abcdefghijklmnop1234", "bearer [hidden]"},
		"header, named":          {"client_secret: xyz", "client_secret: [hidden]"},
		"upper case":             {"CLIENT_SECRET=xyz APPREG_PASSWORD=abc", "CLIENT_SECRET=[hidden] APPREG_PASSWORD=[hidden]"},
		"error code of an API":   {`{"error":{"code":"Forbidden","message":"m"}}`, `{"error":{"code":"Forbidden","message":"m"}}`},
		"error code, qualified":  {`{"code": "Authentication_InvalidCredentials"}`, `{"code": "Authentication_InvalidCredentials"}`},
		"error code, number":     {`code=403 "code":"0x80040220" code: AADSTS50126`, `code=403 "code":"0x80040220" code: AADSTS50126`},
		"Entra's numbers":        {`{"error_codes":[7000215],"error":"invalid_client"}`, `{"error_codes":[7000215],"error":"invalid_client"}`},
		"Entra's prose":          {"AADSTS50126: Invalid username or password.", "AADSTS50126: Invalid username or password."},
		"suberror":               {`"suberror":"user_password_expired"`, `"suberror":"user_password_expired"`},
		"the documents' example": {"the token_type is Bearer", "the token_type is Bearer"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := (Redactor{}).Redact(tt.in); got != tt.want {
				t.Errorf("Redact(%q)\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

// Hide leaves prose alone and hides what is a secret by itself.
func TestHide(t *testing.T) {
	r := NewRedactor(secret.New("hunter-22"))
	for in, want := range map[string]string{
		"profile my-password: could not go on":        "profile my-password: could not go on",
		"could not use \"" + inventedSecret + "\"":    "could not use \"[hidden]\"",
		"got " + inventedJWT + ", " + inventedKey:     "got [hidden], [hidden]",
		"--tenant hunter-22, code: 50126, code=12345": "--tenant [hidden], code: 50126, code=12345",
	} {
		if got := r.Hide(in); got != want {
			t.Errorf("Hide(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLooksSecret(t *testing.T) {
	for in, want := range map[string]string{
		inventedSecret:                                   ClientSecretShape,
		olderSecret:                                      ClientSecretShape,
		" value: " + inventedSecret + "\n":               ClientSecretShape,
		inventedSecret[:30]:                              ClientSecretShape,
		"AAA8\u200bQ~" + inventedSecret[6:]:              ClientSecretShape,
		inventedJWT:                                      TokenShape,
		"Bearer " + inventedJWT:                          TokenShape,
		inventedKey:                                      KeyShape,
		"-----BEGIN ENCRYPTED PRIVATE KEY-----":          KeyShape,
		"-----BEGIN CERTIFICATE-----":                    CertificateShape,
		"-----BEGIN CERTIFICATE-----\nx\n" + inventedKey: KeyShape,
		"":                                     "",
		"contoso.onmicrosoft.com":              "",
		"8578e004-a5c6-46e7-913e-12f58912df43": "",
		"someone@contoso.com":                  "",
		"8Q~":                                  ClientSecretShape, // being typed, or behind other characters
		"字/8Q~":                                ClientSecretShape,
		"8Q":                                   "",
		"eyJ":                                  "",
		"production-8Q":                        "",
	} {
		what, ok := LooksSecret(in)
		if what != want || ok != (want != "") {
			t.Errorf("LooksSecret(%q) = %q, %v; want %q", in, what, ok, want)
		}
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("hunter22", "password=hunter22")
	f.Add(invented, "x"+invented)
	f.Add(`"\\"`, `{"code":"\\\"`)
	f.Fuzz(func(t *testing.T, value, text string) {
		if len(value) < shortest || strings.Contains(Hidden, value) || strings.ContainsAny(value, "[]") {
			return // nothing to look for, or part of the mark itself
		}
		r := NewRedactor(secret.New(value))
		for _, form := range encodings(value) {
			if form != "" && strings.Contains(r.Redact(text+" "+form), value) {
				t.Fatalf("the secret %q is left in %q", value, r.Redact(text+" "+form))
			}
		}
	})
}
