package wizard

import (
	"testing"

	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

// TestSaveInTheVault: on a machine without a keyring the wizard asks where to save and takes nothing by itself; the vault
// has a new passphrase typed twice, masked, and the profile is saved with it.
func TestSaveInTheVault(t *testing.T) {
	const typed = "four words are fine"
	s := atSave(t, func(s *scene, o *Options) {
		s.store = session.StoreState{Reason: "no keyring program is running"}
		o.Env.Vault = steps.VaultNew
	})
	s.press("enter", "enter", "enter")
	s.wants("nothing is chosen yet", "An encrypted vault")
	if len(s.saves) != 0 || s.answers().Has(steps.KeyStore) {
		t.Fatalf("%d saves in %q", len(s.saves), s.answers().Get(steps.KeyStore))
	}
	s.press("2", "enter")
	s.wants("It will be saved in an encrypted vault.", "New passphrase for the vault", "At least 8 characters")
	s.typeText("short")
	s.press("enter")
	s.wants("the passphrase is too short")
	s.press("ctrl+u")
	s.typeText(typed)
	s.press("enter")
	s.typeText(typed + "?")
	s.press("enter")
	s.wants("this is another passphrase than the one above")
	s.press("ctrl+u")
	s.typeText(typed)
	s.lacks(typed)
	s.press("enter")
	if len(s.saves) != 1 {
		t.Fatalf("%d saves\n%s", len(s.saves), s.screen())
	}
	if got := s.saves[0]; got.Store != steps.StoreVault || !got.Passphrase.Equal(secret.New(typed)) {
		t.Errorf("saved in %s", got.Store)
	}
	s.wants("Saved, not ready")
	s.lacks(typed)
	if got := s.w.session.Result().Report; got != nil && got.Stored != steps.StoreVault {
		t.Errorf("the report says %q", got.Stored)
	}
}

// TestVaultThatIsThere asks for its passphrase once; a wrong one is said where it was entered, and can be entered again.
func TestVaultThatIsThere(t *testing.T) {
	s := atSave(t, func(s *scene, o *Options) {
		s.store = session.StoreState{Reason: "no keyring program is running"}
		o.Env.Vault = steps.VaultPassphrase
	})
	s.saveErr = &steps.Problem{Key: steps.KeyPassphrase, Message: "the vault's passphrase is wrong", Fix: "enter it again"}
	s.press("enter", "2", "enter")
	s.typeText("wrong")
	s.press("enter")
	s.wants("the vault's passphrase is wrong")
	if s.pane().form.key() != steps.KeyPassphrase {
		t.Fatalf("focus on %s", s.pane().form.key())
	}
	s.saveErr = nil
	s.press("ctrl+u")
	s.typeText("right")
	s.press("enter")
	if len(s.saves) != 2 || !s.saves[1].Passphrase.Equal(secret.New("right")) {
		t.Errorf("%d saves\n%s", len(s.saves), s.screen())
	}
}

// TestVaultThatOpens asks for nothing, and a keyring that comes up is offered again.
func TestVaultThatOpens(t *testing.T) {
	s := atSave(t, func(s *scene, _ *Options) { s.store = session.StoreState{Reason: "locked"} })
	s.press("enter", "2", "enter")
	if len(s.saves) != 1 || s.saves[0].Store != steps.StoreVault {
		t.Errorf("%d saves\n%s", len(s.saves), s.screen())
	}
	s = atSave(t, func(s *scene, _ *Options) { s.store = session.StoreState{Reason: "locked"} })
	s.store = session.StoreState{Usable: true, Kind: "the test keyring"}
	s.press("enter", "tab", "2", "enter")
	s.wants("It will be saved in the test keyring.")
	s.lacks("An encrypted vault")
}

// TestUnlockNow has a locked keyring unlocked in its own window, says what is waited for, and goes on with what came of it.
func TestUnlockNow(t *testing.T) {
	s := atSave(t, func(s *scene, _ *Options) {
		s.store = session.StoreState{Reason: "the keyring is locked", Locked: true}
	})
	s.press("enter", "tab")
	s.wants("Unlock it now", "a window of your keyring program")
	s.store, s.hold = session.StoreState{Usable: true, Kind: "the test keyring"}, true
	s.press("2", "enter")
	s.wants("Waiting for you to unlock the keyring in its window (up to 60 s)…")
	s.later()
	s.wants("It will be saved in the test keyring.")
	if s.unlocked != 1 {
		t.Errorf("asked %d times", s.unlocked)
	}
}
