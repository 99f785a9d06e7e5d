//go:build unix

package store

import (
	"context"
	"fmt"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/secret"
)

// childKeys open the vault of a child and of whoever looks at what it has left.
func childKeys() VaultKeys {
	return VaultKeys{Work: cheapWork, FromFile: true, Passphrase: func(context.Context, PassphraseAsk) (Passphrase, error) {
		return Passphrase{Value: secret.New(passphrase)}, nil
	}}
}

// goOnMoving moves a profile between the vault and the keyring until the process is killed, and says so after each time.
func goOnMoving(s *Store, name string) error {
	for round := 0; ; round++ {
		for _, to := range []BackendName{BackendVault, BackendKeyring} {
			if _, err := s.Move(context.Background(), name, to, nil); err != nil {
				return err
			}
			fmt.Println(round)
		}
	}
}

// A child is killed at every step of saving to the vault, replacing there, and moving there and back.
func TestVaultKilledAtEveryStep(t *testing.T) {
	longtest.Only(t)
	for _, row := range []struct {
		task     string
		from, to BackendName // from is empty: there is no profile yet
		least    int         // steps
	}{
		{"save", "", BackendVault, 12}, {"replace", BackendVault, BackendVault, 12}, {"sealed", BackendVault, BackendVault, 15},
		{"replace", BackendKeyring, BackendVault, 12}, {"move", BackendKeyring, BackendVault, 12}, {"move", BackendVault, BackendKeyring, 12},
	} {
		name, kills := fmt.Sprintf("%s from %q to %s", row.task, row.from, row.to), 0
		for step := 1; ; step++ {
			site := newCrashSite(t, false)
			site.backend = row.to
			must := ""
			if row.from != "" {
				in := secretInput("bc", "old")
				in.Store, must = row.from, "bc"
				mustSave(t, site.store, in)
			}
			if !site.killed(t, row.task, "bc", step) {
				site.inspect(t, "bc", "old", "new", long(3000))
				if p := mustFind(t, site.store, "bc"); p.Store != row.to {
					t.Errorf("%s: it is in %s", name, p.Store)
				}
				break
			}
			kills++
			site.reopen(t)
			site.inspect(t, must, "old", "new", long(3000))
			site.repair(t)
			site.inspect(t, must, "old", "new", long(3000))
		}
		if kills < row.least {
			t.Errorf("%s: killed %d times, want at least %d", name, kills, row.least)
		}
	}
}

// reopen opens the store again, as the next process does: it has no key in memory.
func (c *crashSite) reopen(t *testing.T) {
	t.Helper()
	c.store = newStore(t, Options{Home: c.home, Keyring: fileKeyring{dir: c.items}, Vault: childKeys()})
}

// A child that saves, replaces or moves without pause is killed from outside a hundred times each.
func TestVaultKilledAHundredTimes(t *testing.T) {
	longtest.Only(t)

	for _, task := range []string{"loop", "moves"} {
		site := newCrashSite(t, false)
		site.backend = BackendVault
		in := secretInput("bc", "old")
		in.Store = BackendVault
		mustSave(t, site.store, in)
		site.reopen(t)
		site.killLoop(t, task, 100)
	}
	// A first save ends: so each child saves a profile of its own, in a vault that begins with the first.
	site := newCrashSite(t, false)
	site.backend = BackendVault
	for n := range 100 {
		site.killed(t, "save", fmt.Sprintf("bc%d", n), 1+n%14)
	}
	site.reopen(t)
	site.inspect(t, "", "new")
	site.repair(t)
}
