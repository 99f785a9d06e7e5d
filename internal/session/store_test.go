package session

import (
	"context"
	"testing"

	"appreg/steps"
)

// Where to save is asked again only of who would save in a keyring that can't be used.
func TestWithStore(t *testing.T) {
	for name, tt := range map[string]struct {
		usable       bool
		answer, want string
	}{
		"usable":            {true, steps.StoreKeyring, steps.StoreKeyring},
		"unusable":          {false, steps.StoreKeyring, ""},
		"unusable, a vault": {false, steps.StoreVault, steps.StoreVault},
		"usable, a vault":   {true, steps.StoreVault, steps.StoreVault},
	} {
		s := answered(&desk{}, known(), func(o *Options) { o.Start = o.Start.With(steps.KeyStore, tt.answer) })
		s = s.WithStore(StoreState{Usable: tt.usable, Reason: "No keyring program is running."})
		if got := s.Answers().Get(steps.KeyStore); got != tt.want || (s.Env().StoreFault == "") != tt.usable {
			t.Errorf("%s: %q, fault %q", name, got, s.Env().StoreFault)
		}
	}
}

// stores tells which way the state of the keyring was asked for.
type stores struct{ Saver }

func (stores) State(context.Context) StoreState  { return StoreState{Kind: "looked at"} }
func (stores) Unlock(context.Context) StoreState { return StoreState{Kind: "unlocked"} }

// TestLookAgain: a window opens only for a keyring that is locked.
func TestLookAgain(t *testing.T) {
	for locked, want := range map[bool]string{true: "unlocked", false: "looked at"} {
		if got := (Services{Saver: stores{}}).LookAgain(StoreState{Locked: locked})(t.Context()); got.Kind != want {
			t.Errorf("locked %t: %s", locked, got.Kind)
		}
	}
}
