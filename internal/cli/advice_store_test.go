package cli_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

const (
	appProfile  = "works-business-central-client-secret"
	userProfile = "works-lcs-password"
	pageProfile = "works-power-platform-browser"
	certProfile = "works-business-central-client-certificate"
)

// storeSituations are those in which the store advises something.
var storeSituations = map[string]situation{
	"no such profile": {sites: []string{"store/errors_words.go: list"}, meet: func(a *adviser) {
		a.has(appProfile)
		if told := a.follow(a.fails(2, "check", "nobody"), "list"); !strings.Contains(told, appProfile) {
			a.t.Errorf("listed: %s", told)
		}
	}},
	"the list of profiles is damaged": {sites: []string{
		"store/errors_table.go: list --orphans", "store/errors_table.go: setup", "store/errors_words.go: list", "store/errors_words.go: setup",
	}, meet: func(a *adviser) {
		a.has(appProfile)
		a.write("profiles.json", "{")
		if told := a.follow(a.fails(5, "list"), "list --orphans"); !strings.Contains(told, a.cases[appProfile].ClientID) {
			a.t.Errorf("without a profile: %s", told)
		}
		a.follow(a.fails(2, "check", appProfile), "list")
		a.knows(a.cases[appProfile], appProfile)
		a.follow(a.fails(2, "check", appProfile), "setup")
		told := a.works("check", "--all") // goes on to say that profiles may be missing
		a.answers["Profile name"] = "second"
		a.follow(told, "setup")
		a.works("check", appProfile)
	}},
	"the credential is on another machine": {sites: []string{"store/errors_words.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.keyring = store.NewMemoryKeyring()
		a.knows(a.cases[appProfile], appProfile)
		a.follow(a.fails(5, "check", appProfile), "setup --profile "+appProfile+" --replace")
		a.works("check", appProfile)
	}},
	"removing was interrupted": {sites: []string{"store/errors_table.go: remove"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.edit(func(p map[string]any) { p["state"] = "deleting" })
		a.follow(a.fails(5, "check", appProfile), "remove "+appProfile)
		a.fails(2, "show", appProfile)
	}},
	"replacing was interrupted": {sites: []string{"store/unfinished.go: move --to"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.index(func(list map[string]any) {
			profiles := list["profiles"].([]any)
			left := maps.Clone(profiles[0].(map[string]any))
			left["id"], left["state"] = "left-behind", "deleting"
			list["profiles"] = append(profiles, left)
		})
		told := a.works("list")
		if strings.Contains(told, "remove") {
			a.t.Errorf("it would lose the profile that works: %s", told)
		}
		if told := a.follow(told, "move "+appProfile+" --to keyring"); !strings.Contains(told, "is deleted") {
			a.t.Errorf("told: %s", told)
		}
		if told := a.works("list"); strings.Contains(told, "unused credential") {
			a.t.Errorf("still: %s", told)
		}
		a.works("check", appProfile)
	}},
	"saving was interrupted": {sites: []string{"store/errors_table.go: setup --profile"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.edit(func(p map[string]any) { p["state"] = "pending" })
		a.knows(a.cases[appProfile], appProfile)
		a.follow(a.fails(5, "check", appProfile), "setup --profile "+appProfile)
		a.works("check", appProfile)
	}},
	"the list of profiles was edited": {sites: []string{"store/errors_table.go: remove", "store/errors_table.go: setup --profile"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.edit(func(p map[string]any) { p["tenant"] = "fabrikam.example" })
		told := a.fails(3, "check", appProfile)
		a.knows(a.cases[appProfile], appProfile)
		a.follow(told, "remove "+appProfile)
		a.follow(told, "setup --profile "+appProfile)
		a.works("check", appProfile)
	}},
	"the list of profiles is full": {sites: []string{"store/errors_table.go: remove"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.fill()
		flags, env := a.flags(a.cases[appProfile])
		save := append([]string{"setup", "--no-input", "--profile", "another"}, flags...)
		told := a.failsAt(at{env: env}, 5, save...)
		a.follow(told, "remove NAME", "NAME", "large")
		a.failsAt(at{env: env}, 0, save...)
	}},
	"the certificate's file is gone": {sites: []string{"store/errors_table.go: setup --certificate --profile --replace"}, meet: func(a *adviser) {
		c := a.cases[certProfile]
		gone := filepath.Join(a.home, "gone.pem")
		a.hasChanged(certProfile, func(reg *registration.Registration) {
			content, err := os.ReadFile(c.Certificate)
			if err != nil {
				a.t.Fatal(err)
			}
			reg.Credential = registration.Credential{Certificate: secret.New(string(content)), CertificateFile: gone, CertificatePassword: secret.New(c.CertificatePassword)}
		})
		a.knows(c, certProfile)
		delete(a.answers, "Certificate file") // it is in the command
		a.follow(a.fails(5, "check", certProfile), "setup --profile "+certProfile+" --replace --certificate FILE", "FILE", c.Certificate)
		a.works("check", certProfile)
	}},
	"the vault's passphrase is lost": {sites: []string{"store/keyring_table.go: remove"}, meet: func(a *adviser) {
		env := []string{"APPREG_VAULT_PASSPHRASE_FILE=" + a.file("pass", "four words are fine")}
		a.savesInVault(appProfile, env)
		told := a.failsAt(at{env: []string{"APPREG_VAULT_PASSPHRASE_FILE=" + a.file("lost", "which was it?")}}, 5, "check", appProfile)
		a.follow(told, "remove NAME", "NAME", appProfile)
		a.savesInVault(appProfile, []string{"APPREG_VAULT_PASSPHRASE_FILE=" + a.file("new", "another four words")})
	}},
	"a vault file for somebody else": {sites: []string{"store/keyring_table.go: setup --profile --recipient --replace"}, meet: func(a *adviser) {
		maker, reader := newIdentity(a.t), newIdentity(a.t)
		makes := []string{"APPREG_VAULT_IDENTITY_FILE=" + a.file("maker", maker.String())}
		reads := []string{"APPREG_VAULT_IDENTITY_FILE=" + a.file("reader", reader.String())}
		a.savesInVault(appProfile, makes)
		told := a.failsAt(at{env: reads}, 5, "check", appProfile)
		a.knows(a.cases[appProfile], appProfile)
		person := &answering{answers: a.answers}
		a.followWith(at{env: makes, in: person}, []string{"--plain"}, told, "setup --profile NAME --replace --recipient KEY",
			"NAME", appProfile, "KEY", reader.Recipient().String())
		a.failsAt(at{env: reads}, 0, "check", appProfile)
	}},
	"several items of one name": {sites: []string{"store/errors_words.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(appProfile)
		a.ring = &severalItems{MemoryKeyring: a.keyring, id: a.id()}
		a.knows(a.cases[appProfile], appProfile)
		a.follow(a.fails(5, "check", appProfile), "setup --profile "+appProfile+" --replace")
		a.works("check", appProfile)
	}},
	"a keyring that does not tell what it holds": {sites: []string{"store/errors_table.go: remove --orphans"}, meet: func(a *adviser) {
		a.has(appProfile)
		id := a.id()
		if err := os.Remove(filepath.Join(a.home, "profiles.json")); err != nil {
			a.t.Fatal(err)
		}
		a.ring = silentRing{a.keyring}
		told := a.fails(5, "list", "--orphans")
		a.followAt(at{in: strings.NewReader("y\n"), terminal: true}, told, "remove --orphans ID", "ID", id)
		if _, err := a.keyring.Get(a.t.Context(), id); err == nil {
			a.t.Error("the item is still there")
		}
	}},
	"an item that another program wrote": {sites: []string{"store/errors_words.go: setup --profile --replace"}, meet: func(a *adviser) {
		a.has(appProfile)
		if err := a.keyring.Set(a.t.Context(), a.id(), secret.New("not ours")); err != nil {
			a.t.Fatal(err)
		}
		a.knows(a.cases[appProfile], appProfile)
		a.follow(a.fails(5, "check", appProfile), "setup --profile "+appProfile+" --replace")
		a.works("check", appProfile)
	}},
}

