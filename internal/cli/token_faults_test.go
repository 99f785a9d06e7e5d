//go:build linux

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/longtest"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// runToken runs `appreg token` in this process.
func runToken(t *testing.T, environ []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Run(t.Context(), append([]string{"token"}, args...), cli.Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Environ: environ,
	})
	return out.String(), errs.String(), code
}

// Without a usable keyring a saved profile gives no token: exit 5, with the state and what to do.
func TestTokenWithoutKeyring(t *testing.T) {
	noToken(t, "unix:path=/nonexistent", "no keyring available")
}

// One that doesn't answer is waited for, at most 6 s.
func TestTokenWithMuteKeyring(t *testing.T) {
	longtest.Only(t)
	mute, err := net.Listen("unix", filepath.Join(t.TempDir(), "bus"))
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	begun := time.Now()
	noToken(t, "unix:path="+mute.Addr().String(), "the keyring didn't answer in time")
	if took := time.Since(begun); took > 6*time.Second {
		t.Errorf("took %v", took)
	}
}

// noToken asks for the token of a saved profile while the session's bus is at an address.
func noToken(t *testing.T, bus, want string) {
	t.Helper()
	home := filepath.Join(t.TempDir(), "home")
	st, err := store.Open(store.Options{Home: home, Keyring: store.NewMemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Save(t.Context(), store.SaveInput{Name: "bc", Registration: registration.Registration{
		API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: "contoso.com", ClientID: "0f8fad5b-d9cb-469f-a165-70867728950e",
		Flow: catalog.ClientSecret, Credential: registration.Credential{Secret: secret.New("canary-secret")},
	}}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus)
	if out, errs, code := runToken(t, []string{"APPREG_HOME=" + home}, "bc"); code != 5 || out != "" || !strings.Contains(errs, want) {
		t.Errorf("ended with %d: %s%s", code, out, errs)
	}
}

// payloads are what an answer may try on a terminal (docs/sources.md, Terminals).
var payloads = []string{
	"\x1b]52;c;Y2FuYXJ5\a", "\x1b]0;title\x1b\\", "\x1bP1;2q\x1b\\", "\x1b_apc\x1b\\", "\x1b[2J\x1b[?1049h\x1b[6n", "\x1b]8;;https://evil.example\aclick\x1b]8;;\a",
	"\x1b[31mred", "\u009b31m", "\u202eevil", "\u200bzero", "a\rb", "a\bb", "\x00", "\x1b]unterminated", "\xff\xfe", "\x9b31m", "\u2028",
}

// Whatever comes as an answer, nothing of it reaches the terminal raw, stdout stays empty and the exit code is right.
func TestTokenHostileAnswers(t *testing.T) {
	all := strings.Join(payloads, " ")
	quoted := func(object map[string]any) string {
		data, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	tests := map[string]struct {
		status int
		kind   string
		body   string
		code   int
	}{
		"every field of a refusal": {400, "application/json", quoted(map[string]any{
			"error": all, "error_description": "AADSTS7000215: " + all + "\r\nTrace ID: " + all, "error_codes": []int{7000215},
			"suberror": all, "trace_id": all, "correlation_id": all, "timestamp": all, "error_uri": all, "claims": all,
		}), 3},
		"no number":              {400, "application/json", quoted(map[string]any{"error": "invalid_grant", "error_description": all}), 3},
		"an access token":        {200, "application/json", quoted(map[string]any{"token_type": "Bearer", "expires_in": 3600, "access_token": "eyJ" + all}), 4},
		"an error with 200":      {200, "application/json", quoted(map[string]any{"error": "invalid_client", "error_description": "AADSTS7000215: " + all}), 3},
		"raw bytes":              {502, "text/html\x1b[2J", all, 4},
		"a page":                 {200, "text/html", "<html>" + all, 4},
		"nothing":                {200, "application/json", "", 4},
		"half a token":           {200, "application/json", `{"access_token":"eyJ`, 4},
		"1 MB":                   {400, "application/json", `{"error":"` + strings.Repeat("x\x1b", 1<<19) + `"}`, 4},
		"a token without an end": {200, "application/json", quoted(map[string]any{"access_token": ""}), 4},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = []string{test.kind}
				w.WriteHeader(test.status)
				_, _ = io.WriteString(w, test.body)
			}))
			defer server.Close()
			for _, debug := range [][]string{nil, {"--debug"}} {
				out, errs, code := runToken(t, []string{"APPREG_AUTHORITY=" + server.URL, "APPREG_CLIENT_SECRET=canary-secret-0123456789-0123456789-0123"},
					append(debug, "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com",
						"--client-id", "0f8fad5b-d9cb-469f-a165-70867728950e", "--no-input")...)
				if code != test.code || out != "" {
					t.Errorf("%v: ended with %d, want %d: %.300q", debug, code, test.code, errs)
				}
				if at := unfit(errs); at != "" {
					t.Errorf("%v: stderr holds %s", debug, at)
				}
				if strings.Contains(errs, "canary") {
					t.Errorf("%v: stderr holds the secret", debug)
				}
			}
		})
	}
}

// unfit finds what must not reach a terminal: controls but LF and TAB, format characters, broken UTF-8.
func unfit(text string) string {
	if !utf8.ValidString(text) {
		return "bytes that are not UTF-8"
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r)) {
			return fmt.Sprintf("U+%04X", r)
		}
	}
	return ""
}
