package store

import (
	"errors"
	"time"
)

// Error says why the store did not do what was asked: one lower-case line for people, and what to do next. Its kind says
// which of the fields below Err count. It holds no secret.
type Error struct {
	Kind    Kind
	Profile string // name of the profile; empty where none is known
	Path    string // of the file or folder at fault, or of the index
	Err     error  // what the system or a library said; nil where nothing did

	Backend     BackendName // where the credential is, or should be; empty: the keyring
	State       State       // of the back end
	Keeper      string      // name of the process that keeps the keyring, where it is locked; empty: not known
	Op          string      // what was to be done, see opRead: what to do instead depends on it
	ID          string      // of the item
	Count       int         // of the items under that id
	Phase       Phase       // in which the saving or the removing of the profile was interrupted
	Differences []Difference
	Holder      int           // process id, 0 if it is not known or not one
	Waited      time.Duration // for the holder, or for all of them
	Aside       string        // path of a damaged file that was moved aside; empty if it was not
	Nearest     string        // the most similar name; empty if none is similar
	Why         string        // completes the line
	Next        string        // what to do, where the kind does not tell
	FixCommand  string        // after which appreg does without the file, or with it if nothing is wrong with its content
	OwnCommand  string        // makes a file the person's own; empty where FixCommand does not take it away
}

// What is done with a back end.
const (
	opRead   = "read"
	opSave   = "save"
	opMove   = "move" // save what another store has
	opTake   = "take" // read what nobody can give in another way
	opDelete = "delete"
)

// What else is done with files.
const (
	opWrite = "write"
	opLock  = "lock"
)

func (e *Error) Error() string { return kindTable[e.Kind].words(e) }

// Fix says what to do.
func (e *Error) Fix() string { return kindTable[e.Kind].fix(e) }

// Class says whose fault the error is.
func (e *Error) Class() Class { return kindTable[e.Kind].class }

// Unwrap returns what the system or a library said.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the error's kind, so that errors.Is(err, ErrExists) tells it.
func (e *Error) Is(target error) bool {
	kind, ok := target.(Kind)
	return ok && kind == e.Kind
}

// Kind is one kind of error of this package. It stands for every error of its kind in errors.Is.
type Kind int

// Error is the name of the kind, for programmers.
func (k Kind) Error() string { return "store: " + kindTable[k].name }

// Class says whose fault an error is: an exit code follows from it.
type Class int

// The classes.
const (
	ClassStore   Class = iota // of the place where profiles and credentials are kept
	ClassName                 // of whoever named a profile
	ClassChanged              // of whoever changed a profile outside this program: nothing of its credential is handed out
)

// kindRow is what is said about a kind of error, and whose fault it is.
type kindRow struct {
	name  string
	class Class
	words func(e *Error) string
	fix   func(e *Error) string
}

// asError returns the error of this package in err; nil if there is none.
func asError(err error) *Error {
	own, _ := errors.AsType[*Error](err)
	return own
}

// isState reports whether err says that a back end, or what was wanted of it, is in state s.
func isState(err error, s State) bool {
	own := asError(err)
	return own != nil && own.Kind == ErrBackend && own.State == s
}
