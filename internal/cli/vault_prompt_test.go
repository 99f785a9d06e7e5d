//go:build linux

package cli_test

import (
	"strings"
	"testing"
)

// The vault's passphrase is asked for on the terminal, without echo: twice for a new vault, once a run, and again when it's wrong.
func TestVaultAsksOnATerminal(t *testing.T) {
	const typed, once = "four words are fine", "assphrase of the encrypted vault: "
	w := newWorkplace(t)
	c := w.cases[appProfile]
	save := []string{"setup", "--no-input", "--store", "vault", "--api", string(c.API), "--flow", string(c.Flow), "--tenant", c.Tenant,
		"--client-id", c.ClientID, "--profile", "asks", "--secret-file", secretFile(t, c.Secret)}
	if _, screen, code := w.answering(t, nil, nil, save...); code != 5 || !strings.Contains(screen, "APPREG_VAULT_PASSPHRASE_FILE") {
		t.Errorf("--no-input ended with %d\n%s", code, screen)
	}
	w.save(t, appProfile, "asks")
	for _, keys := range [][]string{{"short\r", "short\r"}, {typed + "\r", "another\r"}} {
		if _, screen, code := w.answering(t, []string{"New passphrase", "again: "}, keys, "move", "asks", "--to", "vault"); code == 0 || strings.Contains(screen, typed) {
			t.Errorf("a short one, or two that differ: ended with %d\n%s", code, screen)
		}
	}
	if _, screen, code := w.answering(t, []string{"New passphrase", "again: "}, []string{typed + "\r", typed + "\r"}, "move", "asks", "--to", "vault"); code != 0 {
		t.Fatalf("ended with %d\n%s", code, screen)
	}

	for name, test := range map[string]struct {
		questions, keys []string
		code            int
	}{
		"right":             {[]string{once}, []string{typed + "\r"}, 0},
		"wrong, then right": {[]string{once, "Wrong. P" + once}, []string{"what?\r", typed + "\r"}, 0},
		"wrong three times": {[]string{once, once, once}, []string{"a\r", "b\r", "c\r"}, 5},
		"interrupted":       {[]string{once}, []string{"\x03"}, 130},
	} {
		out, screen, code := w.answering(t, test.questions, test.keys, "token", "asks")
		if code != test.code || strings.HasPrefix(out, "eyJ") != (code == 0) || strings.Contains(screen, typed) {
			t.Errorf("%s: ended with %d\n%s", name, code, screen)
		}
	}
	if _, stderr, code := w.run(t, "remove", "asks", "--yes"); code != 0 {
		t.Errorf("removing needs no passphrase: %s", stderr)
	}
}
