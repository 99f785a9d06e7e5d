package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/store"
)

// brief is a keyring that is read so often, and then no more.
type brief struct {
	store.Backend
	reads int
}

func (b *brief) Get(ctx context.Context, id string) (secret.Secret, error) {
	if b.reads--; b.reads < 0 {
		return secret.Secret{}, errors.New("it's gone")
	}
	return b.Backend.Get(ctx, id)
}

// TestSavedWithoutTheSignIn: a profile whose sign-in couldn't be kept is saved, and said to be.
func TestSavedWithoutTheSignIn(t *testing.T) {
	keyring := &brief{store.NewMemoryKeyring(), 1 << 10}
	st, err := store.Open(store.Options{Home: t.TempDir(), Keyring: keyring})
	if err != nil {
		t.Fatal(err)
	}
	reg := registration.Registration{API: catalog.PowerApps, Cloud: catalog.Public, Flow: catalog.Browser, Tenant: "contoso.com", ClientID: "1b2c3d4e-0000-4000-8000-000000000001"}
	signs := &obtained{}
	signs.note(reg, entra.Answer{RefreshToken: secret.New("refresh")})
	for reads := range 20 {
		keyring.reads = reads
		lines, err := saver{store: st, signs: signs}.Save(t.Context(), session.SaveRequest{Profile: "pa", Registration: reg, Store: "keyring"})
		if err != nil {
			continue // not even the profile could be saved
		}
		if p, err := st.Find("pa"); err != nil || !p.Ready() || len(lines) != 3 || !strings.Contains(lines[2], "couldn't save the sign-in") {
			t.Errorf("%+v %v, %q", p, err, lines)
		}
		return
	}
	t.Error("nothing is saved")
}

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
