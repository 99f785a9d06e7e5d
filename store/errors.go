package store

import (
	"fmt"
)

// Every error type of this package has a one-line lower-case text and a method Fix that says what to do next.
// None of them holds a secret.

// What is done with a keyring.
const (
	opRead   = "read"
	opSave   = "save"
	opDelete = "delete"
)

// KeyringError says that the keyring could not do what was asked.
type KeyringError struct {
	State State
	Op    string // "read", "save" or "delete": what to do instead depends on it
	Err   error  // what the keyring's library said; not part of the text
}

func (e *KeyringError) Error() string { return e.State.Message() }

// Unwrap gives the library's error.
func (e *KeyringError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *KeyringError) Fix() string { return e.State.fixOf(e.Op) }

// CredentialMissingError says that the index knows a profile whose credential is not in this machine's keyring.
type CredentialMissingError struct{ Profile string }

func (e *CredentialMissingError) Error() string {
	return fmt.Sprintf("profile %s is known here, but its credential is not in this machine's keyring (another machine, or deleted)", e.Profile)
}

// Fix says what to do.
func (e *CredentialMissingError) Fix() string { return again(e.Profile) }

// UnknownProfileError says that there is no profile of that name.
type UnknownProfileError struct {
	Name    string
	Nearest string // the most similar name; empty if none is similar
	Index   string // path of the index
	Damaged string // path of an earlier, damaged index, which may hold the profile; empty if there is none
}

func (e *UnknownProfileError) Error() string {
	text := fmt.Sprintf("there is no profile %q", e.Name)
	if e.Damaged != "" {
		text += fmt.Sprintf("; an earlier list of profiles was damaged and moved to %s", e.Damaged)
	}
	if e.Nearest != "" {
		text += fmt.Sprintf("; did you mean %s?", e.Nearest)
	}
	return text
}

// Fix says what to do.
func (e *UnknownProfileError) Fix() string {
	if e.Damaged != "" {
		return "run appreg list to see the profiles; if this one was in the damaged file, copy its entry from there into " +
			e.Index + " (its credential is still in the keyring), or set it up again with appreg setup"
	}
	return "run appreg list to see the profiles"
}

// UnfinishedError says that saving or removing a profile was interrupted.
type UnfinishedError struct {
	Name  string
	State Phase
}

func (e *UnfinishedError) Error() string {
	if e.State == PhaseDeleting {
		return fmt.Sprintf("profile %s was not removed completely", e.Name)
	}
	return fmt.Sprintf("profile %s was not saved completely", e.Name)
}

// Fix says what to do.
func (e *UnfinishedError) Fix() string {
	if e.State == PhaseDeleting {
		return "run appreg remove " + e.Name
	}
	return "run appreg setup --profile " + e.Name
}

// ExistsError says that a profile of that name exists.
type ExistsError struct{ Name string }

func (e *ExistsError) Error() string { return fmt.Sprintf("profile %s exists", e.Name) }

// Fix says what to do.
func (e *ExistsError) Fix() string {
	return "choose another name, or replace its credential with --replace"
}

// NameError says why a profile name is not allowed.
type NameError struct {
	Name string
	Why  string
}

func (e *NameError) Error() string { return fmt.Sprintf("profile name %q %s", e.Name, e.Why) }

// Fix says what to do.
func (e *NameError) Fix() string { return "use 1 to 64 of the letters a-z, digits, dot, _ and -" }

// LockedError says that another process holds the index.
type LockedError struct {
	Holder int // process id, 0 if not known
}

func (e *LockedError) Error() string {
	if e.Holder == 0 {
		return "the profiles are locked by another process"
	}
	return fmt.Sprintf("the profiles are locked by process %d", e.Holder)
}

// Fix says what to do.
func (e *LockedError) Fix() string { return "wait for it to end or end it, then try again" }

func again(profile string) string {
	return "enter it again with appreg setup --profile " + profile + " --replace"
}
