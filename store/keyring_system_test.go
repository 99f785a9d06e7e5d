package store

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"appreg/internal/secret"
)

// fakeSystem is a SystemKeyring whose library and probe a test can script, and how often each was called.
type fakeSystem struct {
	*SystemKeyring
	state  State
	err    error         // what the library gives
	hang   chan struct{} // if set, the library waits until it is closed
	calls  atomic.Int32  // abandoned calls count too, from their own goroutine
	probes int
}

func newFakeSystem(state State) *fakeSystem {
	f := &fakeSystem{state: state}
	library := func() error {
		f.calls.Add(1)
		if f.hang != nil {
			<-f.hang
		}
		return f.err
	}
	f.SystemKeyring = &SystemKeyring{
		goos:  "linux",
		probe: func(context.Context) State { f.probes++; return f.state },
		api: keyringAPI{
			get:    func(_, user string) (string, error) { return "value of " + user, library() },
			set:    func(_, _, _ string) error { return library() },
			delete: func(_, _ string) error { return library() },
		},
	}
	return f
}

// stateOf returns the state in an ErrBackend, StateReady for nil.
func stateOf(t *testing.T, err error) State {
	t.Helper()
	if err == nil {
		return StateReady
	}
	keyring := new(Error)
	if !ofKind(err, ErrBackend, &keyring) {
		t.Fatalf("%T: %v", err, err)
	}
	return keyring.State
}

// The library is called only in state ready; a bad state is remembered until State asks anew.
func TestProbeBeforeEveryCall(t *testing.T) {
	for state := StateReady; state <= StateUnsupported; state++ {
		f := newFakeSystem(state)
		for range 2 {
			_, got := f.Get(t.Context(), "x")
			for _, err := range []error{got, f.Set(t.Context(), "x", secret.New("y")), f.Delete(t.Context(), "x")} {
				if stateOf(t, err) != state {
					t.Errorf("%s: %v", state, err)
				}
			}
		}
		calls, probes := 0, 1
		if state == StateReady {
			calls, probes = 6, 6
		}
		if int(f.calls.Load()) != calls || f.probes != probes {
			t.Errorf("%s: %d calls, %d probes", state, f.calls.Load(), f.probes)
		}
		f.state = StateReady
		if f.State(t.Context()) != StateReady {
			t.Errorf("%s is remembered for ever", state)
		}
		if got, err := f.Get(t.Context(), "x"); err != nil || got.Reveal() != "value of x" {
			t.Errorf("%s: after it became ready: %v", state, err)
		}
	}
}

// A keyring that was ready and is locked meanwhile is not called: that would raise a prompt.
func TestLockedMeanwhile(t *testing.T) {
	f := newFakeSystem(StateReady)
	f.State(t.Context())
	f.state = StateLocked
	if _, err := f.Get(t.Context(), "x"); stateOf(t, err) != StateLocked || f.calls.Load() != 0 {
		t.Errorf("%d calls, %v", f.calls.Load(), err)
	}
}

func TestDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		f := newFakeSystem(StateReady)
		f.hang = make(chan struct{})
		defer close(f.hang)
		if err := f.Set(t.Context(), "x", secret.New("y")); stateOf(t, err) != StateSilent {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took != callLimit {
			t.Errorf("a call that hangs took %v", took)
		}
		// What the caller does to clear up does not wait again.
		if err := f.Delete(t.Context(), "x"); stateOf(t, err) != StateSilent || time.Since(start) != callLimit {
			t.Errorf("the next call took %v more: %v", time.Since(start)-callLimit, err)
		}
	})
}

func TestProbeDeadline(t *testing.T) {
	for _, test := range []struct {
		limit time.Duration
		ask   func(t *testing.T, f *fakeSystem) State
	}{
		{probeLimit, func(t *testing.T, f *fakeSystem) State { return f.State(t.Context()) }},
		{callLimit, func(t *testing.T, f *fakeSystem) State { _, err := f.Get(t.Context(), "x"); return stateOf(t, err) }},
	} {
		synctest.Test(t, func(t *testing.T) {
			start, mute := time.Now(), make(chan struct{})
			defer close(mute)
			f := newFakeSystem(StateReady)
			f.probe = func(context.Context) State { <-mute; return StateReady } // the bus handshake ignores contexts
			if got := test.ask(t, f); got != StateSilent {
				t.Errorf("got %v", got)
			}
			if took := time.Since(start); took != test.limit {
				t.Errorf("took %v, want %v", took, test.limit)
			}
		})
	}
}

