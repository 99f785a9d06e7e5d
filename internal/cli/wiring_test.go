package cli

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/store"
)

// TestSavedWithoutThePassword: what was not saved is not said to be in the keyring.
func TestSavedWithoutThePassword(t *testing.T) {
	const without = "saved without the password"
	st, err := store.Open(store.Options{Home: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		profile store.Profile
		without bool
		kept    string // what show says
	}{
		"password left out": {store.Profile{ID: "p-1", Flow: catalog.Password}, true, "not saved"},
		"password saved":    {store.Profile{ID: "p-1", Flow: catalog.Password, PasswordSaved: true}, false, "saved"},
		"in the vault":      {store.Profile{ID: "user name p-1", Flow: catalog.ClientSecret, Store: store.BackendVault}, false, ""},
		"client secret":     {store.Profile{ID: "p-1", Flow: catalog.ClientSecret}, false, ""},
	} {
		said := savedItem(st, row.profile)
		if strings.HasPrefix(said, without) != row.without || strings.HasPrefix(said, "credential") == row.without || !strings.HasSuffix(said, "user name p-1"+map[bool]string{true: ".age"}[row.profile.Store == store.BackendVault]) {
			t.Errorf("%s: %q", name, said)
		}
		if kept, _, _ := strings.Cut(passwordKept(row.profile), ":"); kept != row.kept {
			t.Errorf("%s: show says %q", name, kept)
		}
	}
}
