package store

// stateText is what is said about a state.
type stateText struct {
	name    string
	message string // completes "could not save profile X: "
	fix     string // mends the state, whatever was to be done
	detour  bool   // a command may do without the keyring: see detours
}

// detours are the ways to do without a keyring that cannot be used, by what was to be done with it. A profile cannot be
// removed without.
var detours = map[string]string{
	opSave: "go on without saving (--store none)",
	opRead: "do without the profile, as in CI: give setup's flags (--api, --flow, --tenant, --client-id) in place of its name, " +
		"and APPREG_CLIENT_SECRET or APPREG_PASSWORD",
}

// stateTable holds the texts of every state, after facts/keyring.md 6.5. No text offers the encrypted vault, because
// it does not exist yet (DESIGN.md section 6).
var stateTable = map[State]stateText{
	StateUnknown: {"unknown", "the keyring was not asked yet", "run the command again", false},
	StateReady:   {"ready", "the keyring is ready", "", false},
	StateLocked: {"locked", "the keyring is locked",
		"unlock it in your desktop session, without a desktop run gnome-keyring-daemon --replace --unlock", true},
	StateSilent: {"silent", "the keyring did not answer in time",
		"restart the keyring program (often gnome-keyring-daemon) or log in again", true},
	StateNoBus: {"no-bus", "there is no keyring in this session (no D-Bus); over SSH or in a container this is normal",
		"run appreg in your desktop session or under dbus-run-session with a keyring", true},
	StateNoService: {"no-service", "no keyring program is running",
		"install gnome-keyring, KWallet or KeePassXC", true},
	StateActivatable: {"activatable", "the keyring program is not running",
		"log in to your desktop once or start the keyring program", true},
	StateNoCollection: {"no-collection", "the keyring has no default collection yet",
		`log in to your desktop once, or create a keyring named "login" in Passwords and Keys (Seahorse)`, true},
	StateOtherUser: {"other-user", "the D-Bus session refused this user; it belongs to another one (sudo or su?)",
		"run appreg as yourself", true},
	StateBroken: {"broken", "the keyring answered with an error",
		"restart the keyring program or log in again", true},
	StateNotFound: {"not-found", "the keyring does not hold this credential",
		"enter the credential again with appreg setup --profile NAME --replace", false},
	StateFull: {"full", "Windows Credential Manager is full",
		"remove old entries under Generic Credentials in Credential Manager", true},
	StateNoLogonSession: {"no-logon-session", "Windows gives network logons (SSH, WinRM) no Credential Manager",
		"run appreg in a local or Remote Desktop session", true},
	StateKeychainLocked: {"keychain-locked", "the login keychain is locked in this session",
		"run security unlock-keychain and try again", true},
	StateUnsupported: {"unsupported", "this build of appreg has no keyring for this system",
		"use appreg on Linux, macOS or Windows", true},
}
