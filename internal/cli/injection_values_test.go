//go:build linux

package cli_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/cli"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// hostileTexts are the payloads, together and in smaller groups, each near the front.
func hostileTexts() []string {
	texts := []string{strings.Join(payloads, " ")}
	for some := range slices.Chunk(payloads, 7) {
		texts = append(texts, strings.Join(some, ""))
	}
	return texts
}

// TestHostileArguments: what is given on the command line is repeated fit for a terminal, whatever it is.
func TestHostileArguments(t *testing.T) {
	m := newStrange(t)
	m.save("works-lcs-password")
	base := []string{"--no-input", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com",
		"--client-id", m.cases["works-business-central-client-secret"].ClientID}
	for _, text := range hostileTexts() {
		for _, flag := range valueFlags {
			for _, command := range []string{"setup", "check", "token"} {
				given := append([]string{command}, base...)
				m.wantsFit(t, append(given, "--"+flag+"="+text)...)
				m.wantsFit(t, append(given, "--json", "--"+flag, text)...)
			}
		}
		for _, args := range misplaced(text) {
			if args[0] != "completion" && args[0] != "help" && args[0] != text { // cobra's own, and the bare program's flags
				m.wantsFit(t, args...)
			}
		}
		m.wantsFit(t, text)
		m.wantsFit(t, text, "--json")
		m.wantsFit(t, "check", "works-lcs-password", "--json", "--environment", text)
		m.wantsFit(t, "show", "works-lcs-password", text)
	}
}

// TestHostileEnvironment: the same for what stands in the environment, folders and files among it.
func TestHostileEnvironment(t *testing.T) {
	t.Parallel()
	m := newStrange(t)
	dir := t.TempDir()
	for n, payload := range payloads {
		name := strings.NewReplacer("\x00", "0", "/", "-").Replace(payload) // all that a file can be called
		folder := filepath.Join(dir, string(rune('a'+n)), name)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(payload), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "profiles.json"), []byte(payload), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, variable := range []string{"APPREG_HOME", "APPREG_AUTHORITY", "APPREG_API_URL", "APPREG_CA_FILE", "NO_COLOR"} {
			for _, value := range []string{payload, file, folder} {
				m.environ = []string{"APPREG_AUTHORITY=" + m.url, variable + "=" + value, "APPREG_CLIENT_SECRET=x"}
				m.wantsFit(t, "list", "--json")
				m.wantsFit(t, "check", "nobody", "--debug", "--json")
				m.wantsFit(t, "setup", "--no-input", "--api", "business-central", "--flow", "client-secret", "--tenant", "contoso.com", "--json",
					"--client-id", m.cases["works-business-central-client-secret"].ClientID, "--store", "none")
			}
		}
		m.environ = nil
		for _, flag := range []string{"--certificate", "--secret-file", "--ca-file", "--certificate-password-file"} {
			for _, path := range []string{file, folder, file + "missing"} {
				m.wantsFit(t, "check", "--api", "power-apps", "--flow", "client-certificate", "--tenant", "contoso.com", "--no-input",
					"--client-id", m.cases["works-business-central-client-secret"].ClientID, "--authority", m.url, "--json", flag, path)
			}
		}
	}
}

// TestHostileIndex: an index that somebody has edited by hand puts nothing on the terminal either.
func TestHostileIndex(t *testing.T) {
	t.Parallel()
	m := newStrange(t)
	m.save("works-lcs-password")
	index := filepath.Join(m.home, "profiles.json")
	good, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	var content struct {
		Schema   int              `json:"schema"`
		Profiles []map[string]any `json:"profiles"`
	}
	if err := json.Unmarshal(good, &content); err != nil {
		t.Fatal(err)
	}
	id, _ := content.Profiles[0]["id"].(string)
	item, err := m.keyring.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	m.edited = true
	all := strings.Join(payloads, " ")
	for _, field := range []string{
		"name", "id", "state", "replaces", "api", "cloud", "region", "tenant", "tenant_id", "client_id", "flow", "username", "permissions", "environments",
		"deployment", "project", "authority", "api_url", "ca_file", "ca_sha256", "store", "secret_expires", "certificate_file",
		"certificate_thumbprint", "keep", "verdict", "checked_at", "saved_at",
	} {
		t.Run(field, func(t *testing.T) {
			profile := map[string]any{}
			for name, value := range content.Profiles[0] {
				profile[name] = value
			}
			profile[field] = all
			if field == "permissions" || field == "environments" {
				profile[field] = []string{all}
			}
			edited := rawJSON(map[string]any{"schema": 1, "profiles": []any{profile}})
			for _, args := range [][]string{
				{"list"}, {"list", "--json"}, {"show", "works-lcs-password"}, {"show", "works-lcs-password", "--json"}, {"check", "--debug"}, {"check", "--json"},
				{"check", "--all"}, {"check", "--all", "--json"}, {"token"}, {"rename", "works-lcs-password", "other"}, {"check", "nobody"},
				{"setup", "--no-input", "--replace", "--profile", "works-lcs-password", "--json"}, {"remove", "works-lcs-password"},
			} {
				if err := errors.Join(os.WriteFile(index, edited, 0o600), m.keyring.Set(t.Context(), id, item)); err != nil {
					t.Fatal(err)
				}
				m.wantsFit(t, args...)
			}
		})
	}
}

