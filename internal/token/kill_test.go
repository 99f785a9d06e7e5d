package token

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/longtest"
	"appreg/internal/secret"
	"appreg/store"
)

// The test binary runs itself as a process that renews a token without pause until it is killed.
const (
	childHome  = "APPREG_TOKEN_HOME"
	childItems = "APPREG_TOKEN_ITEMS" // folder of the fake keyring
)

func TestMain(m *testing.M) {
	if home := os.Getenv(childHome); home != "" {
		fmt.Println("child:", renewForEver(store.Options{
			Home: home, Keyring: fileKeyring(os.Getenv(childItems)), Write: slowly,
		}))
		os.Exit(1)
	}
	longtest.InMemory()
	os.Exit(m.Run())
}

// renewForEver says after each renewal that it was made; it ends with an error only.
func renewForEver(options store.Options) error {
	for {
		_, err := ask(context.Background(), options, true, func(text string) { fmt.Println("child:", text) })
		if err != nil {
			return err
		}
		fmt.Println("renewed")
	}
}

// slowly writes one half, lingers and writes the other, so that many a kill hits the middle.
func slowly(f *os.File, data []byte) (int, error) {
	n, err := f.Write(data[:len(data)/2])
	if err != nil {
		return n, err
	}
	linger(2 * time.Millisecond)
	rest, err := f.Write(data[len(data)/2:])
	return n + rest, err
}

// linger keeps the processor busy for a time too short to sleep.
func linger(d time.Duration) {
	for begun := time.Now(); time.Since(begun) < d; {
	}
}

// fileKeyring keeps every item in a file, as a keyring program does for its callers: it outlives a kill.
type fileKeyring string

func (k fileKeyring) Get(_ context.Context, id string) (secret.Secret, error) {
	data, err := os.ReadFile(filepath.Join(string(k), id))
	if errors.Is(err, fs.ErrNotExist) {
		err = &store.Error{Kind: store.ErrBackend, State: store.StateNotFound, Op: "read", Err: err}
	}
	return secret.New(string(data)), err
}

func (k fileKeyring) Set(_ context.Context, id string, value secret.Secret) error {
	return os.WriteFile(filepath.Join(string(k), id), []byte(value.Reveal()), 0o600)
}

func (k fileKeyring) Delete(_ context.Context, id string) error {
	return os.Remove(filepath.Join(string(k), id))
}

func (k fileKeyring) State(context.Context) store.State { return store.StateReady }

func (k fileKeyring) IDs(context.Context) ([]string, error) {
	return nil, &store.Error{Kind: store.ErrUnlisted}
}

func (k fileKeyring) Name() string { return "files" }
func (k fileKeyring) Limit() int   { return 2000 }

// written returns the time of the last writing of any item.
func (k fileKeyring) written(t *testing.T) (last time.Time) {
	t.Helper()
	entries, err := os.ReadDir(string(k))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	return last
}

// kept is the access token in the profile's cache.
func (site simSite) kept(t *testing.T) secret.Secret {
	t.Helper()
	opened, err := store.Open(site.options)
	if err != nil {
		t.Fatal(err)
	}
	profile, err := opened.Find("p")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := opened.OpenCache(t.Context(), profile)
	if err != nil {
		t.Fatal(err)
	}
	return cache.Tokens().Access
}

// A process is killed a hundred times in the middle of renewing. Each time the profile is whole, credential and token
// in one sealed file, nothing is moved aside, and the next caller waits for nobody. The keyring is never written.
func TestKilledAHundredTimes(t *testing.T) {
	longtest.Only(t)

	ring := fileKeyring(t.TempDir())
	site := newSimSiteWith(t, "works-business-central-client-certificate", ring)
	if _, err := site.ask(t, false); err != nil {
		t.Fatal(err)
	}
	saved, calls := ring.written(t), 1
	for n := range 100 {
		calls += killOne(t, site, string(ring), n)
		kept := site.kept(t)
		if token, err := site.ask(t, false); err != nil || !token.Value.Equal(kept) {
			t.Fatalf("kill %d: not the token that was kept, %v", n, err)
		}
	}
	if got := site.sim.Grants("client_credentials"); got < calls {
		t.Errorf("%d requests for %d renewals", got, calls)
	}
	if now := ring.written(t); !now.Equal(saved) {
		t.Error("the keyring was written")
	}
	bad, err := filepath.Glob(filepath.Join(site.options.Home, "*", "*.bad-*"))
	if err != nil || len(bad) != 0 {
		t.Errorf("moved aside: %v, %v", bad, err)
	}
	began := time.Now()
	if _, err := site.ask(t, true); err != nil || time.Since(began) > 5*time.Second {
		t.Errorf("the next renewal took %v, %v", time.Since(began), err)
	}
}

// killOne starts a process, kills it in the middle of its third renewal and returns how many it finished.
func killOne(t *testing.T, site simSite, items string, n int) (renewed int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childHome+"="+site.options.Home, childItems+"="+items)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var round time.Duration // how long a renewal takes here
	for renewed < 2 {
		begun := time.Now()
		if !lines.Scan() || strings.HasPrefix(lines.Text(), "child:") {
			t.Fatalf("the child ended by itself: %s", lines.Text())
		}
		renewed, round = renewed+1, time.Since(begun)
	}
	kill := time.AfterFunc(round*time.Duration(n%20)/20, func() { _ = cmd.Process.Kill() }) // somewhere else each time
	defer kill.Stop()
	_ = cmd.Wait()
	return renewed
}