// savesInVault saves a case to the vault, as a profile of the same name.
func (a *adviser) savesInVault(name string, env []string) {
	a.t.Helper()
	flags, credential := a.flags(a.cases[name])
	a.failsAt(at{env: append(credential, env...)}, 0, append([]string{"setup", "--no-input", "--store", "vault", "--profile", name}, flags...)...)
}

func newIdentity(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// write puts a file into the folder of profiles.
func (a *adviser) write(name, content string) {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.home, name), []byte(content), 0o600); err != nil {
		a.t.Fatal(err)
	}
}

// index reads the list of profiles and writes what change makes of it.
func (a *adviser) index(change func(map[string]any)) {
	a.t.Helper()
	path := filepath.Join(a.home, "profiles.json")
	data, err := os.ReadFile(path)
	var list map[string]any
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		a.t.Fatal(err)
	}
	change(list)
	data, err = json.Marshal(list)
	if err != nil {
		a.t.Fatal(err)
	}
	a.write("profiles.json", string(data))
}

// edit changes the first profile in the list.
func (a *adviser) edit(change func(profile map[string]any)) {
	a.t.Helper()
	a.index(func(list map[string]any) { change(list["profiles"].([]any)[0].(map[string]any)) })
}

// id is that of the only profile.
func (a *adviser) id() (id string) {
	a.t.Helper()
	a.edit(func(p map[string]any) { id = p["id"].(string) })
	return id
}