// TestHostileDraft: a draft that was edited by hand is offered without harm.
func TestHostileDraft(t *testing.T) {
	home := t.TempDir()
	all := strings.Join(payloads, " ")
	for _, draft := range []string{
		string(rawJSON(map[string]any{"schema": 1, "answers": map[string]string{"api": all, "tenant": all, "client-id": all, "flow": all, "profile": all}})),
		string(rawJSON(map[string]any{"schema": 1, "answers": map[string]string{"api": "lcs", "flow": "password", "tenant": all, "client-id": all, "username": all}})),
		`{"schema":99,"answers":"` + all, all,
	} {
		if err := os.WriteFile(filepath.Join(home, "draft.json"), []byte(draft), 0o600); err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code := cli.Run(t.Context(), []string{"setup", "--plain"}, cli.Streams{
			In: strings.NewReader("yes\nshow\nyes\n?\n\n\n" + all + "\n" + all + "\n"), Out: &out, Err: &errs,
			Environ: []string{"APPREG_HOME=" + home}, Keyring: store.NewMemoryKeyring(),
		})
		if at := unfit(errs.String() + out.String()); at != "" || code != 2 {
			t.Errorf("ended with %d, the line mode holds %s: %.500q", code, at, errs.String())
		}
	}
}

// TestHostileCertificate: what a certificate says of itself is shown fit for a terminal.
func TestHostileCertificate(t *testing.T) {
	m := newStrange(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range hostileTexts() {
		for what, start := range map[string]time.Time{"valid": time.Now().Add(-time.Hour), "over": time.Now().Add(-48 * time.Hour)} {
			path := filepath.Join(t.TempDir(), "hostile.pem")
			certificate, err := tenantsim.NewCertificate(key, strings.ToValidUTF8(text, ""), start, 24*time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, pemOf(t, certificate.Raw, key), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, more := range [][]string{{"--json"}, {"--debug"}} {
				_, _, code := m.wantsFit(t, append([]string{"check", "--api", "business-central", "--flow", "client-certificate", "--tenant", "contoso.onmicrosoft.com",
					"--client-id", m.cases["works-business-central-client-certificate"].ClientID, "--authority", m.url, "--certificate", path}, more...)...)
				if code != 3 {
					t.Errorf("%s: ended with %d", what, code)
				}
			}
		}
	}
}

// pemOf is a certificate with its key as PEM.
func pemOf(t *testing.T, der []byte, key *rsa.PrivateKey) []byte {
	t.Helper()
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...)
}

// TestHostileExplanation: a pasted answer is explained without what it would do to the terminal.
func TestHostileExplanation(t *testing.T) {
	m := newStrange(t)
	for _, text := range hostileTexts() {
		object := map[string]any{"error": text, "error_description": "AADSTS50126: " + text, "suberror": text, "claims": text, "correlation_id": text, text: text}
		for _, pasted := range []string{
			text, "AADSTS" + text, "AADSTS7000215: " + text, string(rawJSON(object)), "Invoke-RestMethod : " + string(rawJSON(object)) + "\r\n\tat " + text,
			"AADSTS90002: Tenant '" + text + "' not found. Trace ID: " + text, "AADSTS700016: Application with identifier '" + text + "' was not found in the directory '" + text + "'.",
			"AADSTS650057: Invalid resource. Client app ID: " + text + ". Resource value from request: " + text, "<html>" + text + "AADSTS65001",
		} {
			for _, args := range [][]string{{"explain", pasted}, {"explain", pasted, "--json"}, {"explain", "--flow", "password", "--api", "lcs", "--json", pasted}} {
				m.wantsFit(t, args...)
			}
		}
	}
}
