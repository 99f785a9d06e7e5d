package session

import (
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
