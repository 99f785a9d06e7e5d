//go:build linux

package store

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"appreg/internal/longtest"
)

// exampleStore opens a store with the helpers of docs/examples on the PATH.
func exampleStore(t *testing.T, environ ...string) *Store {
	t.Helper()
	examples, err := filepath.Abs("../docs/examples")
	mustDo(t, err)
	t.Setenv("PATH", examples+string(os.PathListSeparator)+os.Getenv("PATH"))
	return newStore(t, Options{Environ: append([]string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8"}, environ...)})
}

// tryExample saves, reads, replaces and removes profiles with an example.
func tryExample(t *testing.T, s *Store, store BackendName) {
	t.Helper()
	if _, _, err := s.Load(t.Context(), "bc"); !isKind(err, ErrUnknownProfile) {
		t.Errorf("got %v", err)
	}
	p := mustSave(t, s, helperInput(store, "bc", canary))
	if got := loadSecret(t, s, "bc"); got != canary {
		t.Error("read back differently")
	}
	again := helperInput(store, "bc", "second "+canary)
	again.Replace = true
	if mustSave(t, s, again); loadSecret(t, s, "bc") != "second "+canary {
		t.Error("the new one was read back differently")
	}
	backend, err := s.backend(p)
	mustDo(t, err)
	if _, err := backend.Get(t.Context(), p.ID); !isState(err, StateNotFound) {
		t.Errorf("the old one is still there: %v", err)
	}
	mustDo(t, s.Remove(t.Context(), "bc"), backend.Delete(t.Context(), "not-there"))
}

// The example for pass, with the real program and a GnuPG key of its own.
func TestPassExample(t *testing.T) {
	longtest.Only(t)

	home := t.TempDir()
	mustDo(t, os.Mkdir(filepath.Join(home, ".gnupg"), 0o700))
	environ := []string{"HOME=" + home, "GNUPGHOME=" + filepath.Join(home, ".gnupg"), "PASSWORD_STORE_DIR=" + filepath.Join(home, "store")}
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = append(os.Environ(), environ...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	t.Cleanup(func() { run("gpgconf", "--kill", "all") })
	run("gpg", "--batch", "--passphrase", "", "--quick-generate-key", "appreg test", "default", "default", "never")
	run("pass", "init", "appreg test")
	s := exampleStore(t, environ...)
	tryExample(t, s, "exec:pass")
	p := mustSave(t, s, helperInput("exec:pass", "kept", canary))
	if shown := run("pass", "show", "appreg/"+p.ID); !strings.HasPrefix(shown, `{"v":2`) {
		t.Errorf("pass shows %.20q", shown)
	}
	for path, content := range tree(t, filepath.Join(home, "store")) {
		if strings.Contains(content, "cAnArY") {
			t.Errorf("plain text in %s", path)
		}
	}
}

// kvServer answers as the KV version 2 engine of HashiCorp Vault and OpenBao does (docs/sources.md, "Stores").
type kvServer struct {
	mu      sync.Mutex
	secrets map[string]json.RawMessage
	sealed  bool
}

func (k *kvServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	refuse := func(status int, why string) {
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string][]string{"errors": {why}})
	}
	data, isData := strings.CutPrefix(r.URL.Path, "/v1/team/data/")
	metadata, isMetadata := strings.CutPrefix(r.URL.Path, "/v1/team/metadata/")
	switch {
	case k.sealed:
		refuse(http.StatusServiceUnavailable, "Vault is sealed")
	case r.Header.Get("X-Vault-Token") != "hvs.token" || r.Header.Get("X-Vault-Namespace") != "ops":
		refuse(http.StatusForbidden, "permission denied")
	case r.Method == http.MethodGet && isData && k.secrets[data] != nil:
		_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"data": k.secrets[data], "metadata": map[string]any{"version": 1}}})
	case r.Method == http.MethodGet && isData:
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"errors":[]}`)
	case r.Method == http.MethodPost && isData:
		var in struct {
			Data json.RawMessage `json:"data"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Data == nil {
			refuse(http.StatusBadRequest, "no data provided")
			return
		}
		k.secrets[data] = in.Data
		_, _ = io.WriteString(w, `{"data":{"version":1}}`)
	case r.Method == http.MethodDelete && isMetadata:
		delete(k.secrets, metadata)
		w.WriteHeader(http.StatusNoContent)
	default:
		refuse(http.StatusMethodNotAllowed, "unsupported operation")
	}
}

// The example for KV version 2, by curl over real HTTP.
func TestKVExample(t *testing.T) {
	longtest.Only(t)

	kv := &kvServer{secrets: map[string]json.RawMessage{}}
	server := httptest.NewServer(kv)
	t.Cleanup(server.Close)
	environ := []string{"HOME=" + t.TempDir(), "VAULT_ADDR=" + server.URL, "VAULT_MOUNT=team", "VAULT_NAMESPACE=ops"}
	tryExample(t, exampleStore(t, append(environ, "VAULT_TOKEN=hvs.token")...), "exec:kv")
	if len(kv.secrets) != 0 {
		t.Errorf("left: %d", len(kv.secrets))
	}
	denied := exampleStore(t, append(environ, "VAULT_TOKEN=hvs.other")...)
	if _, err := denied.Save(t.Context(), helperInput("exec:kv", "bc", canary)); !isKind(err, ErrHelper) || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("got %v", err)
	}
	kv.sealed = true
	sealed := exampleStore(t, append(environ, "VAULT_TOKEN=hvs.token")...)
	if _, err := sealed.Save(t.Context(), helperInput("exec:kv", "bc", canary)); !isKind(err, ErrHelper) || !strings.Contains(err.Error(), "503: Vault is sealed") {
		t.Errorf("got %v", err)
	}
}
