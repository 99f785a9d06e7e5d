package store

import (
	"strings"
	"testing"
)

// What to do about a locked keyring is said for the program that keeps it, and GNOME's command only where it is GNOME's.
func TestUnlockAdvice(t *testing.T) {
	for process, want := range map[string]string{
		"gnome-keyring-d": "printf %s", "kwalletd6": "KWalletManager", "ksecretd": "KWalletManager", "keepassxc": "KeePassXC",
		"": "your keyring program", "pass-secret-ser": "your keyring program",
	} {
		fix := (&Error{Kind: ErrBackend, State: StateLocked, Op: opSave, Keeper: process}).Fix()
		if !strings.Contains(fix, want) || strings.Contains(fix, "gnome-keyring-daemon") != strings.HasPrefix(process, "gnome") || !strings.Contains(fix, "--store none") {
			t.Errorf("%s: %s", process, fix)
		}
		if standing := (Standing{State: StateLocked, Keeper: process}); !strings.HasPrefix(fix, standing.Fix()+", or ") || strings.Contains(standing.Fix(), "--store") {
			t.Errorf("%s: %s", process, standing.Fix()) // the front ends offer the rest
		}
	}
}
