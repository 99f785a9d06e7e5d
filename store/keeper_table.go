package store

import "strings"

// keeper is a program that keeps secrets on a desktop, and how a person unlocks them there.
type keeper struct {
	begins string // the name of its process does
	name   string // for people; completes "the window of "
	unlock string // what to do
}

// keepers are the programs that are known, by their processes' names as Linux cuts them (15 bytes).
var keepers = []keeper{
	{"gnome-keyring", "GNOME Keyring", "unlock it in Passwords and Keys (Seahorse); without a desktop, run: " +
		`printf %s "$PASSWORD" | gnome-keyring-daemon --replace --unlock (printf, not echo: a line end would count as part of the password; typed by hand, end it with Ctrl+D twice, not with Enter)`},
	{"kwalletd", "KWallet", "open the wallet in KWalletManager"},
	{"ksecretd", "KWallet", "open the wallet in KWalletManager"},
	{"keepassxc", "KeePassXC", "unlock the database in KeePassXC, and allow the access that it asks about"},
}

// keeperOf is the program with that process name; one that is not known has no name.
func keeperOf(process string) keeper {
	for _, k := range keepers {
		if process != "" && strings.HasPrefix(process, k.begins) {
			return k
		}
	}
	return keeper{name: "your keyring program", unlock: "unlock it in your keyring program"}
}
