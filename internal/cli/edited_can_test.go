package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What somebody who can write the folder can do all the same: SECURITY.md says so, and these tests keep it true.

// They can destroy: a credential that the index says is to be deleted is deleted by the next save, and a profile without
// its files is not known any more. It stays in the keyring, where it can be found.
func TestEditedFolderCanDestroy(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	id, _ := s.entry()["id"].(string)
	s.put(t, map[string]any{"state": "deleting"})
	s.save("works-lcs-password")
	if _, err := s.keyring.Get(t.Context(), id); err == nil {
		t.Error("the credential is still there")
	}
	s.restore(t)
	if err := os.Remove(s.indexFile()); err != nil {
		t.Fatal(err)
	}
	if stderr, code, _, sim := s.send(t, []string{"check", s.name}); code != 2 || len(sim) != 0 {
		t.Errorf("without the index: exit code %d, %s", code, stderr)
	}
	if _, err := s.keyring.Get(t.Context(), id); err != nil {
		t.Errorf("without the index: %v", err)
	}
}

// They can lie in what is only shown, until the next check.
func TestEditedFolderCanLie(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	s.put(t, map[string]any{"verdict": "refused", "secret_expires": "2001-01-01", "certificate_thumbprint": "LIE"})
	stdout, _, _ := s.run("show", s.name)
	for _, lie := range []string{"refused", "2001-01-01", "LIE"} {
		if !strings.Contains(stdout, lie) {
			t.Errorf("no %s in %s", lie, stdout)
		}
	}
	if stdout, _, code := s.run("check", s.name); code != 0 || !strings.Contains(stdout, ": ready\n") {
		t.Errorf("check: exit code %d, %s", code, stdout)
	}
	if stdout, _, _ := s.run("show", s.name); strings.Contains(stdout, "refused") {
		t.Errorf("after a check: %s", stdout)
	}
}

// They can give a profile another name, or exchange those of two: which is which is what the index says.
func TestEditedFolderCanRename(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	s.put(t, map[string]any{"name": "another"})
	if _, stderr, code := s.run("check", "another"); code != 0 {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}

// They can put back an older index together with the sealed file of its time, unnoticed: an older token is given out as
// long as it lasts, and nothing goes anywhere else for it.
func TestEditedFolderCanRollBackAll(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	first, _, code := s.run("token", s.name)
	if code != 0 {
		t.Fatalf("exit code %d", code)
	}
	s.remember(t)
	second, _, _ := s.run("token", s.name, "--refresh")
	if len(first) < 100 || first == second {
		t.Fatal("no other token came")
	}
	s.restore(t)
	again, stderr, code := s.run("token", s.name)
	if again != first || code != 0 || strings.Contains(stderr, "are older than") || len(s.sim.Requests()) != 0 {
		t.Errorf("exit code %d, %d requests, %s", code, len(s.sim.Requests()), stderr)
	}
}

// They can make appreg forget tokens: the next call asks for another, where the profile was saved for.
func TestEditedFolderCanForgetTokens(t *testing.T) {
	s := newEditedSite(t, "works-business-central-client-secret")
	if _, _, code := s.run("token", s.name); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	id, _ := s.entry()["id"].(string)
	if err := os.Remove(filepath.Join(s.home, "state", id+".sealed")); err != nil {
		t.Fatal(err)
	}
	s.sim.ForgetRequests()
	if _, stderr, code := s.run("token", s.name); code != 0 || s.sim.Grants("client_credentials") != 1 {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}
