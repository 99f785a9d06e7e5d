package sanitize

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"appreg/internal/secret"
)

// invented is a value with every character that some encoding changes.
const invented = `pa ss+wo/rd&=?%<">\ü~!'`

// writings are the ways in which requests, answers, logs and error pages repeat a value.
var writings = map[string]func(string) string{
	"itself":           func(s string) string { return s },
	"form":             url.QueryEscape,
	"form, small":      func(s string) string { return smallPercents(url.QueryEscape(s)) },
	"path":             url.PathEscape,
	"path, small":      func(s string) string { return smallPercents(url.PathEscape(s)) },
	"every byte":       percents,
	"form twice":       func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"JSON":             func(s string) string { return jsonText(s, true) },
	"JSON, no HTML":    func(s string) string { return jsonText(s, false) },
	"JSON twice":       func(s string) string { return jsonText(jsonText(s, true), true) },
	"JSON, no letters": codeUnits,
	"JSON in a form":   func(s string) string { return url.QueryEscape(jsonText(s, true)) },
	"form in JSON":     func(s string) string { return jsonText(url.QueryEscape(s), true) },
	"JavaScript":       javaScript,
	"HTML":             html.EscapeString,
	"HTML, names":      strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;", "ü", "&uuml;").Replace,
	"HTML, numbers":    strings.NewReplacer("&", "&#38;", "<", "&#x3C;", ">", "&#x3e;", `"`, "&#034;", "'", "&#x27;", "/", "&#x2F;").Replace,
	"HTML twice":       func(s string) string { return html.EscapeString(html.EscapeString(s)) },
	"JSON in HTML":     func(s string) string { return html.EscapeString(jsonText(s, true)) },
	"zero width":       func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
	"soft hyphens":     func(s string) string { return strings.Join(strings.Split(s, ""), "\u00ad\ufeff") },
	"zero width, JSON": func(s string) string { return strings.ReplaceAll(jsonText(s, true), "w", `w\u200b`) },
	"base64":           func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64, raw":      func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) },
	"base64, form":     func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	"base64 URL":       func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
	"base64 URL, raw":  func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"hexadecimal":      func(s string) string { return hex.EncodeToString([]byte(s)) },
	"hexadecimal, big": func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
}

// smallPercents writes percent escapes with small letters: %2b instead of %2B.
func smallPercents(s string) string {
	return regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(s, strings.ToLower)
}

// percents escapes all but letters and digits, as strict encoders do.
func percents(s string) string {
	return regexp.MustCompile(`[^0-9A-Za-z]`).ReplaceAllStringFunc(s, func(c string) string {
		return strings.ToUpper(regexp.MustCompile(`..`).ReplaceAllString(hex.EncodeToString([]byte(c)), "%$0"))
	})
}

// codeUnits writes every character as \uXXXX.
func codeUnits(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

// javaScript writes ASCII as \xXX and the rest as \uXXXX, as encoders against injected scripts do.
func javaScript(s string) string {
	return regexp.MustCompile(`\\u00([0-7][0-9a-f])`).ReplaceAllString(codeUnits(s), `\x$1`)
}

// jsonText is value inside a JSON string, with or without the escapes for HTML.
func jsonText(value string, html bool) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(html)
	_ = encoder.Encode(value)
	return b.String()[1 : b.Len()-2]
}

func TestRedactKnownSecrets(t *testing.T) {
	r := NewRedactor(secret.New("short-one"), secret.New(invented), secret.Secret{})
	for name, write := range writings {
		t.Run(name, func(t *testing.T) {
			form := write(invented)
			got := r.Redact(`before "` + form + `" after ` + form)
			if want := `before "` + Hidden + `" after ` + Hidden; got != want {
				t.Errorf("Redact(%q)\n got %q\nwant %q", form, got, want)
			}
		})
	}
}

