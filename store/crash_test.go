//go:build unix

package store

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"appreg/internal/longtest"
	"appreg/internal/secret"
)

// The test binary runs itself as a child that is killed. CHILD names what it does.
const (
	childEnv     = "APPREG_STORE_CHILD" // "save", "replace", "sealed", "move", "loop", "moves" or "once"
	childHome    = "APPREG_STORE_HOME"
	childItems   = "APPREG_STORE_ITEMS" // folder of the fake keyring; empty = the system's keyring
	childStep    = "APPREG_STORE_STEP"  // the step at which the child kills itself; 0 = never
	childProfile = "APPREG_STORE_PROFILE"
	childBackend = "APPREG_STORE_BACKEND" // where it saves, or moves to; empty = the keyring
)

func TestMain(m *testing.M) {
	if task := os.Getenv(childEnv); task != "" {
		os.Exit(child(task))
	}
	longtest.InMemory()
	os.Exit(m.Run())
}

// fileKeyring keeps every item in a file, as a keyring program does for its callers: items survive a kill, and each
// is there whole or not at all.
type fileKeyring struct {
	bareBackend
	dir string
}

func (k fileKeyring) Get(_ context.Context, id string) (secret.Secret, error) {
	data, err := os.ReadFile(filepath.Join(k.dir, id))
	if err != nil {
		return secret.Secret{}, &Error{Kind: ErrBackend, State: StateNotFound, Op: "read", Err: err}
	}
	return secret.New(string(data)), nil
}

func (k fileKeyring) Set(_ context.Context, id string, value secret.Secret) error {
	f := files{write: (*os.File).Write, now: time.Now}
	return f.replace(filepath.Join(k.dir, id), []byte(value.Reveal()))
}

func (k fileKeyring) Delete(_ context.Context, id string) error {
	if err := os.Remove(filepath.Join(k.dir, id)); err != nil {
		return &Error{Kind: ErrBackend, State: StateNotFound, Op: "delete", Err: err}
	}
	return nil
}

func (k fileKeyring) State(context.Context) State { return StateReady }

// steps counts the points at which a kill makes a difference, and kills the process at one of them.
type steps struct{ left int }

func (s *steps) point() {
	if s.left--; s.left == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way
	}
}

// write kills before, in the middle of and after writing a temporary file.
func (s *steps) write(f *os.File, data []byte) (int, error) {
	s.point()
	n, err := f.Write(data[:len(data)/2])
	if err != nil {
		return n, err
	}
	s.point()
	rest, err := f.Write(data[len(data)/2:])
	s.point()
	return n + rest, err
}

// steppedKeyring kills before and after each of a keyring's calls.
type steppedKeyring struct {
	Backend
	*steps
}

func (k steppedKeyring) Set(ctx context.Context, id string, value secret.Secret) error {
	k.point()
	defer k.point()
	return k.Backend.Set(ctx, id, value)
}

func (k steppedKeyring) Get(ctx context.Context, id string) (secret.Secret, error) {
	k.point()
	return k.Backend.Get(ctx, id)
}

func (k steppedKeyring) Delete(ctx context.Context, id string) error {
	k.point()
	defer k.point()
	return k.Backend.Delete(ctx, id)
}

// child is the process that is killed. It returns its exit status.
func child(task string) int {
	s, err := childStore()
	if err == nil {
		err = perform(s, task, os.Getenv(childProfile))
	}
	if err != nil {
		fmt.Println("child:", err)
		return 1
	}
	return 0
}

func childStore() (*Store, error) {
	kill := &steps{}
	kill.left, _ = strconv.Atoi(os.Getenv(childStep))
	var ring Backend = NewSystemKeyring()
	if dir := os.Getenv(childItems); dir != "" {
		ring = fileKeyring{dir: dir}
	}
	return Open(Options{Home: os.Getenv(childHome), Keyring: steppedKeyring{ring, kill}, Write: kill.write, Vault: childKeys()})
}

// perform carries out one task; "loop" goes on until it is killed and says so after each round.
func perform(s *Store, task, name string) error {
	in := secretInput(name, "new")
	to := cmp.Or(BackendName(os.Getenv(childBackend)), BackendKeyring)
	switch in.Store = to; task {
	case "save", "once":
	case "replace":
		in.Replace = true
	case "sealed":
		in = secretInput(name, long(3000))
		in.Replace, in.Store = true, to
	case "move":
		_, err := s.Move(context.Background(), name, to, nil)
		return err
	case "moves":
		return goOnMoving(s, name)
	case "loop":
		in = secretInput(name, long(3000))
		in.Replace, in.Store = true, to
		for round := 0; ; round++ {
			if _, err := s.Save(context.Background(), in); err != nil {
				return err
			}
			fmt.Println(round)
		}
	}
	_, err := s.Save(context.Background(), in)
	return err
}

// crashSite is where children are killed and what is looked at afterwards.
type crashSite struct {
	home, items string      // items is empty for the system's keyring
	backend     BackendName // where children save, or move to
	store       *Store
}

func newCrashSite(t *testing.T, real bool) crashSite {
	t.Helper()
	site := crashSite{home: filepath.Join(t.TempDir(), "home")}
	var ring Backend = NewSystemKeyring()
	if !real {
		site.items = t.TempDir()
		ring = fileKeyring{dir: site.items}
	}
	site.store = newStore(t, Options{Home: site.home, Keyring: ring, Vault: childKeys()})
	return site
}

func (c crashSite) command(task, profile string, step int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+task, childHome+"="+c.home, childItems+"="+c.items,
		childStep+"="+strconv.Itoa(step), childProfile+"="+profile, childBackend+"="+string(c.backend))
	return cmd
}

