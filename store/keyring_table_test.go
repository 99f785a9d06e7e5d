package store

import (
	"strings"
	"testing"
)

// Every state has a name of its own and texts; only one can be used.
func TestStateTable(t *testing.T) {
	names := map[string]State{}
	for state := StateUnknown; state <= StateUnsupported; state++ {
		row := stateTable[state]
		if row.name == "" || row.message == "" {
			t.Errorf("state %d has no texts", state)
		}
		if other, taken := names[state.String()]; taken {
			t.Errorf("states %d and %d are both %q", state, other, state)
		}
		names[state.String()] = state
		if state.Usable() != (state == StateReady) {
			t.Errorf("%s: usable %v", state, state.Usable())
		}
		if (state.Fix() == "") != (state == StateReady) {
			t.Errorf("%s: fix %q", state, state.Fix())
		}
	}
	if len(stateTable) != int(StateUnsupported)+1 {
		t.Errorf("%d rows", len(stateTable))
	}
}

func TestStateTexts(t *testing.T) {
	tests := []struct {
		state   State
		message string
	}{
		{StateLocked, "the keyring is locked"},
		{StateSilent, "the keyring didn't answer in time"},
		{StateNoService, "no keyring program is running"},
		{StateFull, "Windows Credential Manager is full"},
		{StateKeychainLocked, "the login keychain is locked in this session"},
	}
	for _, test := range tests {
		if got := test.state.Message(); got != test.message {
			t.Errorf("%s: %q", test.state, got)
		}
	}
}

// What to do fits what was to be done: only saving can be left out, and a profile cannot be removed in another way.
func TestStateFixes(t *testing.T) {
	tests := []struct{ op, has, lacks string }{
		{opSave, "--store none", "APPREG_CLIENT_SECRET"},
		{opRead, "APPREG_CLIENT_SECRET", "--store none"},
		{opMove, "--to", "--store"},
		{opTake, "unlock it", ", or "},
		{opDelete, "unlock it", ", or "},
	}
	for _, test := range tests {
		fix := (&Error{Kind: ErrBackend, State: StateLocked, Op: test.op}).Fix()
		if !strings.Contains(fix, test.has) || strings.Contains(fix, test.lacks) {
			t.Errorf("%s: %q", test.op, fix)
		}
	}
	for state := StateUnknown; state <= StateUnsupported; state++ {
		if fix := (&Error{Kind: ErrBackend, State: state, Op: opDelete}).Fix(); (fix == "") != (state == StateReady) {
			t.Errorf("delete, %s: %q", state, fix)
		}
	}
}