// What is left of the text is left as it was, escapes and invisible characters included.
func TestRedactChangesNothingElse(t *testing.T) {
	r := NewRedactor(secret.New("pa<ss"))
	for in, want := range map[string]string{
		`{"a":"x\u003cy\\","m":"{\"s\":\"pa\u003css\",\"b\":1}"}`: `{"a":"x\u003cy\\","m":"{\"s\":\"[hidden]\",\"b\":1}"}`,
		"a%20b=pa%3Css&c=%26+d":                                   "a%20b=[hidden]&c=%26+d",
		"<p>x &amp; y: pa&lt;ss</p>&nbsp;":                        "<p>x &amp; y: [hidden]</p>&nbsp;",
		"a\u200bb pa<s\u200bs \u202ec":                            "a\u200bb [hidden] \u202ec",
		`\x70\x61\x3css, \u zz % %2 &; &x + \`:                    `[hidden], \u zz % %2 &; &x + \`,
		"pa<sspa<ss \xff\xfe pa%3Css\xff":                         "[hidden][hidden] \xff\xfe [hidden]\xff",
		`\ud83d\ude00 \ud83d pa<ss \ud83d\u0020`:                  `\ud83d\ude00 \ud83d [hidden] \ud83d\u0020`,
	} {
		if got := r.Redact(in); got != want {
			t.Errorf("Redact(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// A secret that was pasted with invisible characters in it is found with and without them.
func TestRedactSecretWithInvisibleCharacters(t *testing.T) {
	r := NewRedactor(secret.New("hun\u200bter-22\ufeff"))
	if got := r.Redact("a hunter-22 b hun\u200bter-22\ufeff c"); got != "a [hidden] b [hidden]c" && got != "a [hidden] b [hidden] c" {
		t.Errorf("got %q", got)
	}
}

// strays are the beginnings of escapes, which swallow the first characters of what follows.
var strays = []string{"%", "%4", "%%", "%25%", `\`, `\\\`, `\u`, `\u0`, `\u00`, `\u004`, `\x`, `\x4`, "&", "&#", "&#4", "&#x", "&#x4", "&a", "&l", "&#0004", "+%"}

// A secret is found where it follows the beginning of an escape, and undoing the escapes would take a part of it.
func TestRedactBehindAStrayMark(t *testing.T) {
	for _, value := range []string{
		invented, "ab/c d+e", "4102=x/yz", "0041;x y", "u0041/b c", "x41<b> c", "n/e xt&", "lt;a&b c", "mp;a/b c", "#65;a/b c", `\u0041/ b`, "%41/b c", "&lt;/b c",
		"41;" + strings.Repeat("/ long", 40), "abcd<efgh",
	} {
		r := NewRedactor(secret.New(value))
		for name, write := range writings {
			for _, stray := range strays {
				text := "x 9" + stray + write(value)
				got := r.Redact(text)
				if !strings.HasPrefix(got, "x 9") || !strings.HasSuffix(got, Hidden) || len(got) > len("x 9"+stray+Hidden) {
					t.Errorf("%s: Redact(%q) = %q", name, text, got)
				}
			}
		}
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
		"JSON in JSON, quote":    {`{"m":"{\"password\":\"ab\\\"cd\",\"a\":1}"}`, `{"m":"{\"password\":\"[hidden]\",\"a\":1}"}`},
		"JSON in JSON in JSON":   {`\\\"client_secret\\\":\\\"a<b\\\"`, `\\\"client_secret\\\":\\\"[hidden]\\\"`},
		"JSON in HTML":           {`<pre>{&quot;password&quot;:&quot;abc&quot;,&#34;a&#34;:1}</pre>`, `<pre>{&quot;password&quot;:&quot;[hidden]&quot;,&#34;a&#34;:1}</pre>`},
		"JSON in a query":        {"/log?m=%7b%22access_token%22%3a%22abc%22%2c%22a%22%3a1%7d", "/log?m=%7b%22access_token%22%3a%22[hidden]%22%2c%22a%22%3a1%7d"},
		"form in HTML":           {"<a href=\"/?x=1&amp;code=0.AXoA-bc1_DEF&amp;state=2\">", "<a href=\"/?x=1&amp;code=[hidden]&amp;state=2\">"},
		"secret, zero width":     {"(AAA8Q~\u200b" + inventedSecret[6:] + ")", "([hidden])"},
		"secret in HTML":         {strings.ReplaceAll(inventedSecret, "~", "&#126;"), "[hidden]"},
		"token, zero width":      {"got eyJ\ufeff" + inventedJWT[3:] + ".", "got [hidden]."},
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

// Every name of a secret is known in every place where a name can stand.
func TestRedactNames(t *testing.T) {
	for _, name := range []string{
		"client_secret", "clientSecret", "password", "APPREG_PASSWORD", "access_token", "accessToken", "refresh_token", "refreshToken",
		"id_token", "assertion", "client_assertion", "device_code", "code_verifier", "pa\u017f\u017fword", "acce\u017fs_to\u212aen",
	} {
		for in, want := range map[string]string{
			"a=1&%s=xyz&b=2":             "a=1&%s=[hidden]&b=2",
			`{"%s": "xyz", "b":2}`:       `{"%s": "[hidden]", "b":2}`,
			`{\"%s\": \"xyz\", \"b\":2}`: `{\"%s\": \"[hidden]\", \"b\":2}`,
			"%s: xyz":                    "%s: [hidden]",
		} {
			in, want = fmt.Sprintf(in, name), fmt.Sprintf(want, name)
			if got := (Redactor{}).Redact(in); got != want {
				t.Errorf("Redact(%q) = %q, want %q", in, got, want)
			}
		}
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
		seen := strings.Map(withoutInvisible, value)
		if len(seen) < shortest || strings.Contains(Hidden, seen) || strings.ContainsAny(value, "[]") || !utf8.ValidString(value) {
			return // nothing to look for, part of the mark itself, or what no encoder writes
		}
		r := NewRedactor(secret.New(value))
		for name, write := range writings {
			for _, before := range []string{" ", "%", `\`, "&#x"} {
				got := r.Redact(text + before + write(value))
				if strings.Contains(got, value) || !strings.Contains(got, Hidden) {
					t.Fatalf("%s: the secret %q is left in %q", name, value, got)
				}
			}
		}
	})
}

// Padding does not keep a known secret from being found, nor one that looks like it where nothing is escaped.
func TestRedactLargeText(t *testing.T) {
	r := NewRedactor(secret.New("pa<ss"))
	pad := strings.Repeat("x ", searched)
	if got := r.Redact(pad + "pa%3Css " + inventedSecret); got != pad+"[hidden] [hidden]" {
		t.Errorf("got %q", tail(got))
	}
}

func BenchmarkRedact(b *testing.B) {
	r := NewRedactor(secret.New(invented), secret.New(inventedSecret))
	page := strings.Repeat(`{"m":"{\"a\":\"b%20c+d\"}","u":"https://x/?a=b&amp;c=d"} `, 16<<10/58)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		r.Redact(page)
	}
}
