package store

import (
	"errors"
	"strings"
	"testing"
	"unicode"
)

// isKind reports whether err is itself an error of this package of that kind, not only wraps one; nil is of kind nil.
func isKind(err, kind error) bool {
	own, ok := err.(*Error)
	if kind == nil {
		return err == nil
	}
	return ok && own.Kind == kind
}

// ofKind is errors.As for one kind.
func ofKind(err error, kind Kind, into **Error) bool {
	return errors.As(err, into) && (*into).Kind == kind
}

// Every error is one lower-case line and says what to do, a command on a line of its own.
func TestErrorTexts(t *testing.T) {
	cause := errors.New("cause")
	faults := []*Error{
		&Error{Kind: ErrCredentialMissing, Profile: "bc"},
		&Error{Kind: ErrUnknownProfile, Profile: "b\nc"}, &Error{Kind: ErrUnknownProfile, Profile: "bc", Nearest: "bc1"},
		&Error{Kind: ErrUnknownProfile, Profile: "bc", Nearest: "bc1", Path: "/x/profiles.json", Aside: "/x/profiles.json.bad-1"},
		&Error{Kind: ErrUnfinished, Profile: "bc", Phase: PhasePending}, &Error{Kind: ErrUnfinished, Profile: "bc", Phase: PhaseDeleting},
		&Error{Kind: ErrExists, Profile: "bc"}, &Error{Kind: ErrName, Profile: "\x1b[31m", Why: "is empty"},
		&Error{Kind: ErrLocked}, &Error{Kind: ErrLocked, Holder: 4363},
		&Error{Kind: ErrCorruptIndex, Err: cause}, &Error{Kind: ErrCorruptIndex, Aside: "/x/profiles.json.bad-1", Err: cause},
		&Error{Kind: ErrMovedIndex, Aside: "/x/profiles.json.bad-1", Path: "/x/profiles.json"},
		&Error{Kind: ErrCorruptFile, Why: "the draft", Next: "start again", Err: cause},
		newerSchema("/x", 2, 1),
		&Error{Kind: ErrUnsafeDir, Path: "/x", Why: "is a symbolic link"}, &Error{Kind: ErrNoHome, Err: cause},
		&Error{Kind: ErrFile, Op: "read", Err: cause}, &Error{Kind: ErrCertificateFile, Profile: "bc", Err: cause},
		&Error{Kind: ErrCredential, Why: "too large", Next: "keep the path"},
		&Error{Kind: ErrUnsafeDir, Path: "/x", Why: "can be written by other users", FixCommand: closing("/x", "700")},
		&Error{Kind: ErrUnsafeFile, Path: "/x", Why: "is a symbolic link", FixCommand: removing("/x"), OwnCommand: unlinking("/x")},
		&Error{Kind: ErrUnknownRun, ID: "x"},
		&Error{Kind: ErrRunBusy, ID: "x", Holder: 7}, &Error{Kind: ErrProfileBusy, Profile: "bc", Holder: 7}, &Error{Kind: ErrProfileBusy}, &Error{Kind: ErrReplaced, Profile: "bc"},
		&Error{Kind: ErrLeftover, Profile: "bc", Next: "nothing"},
		&Error{Kind: ErrUnwritable, Path: "/x", Err: cause}, &Error{Kind: ErrRelativeHome, Why: "x", Path: "/x"},
		&Error{Kind: ErrLargeIndex, Path: "/x"}, &Error{Kind: ErrFullIndex, Path: "/x"}, &Error{Kind: ErrLocked, Holder: 3, Waited: lockWait},
		&Error{Kind: ErrSeveralItems, ID: "x", Count: 2, Why: "none written by appreg"}, &Error{Kind: ErrSeveralItems, Profile: "bc", ID: "x", Count: 2, Why: "x"}, &Error{Kind: ErrItemsLeft, ID: "x", Count: 1}, &Error{Kind: ErrUnlisted},
		&Error{Kind: ErrUnknownBackend, Profile: "bc", Path: "/x", Backend: "\x1b"}, &Error{Kind: ErrBinding, Profile: "bc", Path: "/x", Differences: []Difference{{What: "user"}}},
		&Error{Kind: ErrRenewal, Profile: "bc"}, &Error{Kind: ErrRolledBack, Profile: "bc", Path: "/x"},
		&Error{Kind: ErrVaultFile, Path: "/x", Why: "isn't an age file"}, &Error{Kind: ErrVaultFile, Path: "/x", Why: "isn't an age file", Profile: "bc"},
		&Error{Kind: ErrHelper, Backend: "exec:pass", Why: "appreg-store-pass get failed"}, &Error{Kind: ErrRecipient, Why: "bob"}, &Error{Kind: ErrDelivered, Path: "/run/secrets/appreg.bc", Why: "is empty"},
	}
	for state := StateUnknown; state <= StateUnsupported; state++ {
		if state != StateReady {
			faults = append(faults, &Error{Kind: ErrBackend, State: state, Op: "save", Err: cause})
		}
	}
	told, names := map[Kind]bool{}, map[string]bool{}
	for _, f := range faults {
		told[f.Kind] = true
		text := f.Error()
		first := []rune(text)[0]
		if strings.Contains(text, "\n") || strings.Contains(text+f.Fix(), "\x1b") || unicode.IsUpper(first) && !strings.HasPrefix(text, "Windows") && !strings.HasPrefix(text, "APPREG_HOME") {
			t.Errorf("%s: %q is not one lower-case line", f.Kind, text)
		}
		if f.Fix() == "" {
			t.Errorf("%s: %q does not say what to do", f.Kind, text)
		}
	}
	for kind := range kindTable {
		names[Kind(kind).Error()] = true
		if !told[Kind(kind)] {
			t.Errorf("%s has no example here", Kind(kind))
		}
	}
	if len(names) != len(kindTable) {
		t.Error("two kinds have one name")
	}
}

func TestErrorsUnwrap(t *testing.T) {
	cause := errors.New("cause")
	for _, err := range []error{
		&Error{Kind: ErrBackend, Err: cause}, &Error{Kind: ErrCorruptIndex, Err: cause}, &Error{Kind: ErrCorruptFile, Err: cause},
		&Error{Kind: ErrNoHome, Err: cause}, &Error{Kind: ErrFile, Err: cause}, &Error{Kind: ErrCertificateFile, Err: cause}, &Error{Kind: ErrUnwritable, Err: cause},
	} {
		if !errors.Is(err, cause) {
			t.Errorf("%v hides its cause", err)
		}
	}
}
