package cli

// exitCode is one of the contract's exit codes.
type exitCode int

const (
	exitDone        exitCode = 0
	exitUnexpected  exitCode = 1
	exitUsage       exitCode = 2
	exitRefused     exitCode = 3
	exitUnreachable exitCode = 4
	exitStore       exitCode = 5
	exitInterrupted exitCode = 130
)

// exitMeanings say what each exit code means.
var exitMeanings = []struct {
	code    exitCode
	meaning string
}{
	{exitDone, "Done. The result is ready, or incomplete because of --skip-test."},
	{exitUnexpected, "Something unexpected went wrong. Run it again with --debug."},
	{exitUsage, "The command line is wrong: a value is missing or a name unknown, there's no terminal to ask on, or you didn't agree to a change."},
	{exitRefused, "Refused by Microsoft Entra or the API, or a value can't be right, or a profile isn't as it was saved, or nobody is there to sign in or " +
		"type a password. Also incomplete: a check couldn't be made because a value is missing."},
	{exitUnreachable, "Unreachable: no usable answer came. This says nothing about the app registration."},
	{exitStore, "The store: the keyring is locked, missing or silent, the credential isn't in it, the profile can't be used, or the list of profiles is damaged."},
	{exitInterrupted, "Interrupted."},
}
