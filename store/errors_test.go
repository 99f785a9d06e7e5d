package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// fault is what every error of this package offers.
type fault interface {
	error
	Fix() string
}

func sameType(got, want error) bool { return reflect.TypeOf(got) == reflect.TypeOf(want) }

// Every error is one lower-case line and says what to do; none offers the vault, which does not exist yet.
func TestErrorTexts(t *testing.T) {
	cause := errors.New("cause")
	faults := []fault{
		&CredentialMissingError{Profile: "bc"},
		&UnknownProfileError{Name: "b\nc"}, &UnknownProfileError{Name: "bc", Nearest: "bc1"},
		&UnknownProfileError{Name: "bc", Nearest: "bc1", Index: "/x/profiles.json", Damaged: "/x/profiles.json.bad-1"},
		&UnfinishedError{Name: "bc", State: PhasePending}, &UnfinishedError{Name: "bc", State: PhaseDeleting},
		&ExistsError{Name: "bc"}, &NameError{Name: "\x1b[31m", Why: "is empty"},
		&LockedError{}, &LockedError{Holder: 4363},
		&CorruptIndexError{Err: cause}, &CorruptIndexError{MovedTo: "/x/profiles.json.bad-1", Err: cause},
		&MovedIndexError{MovedTo: "/x/profiles.json.bad-1", Index: "/x/profiles.json"},
		&CorruptFileError{What: "the draft", Next: "start again", Err: cause},
		&NewerSchemaError{Path: "/x", Schema: 2, Known: 1},
		&UnsafeDirError{Path: "/x", Why: "is a symbolic link"}, &NoHomeError{Err: cause},
		&FileError{Op: "read", Err: cause}, &CertificateFileError{Profile: "bc", Err: cause},
		&CredentialError{Why: "too large", Next: "keep the path"},
	}
	for state := range stateTable {
		if state != StateReady {
			faults = append(faults, &KeyringError{State: state, Op: "save", Err: cause})
		}
	}
	for _, f := range faults {
		text := f.Error()
		first := []rune(text)[0]
		if strings.ContainsAny(text+f.Fix(), "\n\x1b") || unicode.IsUpper(first) && !strings.HasPrefix(text, "Windows") {
			t.Errorf("%T: %q is not one lower-case line", f, text)
		}
		if f.Fix() == "" {
			t.Errorf("%T %q does not say what to do", f, text)
		}
		if strings.Contains(strings.ToLower(text+f.Fix()), "vault") {
			t.Errorf("%T offers a vault: %q", f, text+f.Fix())
		}
	}
}

func TestErrorsUnwrap(t *testing.T) {
	cause := errors.New("cause")
	for _, err := range []error{
		&KeyringError{Err: cause}, &CorruptIndexError{Err: cause}, &CorruptFileError{Err: cause},
		&NoHomeError{Err: cause}, &FileError{Err: cause}, &CertificateFileError{Err: cause},
	} {
		if !errors.Is(err, cause) {
			t.Errorf("%T hides its cause", err)
		}
	}
}
