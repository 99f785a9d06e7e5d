package store

import (
	"cmp"
	"fmt"
	"strings"

	"appreg/internal/posix"
)

// The kinds of errors.
const (
	ErrBackend           Kind = iota // a back end could not do what was asked: State, Op, Err
	ErrUnknownBackend                // the index names a back end that this program does not have: Profile, Path, Backend
	ErrCredentialMissing             // the index knows a profile whose credential is not where it was saved: Profile, Backend
	ErrCredential                    // a credential cannot be stored or read as it is: Why, Next
	ErrVaultFile                     // a file of the vault, or one with keys for it, cannot be read as it is: Path, Why, Profile, Next
	ErrHelper                        // a program that keeps a store did not do what was asked: Backend, Why, Err
	ErrRecipient                     // whoever a vault file is to be for has no such public key: Why is what was given
	ErrDelivered                     // a file with a profile's credential that the system delivers cannot be used: Path, Why, Profile
	ErrCertificateFile               // a profile's certificate file could not be read: Profile, Err
	ErrSeveralItems                  // several items under one name, and it cannot be told which one counts: Profile, ID, Count, Why
	ErrItemsLeft                     // not all items of a name were deleted: ID, Count
	ErrUnlisted                      // a back end does not tell what it holds
	ErrUnknownProfile                // no profile of that name: Profile, Nearest, Path, Aside
	ErrUnfinished                    // saving or removing a profile was interrupted: Profile, Phase
	ErrLeftover                      // an interrupted call left a credential of a ready profile behind: Profile, Phase, Backend, Next
	ErrExists                        // a profile of that name exists: Profile, Next
	ErrName                          // a profile name is not allowed: Profile, Why
	ErrBinding                       // a profile's entry is not the one that its credential was saved for: Profile, Path, Differences
	ErrLocked                        // another process holds the index, or others took turns at it for too long: Holder, Waited
	ErrRenewal                       // another process has been asking for a profile's token for too long: Profile, Holder, Waited
	ErrUnknownRun                    // no run of that id: ID
	ErrRunBusy                       // another process carries the run out: ID, Holder
	ErrProfileBusy                   // another process works on the profile: Profile, empty where none is saved, Holder
	ErrReplaced                      // a profile was saved anew, renamed or removed since it was read: Profile
	ErrRolledBack                    // a sealed file is older than the last one that was written; its tokens are not used: Profile, Path
	ErrCorruptIndex                  // the index could not be understood and was moved aside, never overwritten: Aside, Err
	ErrMovedIndex                    // a damaged index still lies aside, and the profiles may not be all: Aside, Path
	ErrLargeIndex                    // the index is larger than any that this program writes: Path
	ErrFullIndex                     // the index would become too large: Path
	ErrCorruptFile                   // a draft or a sealed file could not be understood and was moved aside: Why, Aside, Next, Err
	ErrNewerSchema                   // a file was written by a newer appreg and is left untouched: Path, Why
	ErrNoHome                        // the system names no folder for a person's settings: Err
	ErrRelativeHome                  // APPREG_HOME is not a whole path: Why is what was given, Path what may have been meant
	ErrFile                          // a file or folder could not be read or written: Op, Err, a *fs.PathError
	ErrUnwritable                    // nothing can be saved in a folder: Path, Err
	ErrUnsafeDir                     // somebody else decides what stands in a folder, and could have a credential sent elsewhere: Path, Why, FixCommand
	ErrUnsafeFile                    // somebody else can have put or written a file: Path, Why, FixCommand, OwnCommand
)

