package store

import (
	"errors"
	"fmt"
	"syscall"
)

// CorruptIndexError says that the index could not be understood and was moved aside, never overwritten.
type CorruptIndexError struct {
	MovedTo string // empty if it could not be moved
	Err     error
}

func (e *CorruptIndexError) Error() string {
	return corrupt("the list of profiles", e.MovedTo)
}

// Unwrap gives the reason.
func (e *CorruptIndexError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *CorruptIndexError) Fix() string {
	return "put a backup in its place, or set the profiles up again; the credentials are still in the keyring"
}

// MovedIndexError says that an earlier index was damaged and moved aside, and still lies there: the profiles that are
// known now may not be all.
type MovedIndexError struct {
	MovedTo string
	Index   string // path of the index
}

func (e *MovedIndexError) Error() string {
	return "an earlier list of profiles was damaged and moved to " + e.MovedTo
}

// Fix says what to do.
func (e *MovedIndexError) Fix() string {
	return "copy what is missing from there into " + e.Index + " (the credentials are still in the keyring), or set it up again " +
		"with appreg setup; then delete the damaged file"
}

// CorruptFileError says that a draft or a sealed file could not be understood and was moved aside, never deleted.
type CorruptFileError struct {
	What    string // for example "the draft"
	MovedTo string // empty if it could not be moved
	Next    string // what to do
	Err     error
}

func (e *CorruptFileError) Error() string { return corrupt(e.What, e.MovedTo) }

// Unwrap gives the reason.
func (e *CorruptFileError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *CorruptFileError) Fix() string { return e.Next }

func corrupt(what, movedTo string) string {
	if movedTo == "" {
		return what + " is damaged and could not be moved aside"
	}
	return fmt.Sprintf("%s is damaged and was moved to %s", what, movedTo)
}

// NewerSchemaError says that a file was written by a newer appreg. The file is left untouched.
type NewerSchemaError struct {
	Path   string
	Schema int // found
	Known  int // the newest that this program understands
}

func (e *NewerSchemaError) Error() string {
	return fmt.Sprintf("%s was written by a newer appreg (format %d, this one knows %d); it was left untouched", e.Path, e.Schema, e.Known)
}

// Fix says what to do.
func (e *NewerSchemaError) Fix() string { return "update appreg" }

// UnsafeDirError says that a directory is not the person's own.
type UnsafeDirError struct {
	Path string
	Why  string // completes "the folder X "
}

func (e *UnsafeDirError) Error() string { return fmt.Sprintf("the folder %s %s", e.Path, e.Why) }

// Fix says what to do.
func (e *UnsafeDirError) Fix() string {
	return "run appreg as the folder's owner, or set APPREG_HOME to a folder of your own"
}

// NoHomeError says that the operating system names no folder for a person's settings.
type NoHomeError struct{ Err error }

func (e *NoHomeError) Error() string { return "there is no folder for profiles" }

// Unwrap gives the reason.
func (e *NoHomeError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *NoHomeError) Fix() string { return "set HOME, or set APPREG_HOME to a folder of your own" }

// FileError says that a file or folder of the store could not be read or written.
type FileError struct {
	Op  string // "read", "write", "delete" or "lock"
	Err error  // a *fs.PathError, which names the path
}

func (e *FileError) Error() string { return fmt.Sprintf("could not %s: %v", e.Op, e.Err) }

// Unwrap gives the reason.
func (e *FileError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *FileError) Fix() string {
	switch {
	case errors.Is(e.Err, syscall.EISDIR):
		return "move that folder away: a file of appreg belongs in its place"
	case e.Op == opRead:
		return "check the permissions of the file and of its folder; nothing that was saved before is lost"
	}
	return "check free space and permissions of the folder; nothing that was saved before is lost"
}

// CertificateFileError says that a profile's certificate file could not be read.
type CertificateFileError struct {
	Profile string
	Err     error
}

func (e *CertificateFileError) Error() string {
	return fmt.Sprintf("could not read the certificate of profile %s: %v", e.Profile, e.Err)
}

// Unwrap gives the reason.
func (e *CertificateFileError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *CertificateFileError) Fix() string {
	return "put the file back, or name another with appreg setup --profile " + e.Profile + " --replace --certificate FILE"
}

// CredentialError says that a credential cannot be stored as it is.
type CredentialError struct {
	Why  string
	Next string
}

func (e *CredentialError) Error() string { return e.Why }

// Fix says what to do.
func (e *CredentialError) Fix() string { return e.Next }
