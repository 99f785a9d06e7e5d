package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// orphaned is a keyring with a profile's credential and without its list of profiles.
func orphaned(t *testing.T) (streams cli.Streams, ring *store.MemoryKeyring) {
	t.Helper()
	ring = store.NewMemoryKeyring()
	home := filepath.Join(t.TempDir(), "home")
	saveIn(t, ring, home)
	if err := os.Remove(filepath.Join(home, "profiles.json")); err != nil {
		t.Fatal(err)
	}
	streams = cli.Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Keyring: ring, Environ: []string{"APPREG_HOME=" + home}}
	return streams, ring
}

// saveIn saves a profile in a home, with its credential in ring.
func saveIn(t *testing.T, ring store.Backend, home string) {
	t.Helper()
	st, err := store.Open(store.Options{Home: home, Keyring: ring})
	if err == nil {
		_, err = st.Save(t.Context(), store.SaveInput{Name: "one", Registration: registration.Registration{
			API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: "contoso.com", ClientID: "0f8fad5b-d9cb-469f-a165-70867728950e",
			Flow: catalog.ClientSecret, Credential: registration.Credential{Secret: secret.New("x")},
		}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A person is asked before anything is deleted, and only a yes is one.
func TestRemoveOrphansAsks(t *testing.T) {
	tests := map[string]struct {
		args     []string
		terminal bool
		answer   string
		code     int
		gone     bool
	}{
		"yes":                {nil, true, "y\n", 0, true},
		"the whole word":     {nil, true, " Yes \n", 0, true},
		"no":                 {nil, true, "n\n", 2, false},
		"only enter":         {nil, true, "\n", 2, false},
		"something else":     {nil, true, "yesterday\n", 2, false},
		"the input ended":    {nil, true, "", 2, false},
		"no terminal":        {nil, false, "y\n", 2, false},
		"not to be asked":    {[]string{"--no-input"}, true, "y\n", 2, false},
		"agreed beforehand":  {[]string{"--yes"}, false, "", 0, true},
		"agreed for a shell": {[]string{"--yes", "--no-input"}, false, "", 0, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			streams, ring := orphaned(t)
			var out, errs bytes.Buffer
			streams.In, streams.Out, streams.Err = strings.NewReader(test.answer), &out, &errs
			streams.InTTY, streams.ErrTTY = test.terminal, test.terminal
			code := cli.Run(t.Context(), append([]string{"remove", "--orphans"}, test.args...), streams)
			left, err := ring.IDs(t.Context())
			if code != test.code || err != nil || (len(left) == 0) != test.gone {
				t.Errorf("ended with %d, left %v, %v\n%s", code, left, err, errs.String())
			}
			if !strings.Contains(errs.String(), "contoso.com") || out.Len() > 0 {
				t.Errorf("what would be deleted is not on stderr alone: %q %q", errs.String(), out.String())
			}
		})
	}
}

// What can't be seen from here is told, when they are listed and before they are removed.
func TestOrphansOfOtherFolders(t *testing.T) {
	streams, ring := orphaned(t)
	gone, away := streams.Environ[0], filepath.Join(t.TempDir(), "away")
	streams.Environ = []string{"APPREG_HOME=" + away}
	told := func(args ...string) (string, int) {
		var errs bytes.Buffer
		streams.Out, streams.Err = io.Discard, &errs
		code := cli.Run(t.Context(), args, streams)
		return errs.String(), code
	}
	if stderr, code := told("list", "--orphans"); code != 0 || strings.Contains(stderr, "can't be read") {
		t.Errorf("a folder that is there: %d, %s", code, stderr)
	}
	saveIn(t, ring, filepath.Join(away, "not-utf-8-\xe9"))
	if err := os.RemoveAll(filepath.Dir(strings.TrimPrefix(gone, "APPREG_HOME="))); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"list", "--orphans"}, {"remove", "--orphans"}} {
		stderr, _ := told(args...)
		if !strings.Contains(stderr, "1 of them may belong to profiles in another folder") || !strings.Contains(stderr, "1 of them were saved for a folder that can't be read now") {
			t.Errorf("%v: %s", args, stderr)
		}
	}
}

// Somebody who thinks it over and presses ctrl+c has deleted nothing.
func TestRemoveOrphansInterrupted(t *testing.T) {
	streams, ring := orphaned(t)
	never, end := io.Pipe()
	defer end.Close()
	ctx, cancel := context.WithCancel(t.Context())
	var errs watched
	errs.when, errs.do = "[y/N]", cancel
	streams.In, streams.Err, streams.InTTY, streams.ErrTTY = never, &errs, true, true
	if code := cli.Run(ctx, []string{"remove", "--orphans"}, streams); code != 130 {
		t.Errorf("ended with %d: %s", code, errs.String())
	}
	if left, err := ring.IDs(t.Context()); err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
}

// watched calls do when a text is written that holds when.
type watched struct {
	bytes.Buffer
	when string
	do   func()
}

func (w *watched) Write(p []byte) (int, error) {
	if strings.Contains(string(p), w.when) {
		w.do()
	}
	return w.Buffer.Write(p)
}