// The time that a person takes to unlock the keyring is not the call's.
func TestDeadlineAfterAPerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSystem(StateLocked)
		f.askedBy(func(string) {})
		f.unlock = func(context.Context, string) State {
			<-time.After(2 * callLimit)
			return StateReady
		}
		start := time.Now()
		if got, err := f.Get(t.Context(), "x"); err != nil || got.Reveal() != "value of x" || time.Since(start) != 2*callLimit {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

func TestCancelledCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeSystem(StateReady)
		f.hang = make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := f.Get(ctx, "x"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if _, err := f.Get(ctx, "x"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		close(f.hang)
		synctest.Wait() // the abandoned call ends
		if _, err := f.Get(t.Context(), "x"); err != nil {
			t.Errorf("cancelling one call spoiled the next: %v", err)
		}
	})
}

// When the library gives an error, the state is found by asking again, not by its wording.
func TestBlame(t *testing.T) {
	f := newFakeSystem(StateReady)
	f.err = errors.New("failed to unlock correct collection")
	if _, err := f.Get(t.Context(), "x"); stateOf(t, err) != StateBroken || strings.Contains(err.Error(), "collection") {
		t.Errorf("got %v", err)
	}
	f.probe = func(context.Context) State {
		if f.probes++; f.probes%2 == 1 {
			return StateReady
		}
		return StateLocked
	}
	f.probes = 0
	if _, err := f.Get(t.Context(), "x"); stateOf(t, err) != StateLocked || !errors.Is(err, f.err) {
		t.Errorf("got %v", err)
	}
}

func TestNotFound(t *testing.T) {
	f := newFakeSystem(StateReady)
	f.err = keyring.ErrNotFound
	_, err := f.Get(t.Context(), "x")
	if !isState(err, StateNotFound) || !isState(f.Delete(t.Context(), "x"), StateNotFound) {
		t.Errorf("got %v", err)
	}
	if f.err = nil; f.Delete(t.Context(), "x") != nil {
		t.Error("a missing item must not be remembered as a bad state")
	}
}

func TestSetLimit(t *testing.T) {
	f := newFakeSystem(StateReady)
	if err := f.Set(t.Context(), "x", secret.New(long(itemLimit))); err != nil {
		t.Error(err)
	}
	if err := f.Set(t.Context(), "x", secret.New(long(itemLimit+1))); !isKind(err, ErrCredential) || f.calls.Load() != 1 {
		t.Errorf("%d calls, %v", f.calls.Load(), err)
	}
}

func TestClassify(t *testing.T) {
	exit := func(code string) error { return exec.Command("sh", "-c", "exit "+code).Run() }
	tests := []struct {
		goos string
		err  error
		want State
	}{
		{"windows", syscall.Errno(1312), StateNoLogonSession},
		{"windows", syscall.Errno(8), StateFull},
		{"windows", syscall.Errno(1450), StateFull},
		{"windows", syscall.Errno(5), StateBroken},
		{"linux", syscall.Errno(8), StateBroken},
		{"darwin", exit("36"), StateKeychainLocked},
		{"darwin", exit("1"), StateBroken},
		{"linux", exit("36"), StateBroken},
		{"freebsd", keyring.ErrUnsupportedPlatform, StateUnsupported},
		{"linux", errors.New("Not enough memory resources"), StateBroken},
	}
	for _, test := range tests {
		if got := classify(test.goos, test.err); got != test.want {
			t.Errorf("%s %v: %s, want %s", test.goos, test.err, got, test.want)
		}
	}
}

func TestKeyringNames(t *testing.T) {
	names := map[string]bool{}
	for _, goos := range []string{"linux", "windows", "darwin"} {
		names[(&SystemKeyring{goos: goos}).Name()] = true
	}
	names[newStore(t, Options{}).Standing(t.Context(), BackendKeyring).Name] = true
	if len(names) != 4 || names[""] {
		t.Errorf("%v", names)
	}
}
