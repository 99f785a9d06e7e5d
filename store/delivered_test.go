package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// delivering opens a store whose system delivers files, by name, from a folder of its own.
func delivering(t *testing.T, files map[string]string) (s *Store, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range files {
		mustDo(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o400))
	}
	return newStore(t, Options{Deliver: []string{filepath.Join(dir, "missing"), dir}, Keyring: newFaultyKeyring()}), dir
}

func TestDelivered(t *testing.T) {
	byPath := certificateInput(t, "p", "pem", "", registration.KeepPath)
	for name, test := range map[string]struct {
		in      SaveInput
		content string
		secret  string
		file    string
		opens   string
	}{
		"client secret":      {in: secretInput("p", "old"), content: canary + "\n", secret: canary},
		"as PowerShell does": {in: secretInput("p", "old"), content: "\xff\xfen\x00e\x00w\x00", secret: "new"},
		"password":           {in: passwordInput("p", "old", false), content: canary, secret: canary},
		"certificate":        {in: certificateInput(t, "p", "old", "", registration.KeepKey), content: "new pem\n", file: "new pem\n"},
		"its password":       {in: byPath, content: canary + "\r\n", file: "pem", opens: canary},
	} {
		s, dir := delivering(t, map[string]string{"appreg.p": test.content, "appreg.q": "another's", "p": "no name"})
		p := mustSave(t, s, test.in)
		s.backends.opened[BackendKeyring].(*faultyKeyring).state = StateLocked // it is not asked
		d, ok, err := s.Delivered(t.Context(), p)
		c := d.Credential
		if err != nil || !ok || d.From != filepath.Join(dir, "appreg.p") {
			t.Fatalf("%s: %v, %v from %s", name, ok, err, d.From)
		}
		if c.Secret.Reveal() != test.secret || c.Certificate.Reveal() != test.file || c.CertificatePassword.Reveal() != test.opens {
			t.Errorf("%s: another credential", name)
		}
	}
}

func TestNothingDelivered(t *testing.T) {
	s, _ := delivering(t, map[string]string{"appreg.other": canary})
	p := mustSave(t, s, secretInput("p", "old"))
	if _, ok, err := s.Delivered(t.Context(), p); ok || err != nil {
		t.Errorf("no file: %v, %v", ok, err)
	}
	p.Name, p.Flow = "other", catalog.DeviceCode
	if _, ok, err := s.Delivered(t.Context(), p); ok || err != nil {
		t.Errorf("a person signs in: %v, %v", ok, err)
	}
}

// A file that cannot be used is told and never passed over: the saved credential may be the old one.
func TestDeliveredThatCannotBeUsed(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(t *testing.T, path string)
		kind  Kind
		says  string
	}{
		"empty":             {func(t *testing.T, path string) { rewrite(t, path, " \n") }, ErrDelivered, "is empty"},
		"binary":            {func(t *testing.T, path string) { rewrite(t, path, "a\x00b") }, ErrDelivered, "NUL"},
		"too large":         {func(t *testing.T, path string) { rewrite(t, path, strings.Repeat("x", deliveredLargest+1)) }, ErrDelivered, "larger"},
		"a folder":          {func(t *testing.T, path string) { mustDo(t, os.Remove(path), os.Mkdir(path, 0o700)) }, ErrUnsafeFile, "is a folder"},
		"a link to nowhere": {func(t *testing.T, path string) { mustDo(t, os.Remove(path), os.Symlink(path+"-", path)) }, ErrFile, "no such file"},
	} {
		s, dir := delivering(t, map[string]string{"appreg.p": canary})
		p := mustSave(t, s, secretInput("p", "old"))
		test.spoil(t, filepath.Join(dir, "appreg.p"))
		if d, ok, err := s.Delivered(t.Context(), p); ok || !isKind(err, test.kind) || !strings.Contains(err.Error(), test.says) || !d.Credential.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func rewrite(t *testing.T, path, content string) {
	t.Helper()
	mustDo(t, os.Remove(path), os.WriteFile(path, []byte(content), 0o400))
}