// killed runs a child that kills itself at step, and reports whether it got that far.
func (c crashSite) killed(t *testing.T, task, profile string, step int) bool {
	t.Helper()
	out, err := c.command(task, profile, step).CombinedOutput()
	if err == nil {
		return false
	}
	exit := new(exec.ExitError)
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("%s, step %d: %v %s", task, step, err, out)
	}
	return true
}

// inspect checks what must hold after any kill: the index can be read, what is called ready can be loaded and holds
// one of the secrets that were saved under its name, and the profile must is there.
func (c crashSite) inspect(t *testing.T, must string, secrets ...string) {
	t.Helper()
	list, err := c.store.List()
	if err != nil {
		t.Fatal(err)
	}
	found := must == ""
	for _, p := range list {
		if !p.Ready() {
			continue
		}
		found = found || p.Name == must
		if got := loadSecret(t, c.store, p.Name); !slices.Contains(secrets, got) {
			t.Fatalf("%s holds something else", p.Name)
		}
	}
	if !found {
		t.Fatalf("%s is lost", must)
	}
}

// repair saves another profile and checks that nothing is left over: no entry that is not ready, no item and no sealed
// file without an entry.
func (c crashSite) repair(t *testing.T) {
	t.Helper()
	again := secretInput("repair", "new")
	again.Replace = true
	mustSave(t, c.store, again)
	list, err := c.store.List()
	if err != nil {
		t.Fatal(err)
	}
	if left := filesLike(t, c.home, tempPattern); len(left) > 0 {
		t.Errorf("left by killed writers: %v", left)
	}
	ids := map[string]bool{}
	for _, p := range list {
		ids[p.ID] = true
		if !p.Ready() {
			t.Errorf("%s is still %s", p.Name, p.State)
		}
	}
	for _, name := range append(filesLike(t, c.home, "*.sealed"), filesLike(t, c.home, "*.age")...) {
		base := filepath.Base(name)
		if !ids[strings.TrimSuffix(base, filepath.Ext(base))] && name != "state/vault.identity.age" {
			t.Errorf("orphan %s", name)
		}
	}
	if c.items == "" {
		return
	}
	for name := range tree(t, c.items) {
		if !ids[name] && !strings.HasPrefix(name, strings.TrimSuffix(tempPattern, "*")) {
			t.Errorf("orphan item %s", name)
		}
	}
}

// A child is killed at every step of saving, of replacing and of replacing with a sealed file.
func TestKilledAtEveryStep(t *testing.T) { killAtEveryStep(t, false) }

func killAtEveryStep(t *testing.T, real bool) {
	for _, task := range []string{"save", "replace", "sealed"} {
		kills := 0
		for step := 1; ; step++ {
			site := newCrashSite(t, real)
			must := ""
			if task != "save" {
				mustSave(t, site.store, secretInput("bc", "old"))
				must = "bc"
			}
			if !site.killed(t, task, "bc", step) {
				site.inspect(t, "bc", "new", long(3000))
				site.clear(t)
				break
			}
			kills++
			site.inspect(t, must, "old", "new", long(3000))
			site.repair(t)
			site.inspect(t, must, "old", "new", long(3000))
			site.clear(t)
		}
		if want := map[string]int{"save": 9, "replace": 14, "sealed": 17}[task]; kills < want {
			t.Errorf("%s: killed %d times, want at least %d", task, kills, want)
		}
	}
}

// clear removes every profile, so that a real keyring is left as it was.
func (c crashSite) clear(t *testing.T) {
	t.Helper()
	list, err := c.store.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if err := c.store.Remove(t.Context(), p.Name); err != nil && !errors.Is(err, ErrUnknownProfile) {
			t.Error(err)
		}
	}
}

// A child that replaces without pause is killed from outside a hundred times, wherever it happens to be.
func TestKilledAHundredTimes(t *testing.T) {
	longtest.Only(t)
	killFromOutside(t, false, 100)
}

func killFromOutside(t *testing.T, real bool, times int) {
	site := newCrashSite(t, real)
	mustSave(t, site.store, secretInput("bc", "old"))
	site.killLoop(t, "loop", times)
}

// killLoop kills a child that carries out a task without pause so many times, and looks at what each has left.
func (c crashSite) killLoop(t *testing.T, task string, times int) {
	t.Helper()
	site := c
	for n := range times {
		cmd := site.command(task, "bc", 0)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range n % 4 { // from within the first round to within the fourth
			if !lines.Scan() {
				t.Fatal("the child ended by itself")
			}
		}
		_ = cmd.Process.Kill()
		if err := cmd.Wait(); err == nil || strings.Contains(lines.Text(), "child:") {
			t.Fatalf("the child ended by itself: %s", lines.Text())
		}
		site.inspect(t, "bc", "old", long(3000), "new")
	}
	site.repair(t)
	site.clear(t)
}

// Several processes save at once, each its own profile: none is lost. Of those that save the same name one wins.
func TestParallelSaves(t *testing.T) {
	longtest.Only(t)

	site := newCrashSite(t, false)
	var running []*exec.Cmd
	for n := range 12 {
		cmd := site.command("once", "p"+strconv.Itoa(n/2), 0)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	refused := 0
	for _, cmd := range running {
		if cmd.Wait() != nil {
			refused++
		}
	}
	list, err := site.store.List()
	if err != nil || len(list) != 6 || refused != 6 {
		t.Errorf("%d profiles, %d refused, %v", len(list), refused, err)
	}
	site.inspect(t, "p5", "new")
	site.repair(t)
}
