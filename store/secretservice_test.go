//go:build linux

package store

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/registration"
	"appreg/internal/secret"
)

// needSecretService ends tests that need a real Secret Service where none was promised. Under .ci/with-keyring, which
// sets APPREG_KEYRING_TEST=1, they run and fail if the service is missing.
func needSecretService(t *testing.T) {
	t.Helper()
	if os.Getenv("APPREG_KEYRING_TEST") != "1" {
		t.Skip("needs a Secret Service: run .ci/with-keyring go test ./store/...")
	}
}

// lookup asks a program that we did not write for the item of id.
func lookup(t *testing.T, id string) (string, bool) {
	t.Helper()
	out, err := exec.Command("secret-tool", "lookup", "service", "appreg", "username", id).Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func TestRealKeyring(t *testing.T) {
	needSecretService(t)
	site := newCrashSite(t, true)
	s := site.store
	if state := s.Standing(t.Context(), BackendKeyring).State; state != StateReady {
		t.Fatalf("the Secret Service of .ci/with-keyring is %s", state)
	}
	for name, value := range map[string]string{"small": canary, "large": long(3000) + canary} {
		p := mustSave(t, s, secretInput(name, value))
		item, ok := lookup(t, p.ID)
		if !ok || len(item) > itemLimit || strings.Contains(item, "cAnArY") != (name == "small") {
			t.Errorf("%s: secret-tool finds %v, %d bytes", name, ok, len(item))
		}
		if got := loadSecret(t, s, name); got != value {
			t.Errorf("%s: read back differently", name)
		}
		again := secretInput(name, value+"2")
		again.Replace = true
		next := mustSave(t, s, again)
		if _, ok := lookup(t, p.ID); ok {
			t.Errorf("%s: the replaced item is still there", name)
		}
		if err := s.Remove(t.Context(), name); err != nil {
			t.Error(err)
		}
		if _, ok := lookup(t, next.ID); ok {
			t.Errorf("%s: the removed item is still there", name)
		}
	}
	if left := filesLike(t, site.home, "*.sealed"); len(left) != 0 {
		t.Errorf("sealed files left: %v", left)
	}
}

func TestRealKeyringLacksTheItem(t *testing.T) {
	needSecretService(t)
	site := newCrashSite(t, true)
	p := mustSave(t, site.store, secretInput("gone", "x"))
	if out, err := exec.Command("secret-tool", "clear", "service", "appreg", "username", p.ID).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if _, _, err := site.store.Load(t.Context(), "gone"); !isKind(err, ErrCredentialMissing) {
		t.Errorf("got %v", err)
	}
	site.clear(t)
}

// Values that keyrings are known to change come back byte for byte.
func TestRealKeyringKeepsBytes(t *testing.T) {
	needSecretService(t)
	site := newCrashSite(t, true)
	for _, value := range []string{" blanks ", "line\r\nbreak\n", "nul\x00", "Кириллица 漢字 🔑", `back\slash"quote'`, "x"} {
		mustSave(t, site.store, secretInput("bytes", value))
		if d := cmp.Diff(value, loadSecret(t, site.store, "bytes")); d != "" {
			t.Error(d)
		}
		site.clear(t)
	}
	in := certificateInput(t, "bytes", "\x30\x82\x00\xff pfx", canary, registration.KeepKey)
	mustSave(t, site.store, in)
	_, c, err := site.store.Load(t.Context(), "bytes")
	if err != nil || !c.Certificate.Equal(secret.New("\x30\x82\x00\xff pfx")) {
		t.Errorf("certificate: %v", err)
	}
	site.clear(t)
}

func TestRealKeyringKilledAtEveryStep(t *testing.T) {
	needSecretService(t)
	killAtEveryStep(t, true)
}

func TestRealKeyringKilledAHundredTimes(t *testing.T) {
	needSecretService(t)
	killFromOutside(t, true, 100)
}