// kindTable says what each kind means to people.
var kindTable = [...]kindRow{
	ErrBackend: {"back end", ClassStore,
		func(e *Error) string {
			if program, of := strings.CutPrefix(string(e.Backend), "exec:"); of && e.State == StateNoHelper {
				return cut(helperPrefix+program) + " isn't on your PATH"
			}
			return e.State.Message()
		},
		func(e *Error) string { return e.State.fixOf(e.Op, e.Keeper) }},
	ErrUnknownBackend: {"unknown back end", ClassChanged,
		func(e *Error) string {
			return fmt.Sprintf("profile %s is saved in the store %q, which this appreg doesn't know", e.Profile, cut(string(e.Backend)))
		},
		func(e *Error) string {
			return "nothing was sent; update appreg, or restore the saved value in " + e.Path
		}},
	ErrCredentialMissing: {"credential missing", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("profile %s is saved, but its credential isn't in %s (another machine, or deleted)", e.Profile, e.Backend.place())
		},
		func(e *Error) string { return again(e.Profile) }},
	ErrCredential: {"credential", ClassStore,
		func(e *Error) string { return e.Why },
		func(e *Error) string { return e.Next }},
	ErrVaultFile: {"vault file", ClassStore,
		func(e *Error) string { return fmt.Sprintf("the file %s %s", e.Path, e.Why) },
		func(e *Error) string {
			if e.Next != "" || e.Profile == "" {
				return cmp.Or(e.Next, "restore it from a backup, or use another file")
			}
			return "restore it from a backup, or " + again(e.Profile)
		}},
	ErrHelper: {"helper", ClassStore,
		func(e *Error) string { return e.Why },
		func(e *Error) string {
			return "run it yourself to see what is wrong: echo '{\"version\":1,\"service\":\"appreg\",\"id\":\"x\"}' | " +
				helperPrefix + strings.TrimPrefix(string(e.Backend), "exec:") + " get"
		}},
	ErrRecipient: {"recipient", ClassStore,
		func(e *Error) string { return fmt.Sprintf("%q isn't the public key of an age identity", cut(e.Why)) },
		func(*Error) string { return "use a key like age1… that age-keygen prints as public key" }},
	ErrDelivered: {"delivered credential", ClassStore,
		func(e *Error) string { return fmt.Sprintf("the credential in %s %s", e.Path, e.Why) },
		func(*Error) string {
			return "have the file hold the client secret, password or certificate alone, as UTF-8; or remove it, and the saved credential is used"
		}},
	ErrCertificateFile: {"certificate file", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("couldn't read the certificate of profile %s: %v", e.Profile, e.Err)
		},
		func(e *Error) string {
			return "restore the file, or use another with appreg setup --profile " + e.Profile + " --replace --certificate FILE"
		}},
	ErrSeveralItems: {"several items", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("the keyring holds %d items under the name %s, %s", e.Count, e.ID, e.Why)
		},
		func(e *Error) string {
			text := where(e.ID) + ", and delete those that another program wrote"
			if e.Profile == "" {
				return text
			}
			return text + "; or " + again(e.Profile)
		}},
	ErrItemsLeft: {"items left", ClassStore,
		func(e *Error) string {
			text := fmt.Sprintf("the keyring still holds %d items under the name %s", e.Count, e.ID)
			if e.Why != "" {
				text += ", in the collection " + e.Why
			}
			return text
		},
		func(e *Error) string { return where(e.ID) + ", and delete them there" }},
	ErrUnlisted: {"unlisted", ClassStore,
		func(*Error) string { return "this system's keyring can't list its items" },
		func(*Error) string {
			return "search for appreg in Keychain Access (each entry's account is its ID), then run appreg remove --orphans ID"
		}},
	ErrUnknownProfile: {"unknown profile", ClassName, unknownWords, unknownFix},
	ErrUnfinished: {"unfinished", ClassStore,
		func(e *Error) string {
			if e.Phase == PhaseDeleting {
				return fmt.Sprintf("profile %s wasn't removed completely", e.Profile)
			}
			return fmt.Sprintf("profile %s wasn't saved completely", e.Profile)
		},
		func(e *Error) string {
			if e.Phase == PhaseDeleting {
				return "run appreg remove " + e.Profile
			}
			return "run appreg setup --profile " + e.Profile
		}},
	ErrLeftover: {"leftover", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("profile %s is as it should be, but an unused credential of it is still in %s", e.Profile, e.Backend.place())
		},
		func(e *Error) string { return e.Next }},
	ErrExists: {"exists", ClassName,
		func(e *Error) string { return fmt.Sprintf("profile %q already exists", e.Profile) },
		func(e *Error) string {
			return cmp.Or(e.Next, "use --replace to replace its credential, or another name")
		}},
	ErrName: {"name", ClassName,
		func(e *Error) string { return fmt.Sprintf("profile name %q %s", e.Profile, e.Why) },
		func(*Error) string { return "use 1 to 64 letters a-z, digits, dots, _ and -, not beginning with -" }},
	ErrBinding: {"binding", ClassChanged,
		func(e *Error) string {
			return fmt.Sprintf("profile %s was changed outside appreg: %s", e.Profile, differenceWords(e.Differences))
		},
		func(e *Error) string {
			return fmt.Sprintf("nothing was sent; restore the saved value in %s, or set the profile up again: appreg remove %s, then appreg setup --profile %s",
				e.Path, e.Profile, e.Profile)
		}},
	ErrLocked: {"locked", ClassStore, lockedWords, waitForIt},
	ErrRenewal: {"renewal", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("%s has been requesting a token of profile %s for more than %d s", e.who(), e.Profile, int(e.Waited.Seconds()))
		},
		waitForIt},
	ErrUnknownRun: {"unknown run", ClassName,
		func(e *Error) string { return fmt.Sprintf("no run named %q", cut(e.ID)) },
		func(*Error) string { return "list the runs with appreg undo" }},
	ErrRunBusy: {"run busy", ClassStore,
		func(e *Error) string { return fmt.Sprintf("%s is carrying out run %s right now", e.who(), e.ID) },
		waitForIt},
	ErrProfileBusy: {"profile busy", ClassStore,
		func(e *Error) string {
			if e.Profile == "" {
				return e.who() + " is working on the same app registration right now"
			}
			return fmt.Sprintf("%s is working on profile %s right now", e.who(), e.Profile)
		},
		waitForIt},
	ErrReplaced: {"replaced", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("another appreg has changed profile %s meanwhile", e.Profile)
		},
		func(*Error) string { return "run the same command again" }},
	ErrRolledBack: {"rolled back", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("the cached tokens of profile %s are older than the last ones (%s was restored from a copy), so appreg doesn't use them", e.Profile, e.Path)
		},
		func(*Error) string { return "nothing to do: the next token replaces them" }},
	ErrCorruptIndex: {"corrupt index", ClassStore,
		func(e *Error) string { return damaged("the list of profiles", e.Aside) },
		func(*Error) string {
			return "restore a backup, or set the profiles up again; the credentials are still in their stores, those of the keyring in: appreg list --orphans"
		}},
	ErrMovedIndex: {"moved index", ClassStore,
		func(e *Error) string { return "an earlier list of profiles was damaged and moved to " + e.Aside },
		func(e *Error) string {
			return "copy what is missing from there into " + e.Path + " (the credentials are still in their stores), or set it up again " +
				"with appreg setup; then delete the damaged file"
		}},
	ErrLargeIndex: {"large index", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("the list of profiles %s is larger than %d MB; appreg didn't write it and didn't change it", e.Path, indexLimit>>20)
		},
		func(e *Error) string {
			return "restore a backup, or start with an empty list: mv " + posix.Word(e.Path) + " " + posix.Word(e.Path+".large")
		}},
	ErrFullIndex: {"full index", ClassStore,
		func(*Error) string { return fmt.Sprintf("the list of profiles would exceed %d MB", indexLimit>>20) },
		func(*Error) string {
			return "remove profiles that you don't need with appreg remove NAME, or " + ownFolder + " for the others"
		}},
	ErrCorruptFile: {"corrupt file", ClassStore,
		func(e *Error) string { return damaged(e.Why, e.Aside) },
		func(e *Error) string { return e.Next }},
	ErrNewerSchema: {"newer schema", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("%s was written by a newer appreg (%s) and wasn't changed", e.Path, e.Why)
		},
		func(*Error) string { return "update appreg" }},
	ErrNoHome: {"no home", ClassStore,
		func(*Error) string { return "there is no folder for profiles" },
		func(*Error) string { return "set HOME, or set APPREG_HOME to your own folder" }},
	ErrRelativeHome: {"relative home", ClassStore,
		func(e *Error) string {
			return fmt.Sprintf("APPREG_HOME is %q, which isn't an absolute path: each directory would have its own profiles", e.Why)
		},
		func(e *Error) string { return "set it to an absolute path: " + setHome(e.Path) }},
	ErrFile: {"file", ClassStore,
		func(e *Error) string { return fmt.Sprintf("couldn't %s: %v", e.Op, e.Err) },
		fileFix},
	ErrUnwritable: {"unwritable", ClassStore, unwritableWords,
		func(*Error) string { return another() + "\nor continue without saving (--store none)" }},
	ErrUnsafeDir: {"unsafe folder", ClassStore,
		func(e *Error) string { return fmt.Sprintf("the folder %s %s", e.Path, e.Why) },
		unsafeDirFix},
	ErrUnsafeFile: {"unsafe file", ClassStore,
		func(e *Error) string { return fmt.Sprintf("the file %s %s", e.Path, e.Why) },
		unsafeFileFix},
}
