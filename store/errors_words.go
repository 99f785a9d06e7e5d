package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"appreg/internal/posix"
)

// What kindTable says in more than a few words.

// ownFolder is what helps wherever a folder cannot be used.
const ownFolder = "set APPREG_HOME to your own folder"

// another is ownFolder with an example, for whoever cannot use the folder that there is.
func another() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ownFolder
	}
	return ownFolder + ", for example: " + setHome(filepath.Join(home, "appreg"))
}

// setHome is the command that sets APPREG_HOME, in the system's usual shell.
func setHome(path string) string {
	if runtime.GOOS == "windows" {
		return "$env:APPREG_HOME = '" + strings.ReplaceAll(path, "'", "''") + "'"
	}
	return "export APPREG_HOME=" + posix.Word(path)
}

// again is how a credential is entered once more.
func again(profile string) string {
	return "enter it again with appreg setup --profile " + profile + " --replace"
}

// where is how to find an item with another program.
func where(id string) string {
	return "look for service appreg, user name " + id + ", in your keyring program (Passwords and Keys, KWalletManager, KeePassXC)"
}

// damaged says what became of a file that could not be understood.
func damaged(what, aside string) string {
	if aside == "" {
		return what + " is damaged and couldn't be moved"
	}
	return fmt.Sprintf("%s is damaged and was moved to %s", what, aside)
}

func unknownWords(e *Error) string {
	text := fmt.Sprintf("no profile named %q", e.Profile)
	if e.Aside != "" {
		text += fmt.Sprintf("; an earlier list of profiles was damaged and moved to %s", e.Aside)
	}
	if e.Nearest != "" {
		text += fmt.Sprintf("; did you mean %s?", e.Nearest)
	}
	return text
}

func unknownFix(e *Error) string {
	if e.Aside != "" {
		return "run appreg list; if this profile was in the damaged file, copy its entry from there into " +
			e.Path + " (its credential is still in the keyring), or set it up again with appreg setup"
	}
	return "run appreg list"
}

// who names the holder of a lock.
func (e *Error) who() string {
	if e.Holder != 0 {
		return fmt.Sprintf("process %d", e.Holder)
	}
	return "another process"
}

func lockedWords(e *Error) string {
	if e.Waited < time.Second {
		return "the profiles are locked by " + e.who()
	}
	return fmt.Sprintf("the profiles have been locked by %s for more than %d s", e.who(), int(e.Waited.Seconds()))
}

func waitForIt(*Error) string { return "wait for it or end it, then try again" }

func fileFix(e *Error) string {
	switch {
	case errors.Is(e.Err, syscall.EISDIR):
		return "move that folder: appreg needs its name for a file"
	case e.Op == opRead:
		return "check the permissions of the file and of its folder; what was saved before is safe"
	}
	return "check free space and permissions of the folder, or " + ownFolder + "; what was saved before is safe"
}

func unwritableWords(e *Error) string {
	cause := e.Err
	if path := new(fs.PathError); errors.As(e.Err, &path) {
		cause = path.Err // the path in it is one that was only tried
	}
	return fmt.Sprintf("couldn't save to the folder %s: %v", e.Path, cause)
}

func unsafeDirFix(e *Error) string {
	if e.FixCommand == "" || runtime.GOOS == "windows" {
		return "run appreg as the folder's owner, or " + ownFolder
	}
	return "run: " + e.FixCommand + "\nor " + ownFolder
}

func unsafeFileFix(e *Error) string {
	switch {
	case runtime.GOOS == "windows":
		return "delete it, or replace it with your own file"
	case e.OwnCommand == "":
		return "run: " + e.FixCommand
	}
	return "if you don't know its origin, run: " + e.FixCommand + "\nif its content is yours, run: " + e.OwnCommand
}

// newerSchema says that what stands at path has a format newer than the newest that this program knows.
func newerSchema(path string, found, known int) *Error {
	return &Error{Kind: ErrNewerSchema, Path: path, Why: fmt.Sprintf("format %d, this one knows %d", found, known)}
}

// differenceWords tells what a profile says now and what its credential was saved for.
func differenceWords(differences []Difference) string {
	parts := make([]string, len(differences))
	for n, d := range differences {
		parts[n] = d.words()
	}
	return strings.Join(parts, "; ")
}

// words tells one difference. The values are quoted, so that none can pass for the sentence around it.
func (d Difference) words() string {
	saved := fmt.Sprintf("%q", d.Saved)
	switch {
	case d.Long:
		saved = "a value too long to show"
	case d.Saved == "":
		saved = "none"
	}
	now := fmt.Sprintf("%q", cut(d.Now))
	if d.Now == "" {
		now = "none"
	}
	return fmt.Sprintf("its %s is now %s, but its credential was saved for %s", d.What, now, saved)
}

// shownLimit is the most characters of a value from an edited file that an error repeats.
const shownLimit = 200

func cut(text string) string {
	if characters := []rune(text); len(characters) > shownLimit {
		return string(characters[:shownLimit]) + "…"
	}
	return text
}