// fill makes the list of profiles as large as one may be, 16 MB, but for less than one profile takes.
func (a *adviser) fill() {
	a.t.Helper()
	const limit, room = 16 << 20, 300
	a.index(func(list map[string]any) {
		large := maps.Clone(list["profiles"].([]any)[0].(map[string]any))
		large["name"], large["id"], large["tenant"] = "large", "large-"+strings.Repeat("a", 16), ""
		list["profiles"] = append(list["profiles"].([]any), large)
		so, err := json.MarshalIndent(list, "", "  ")
		if err != nil {
			a.t.Fatal(err)
		}
		large["tenant"] = strings.Repeat("t", limit-room-len(so))
	})
}

// severalItems is a keyring that holds more than one item of a name, until they are deleted.
type severalItems struct {
	*store.MemoryKeyring
	id string
}

func (k *severalItems) Get(ctx context.Context, id string) (secret.Secret, error) {
	if id == k.id {
		return secret.Secret{}, &store.Error{Kind: store.ErrSeveralItems, ID: id, Count: 2, Why: "and 2 of them look like appreg's"}
	}
	return k.MemoryKeyring.Get(ctx, id)
}

func (k *severalItems) Delete(ctx context.Context, id string) error {
	if id == k.id {
		k.id = ""
	}
	return k.MemoryKeyring.Delete(ctx, id)
}

// silentRing is a keyring that does not list its items.
type silentRing struct{ store.Backend }

func (silentRing) IDs(context.Context) ([]string, error) {
	return nil, &store.Error{Kind: store.ErrUnlisted}
}

// TestADamagedDraftIsTold: a set-up that cannot offer the last answers says why, and goes on.
func TestADamagedDraftIsTold(t *testing.T) {
	a := newAdviser(t)
	a.write("draft.json", "{")
	a.knows(a.cases[appProfile], appProfile)
	told := a.failsAt(at{in: &answering{answers: a.answers}}, 0, "setup", "--plain")
	if !strings.Contains(told, "note: the draft is damaged and was moved to ") || !strings.Contains(told, "enter the answers again") {
		t.Errorf("%s", told)
	}
	if told := a.works("check", appProfile); strings.Contains(told, "draft") {
		t.Errorf("another command speaks of it: %s", told)
	}
}
