package store

// stateText is what is said about a state.
type stateText struct {
	name    string
	message string // completes "could not save profile X: "
	fix     string // what to do about the state, whatever was to be done
	detour  bool   // a command may do without the keyring: see the function detour
}

// vaultLost is what to do about a vault that nothing opens any more.
const vaultLost = "nothing in the vault can be read: remove its profiles (appreg remove NAME), delete the *.age files that are left in its folder, and set them up again"

// detour is the way to do without a keyring that cannot be used, by what was to be done with it: in flags that the command
// has. A profile cannot be removed without, nor taken elsewhere.
func detour(op string) string {
	switch op {
	case opSave:
		return "save to the encrypted vault (--store vault), or continue without saving (--store none)"
	case opRead:
		return "use setup's flags instead of the profile (--api, --flow, --tenant, --client-id), " +
			"and APPREG_CLIENT_SECRET or APPREG_PASSWORD"
	case opMove:
		return "name another store with --to, or leave it where it is"
	default:
		return ""
	}
}

// stateTable holds the texts of every state, after docs/storage.md.
var stateTable = [...]stateText{
	StateUnknown: {"unknown", "the keyring wasn't checked yet", "run the command again", false},
	StateReady:   {"ready", "the keyring is ready", "", false},
	StateLocked: {"locked", "the keyring is locked",
		"unlock it in your keyring program", true}, // see keepers
	StateSilent: {"silent", "the keyring didn't answer in time",
		"restart the keyring program (often gnome-keyring-daemon) or log in again", true},
	StateNoBus: {"no-bus", "no keyring available (no D-Bus session); this is normal over SSH and in containers",
		"run appreg in your desktop session or under dbus-run-session with a keyring", true},
	StateNoService: {"no-service", "no keyring program is running",
		"install gnome-keyring, KWallet or KeePassXC", true},
	StateActivatable: {"activatable", "the keyring program isn't running",
		"log in to your desktop once or start the keyring program", true},
	StateNoCollection: {"no-collection", "the keyring has no default collection yet",
		`log in to your desktop once, or create a keyring named "login" in Passwords and Keys (Seahorse)`, true},
	StateOtherUser: {"other-user", "the D-Bus session belongs to another user (sudo or su?)",
		"run appreg as yourself", true},
	StateBroken: {"broken", "the keyring returned an error",
		"restart the keyring program or log in again", true},
	StateNotFound: {"not-found", "the keyring doesn't have this credential",
		"run the command again; if nothing changes, restart the keyring program or log in again", true},
	StateFull: {"full", "Windows Credential Manager is full",
		"remove old entries under Generic Credentials in Credential Manager", true},
	StateNoLogonSession: {"no-logon-session", "Windows has no Credential Manager for network logons (SSH, WinRM)",
		"run appreg in a local or Remote Desktop session", true},
	StateKeychainLocked: {"keychain-locked", "the login keychain is locked in this session",
		"run security unlock-keychain and try again", true},
	StateNoHelper: {"no-helper", "the program of this store isn't on your PATH",
		"put appreg-store-NAME, for the store exec:NAME, in a folder of your PATH", false},
	StateUnsupported: {"unsupported", "this build of appreg has no keyring for this system",
		"use appreg on Linux, macOS or Windows", true},
	StateVaultLocked: {"vault-locked", "the vault is locked, and there is nobody to enter its passphrase",
		"run it on a terminal, set APPREG_VAULT_PASSPHRASE_FILE to a file that holds the passphrase, or APPREG_VAULT_IDENTITY_FILE to your age identities", false},
	StateWrongPassphrase: {"wrong-passphrase", "the vault's passphrase is wrong",
		"enter it again; if it's lost, " + vaultLost, false},
	StateNoKey: {"no-key", "the vault file isn't encrypted for any of your keys",
		"have whoever saved it add your public key: appreg setup --profile NAME --replace --recipient KEY", false},
}
