package plan

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/report"
	"appreg/internal/secret"
)

// TestErrors: each says what happened in one line, what is underneath, and, where something helps, what to do.
func TestErrors(t *testing.T) {
	under := errors.New("underneath")
	for _, err := range []error{
		&BlockedError{Change: Change{Title: "Create a client secret", Fix: report.Fix{Steps: []string{"do this"}}}},
		&BlockedError{Change: Change{Title: "Create a client secret", Fix: report.Fix{Where: "there"}}},
		&JournalError{Err: under}, &ProofError{Err: under}, &ProofError{Err: under, Left: "k1"}, &SaveError{Err: under, KeyID: "k1"},
		&UnknownObjectError{ClientID: "c1", Err: under}, &NothingToRotateError{Flow: "browser"}, errNoCard, errNamesakes, errNoAdminToken, ErrNothingToRestore, errProof,
	} {
		text := err.Error()
		if text == "" || strings.ContainsAny(text, "\n") || strings.HasSuffix(text, ".") {
			t.Errorf("%T: %q", err, text)
		}
		if wraps, ok := err.(interface{ Unwrap() error }); ok && !errors.Is(wraps.Unwrap(), under) {
			t.Errorf("%T hides its reason", err)
		}
		if fix, ok := err.(interface{ Fix() string }); ok && fix.Fix() == "" {
			t.Errorf("%T: nothing to do", err)
		}
	}
}

// TestPatience: the waits double up to the longest, are no shorter than asked for, and end with the budget or the context.
func TestPatience(t *testing.T) {
	var waits []time.Duration
	sleep := func(ctx context.Context, d time.Duration) error {
		waits = append(waits, d)
		return ctx.Err()
	}
	p := NewPatience(time.Minute, sleep)
	for p.Wait(context.Background(), 0, nil) {
	}
	want := []time.Duration{1, 2, 4, 8, 15, 15, 15}
	if len(waits) != len(want) {
		t.Fatalf("%v", waits)
	}
	for i := range want {
		if waits[i] != want[i]*time.Second {
			t.Errorf("%v", waits)
		}
	}
	p = NewPatience(0, sleep)
	if !p.Wait(context.Background(), 40*time.Second, nil) || waits[len(waits)-1] != 40*time.Second || p.Wait(context.Background(), DefaultBudget, nil) {
		t.Errorf("%v", waits)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if NewPatience(0, sleep).Wait(ended, 0, nil) {
		t.Error("goes on after the end")
	}
}

// TestUniqueNames: of what Graph takes, and never the same twice.
func TestUniqueNames(t *testing.T) {
	for name, want := range map[string]string{"BC dev": "appreg-bc-dev-", "": "appreg--", "ä/../x": "appreg-", strings.Repeat("x", 300): "appreg-" + strings.Repeat("x", 64) + "-"} {
		first, err := UniqueName(name, Engine{}.random())
		second, _ := UniqueName(name, Engine{}.random())
		if err != nil || first == second || !strings.HasPrefix(first, want) || strings.Trim(first, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q: %q %q %v", name, first, second, err)
		}
	}
	if _, err := UniqueName("x", strings.NewReader("")); err == nil {
		t.Error("without chance")
	}
}

// TestHint is what Entra shows of a secret, and nothing of one that is too short to show three characters of.
func TestHint(t *testing.T) {
	for value, want := range map[string]string{"abcdefghijkl": "abc", "abcdefghijk": "", "": ""} {
		if got := Hint(secret.New(value)); got != want {
			t.Errorf("%q: %q", value, got)
		}
	}
}
