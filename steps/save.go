package steps

import (
	"strconv"
	"strings"

	"appreg/internal/catalog"
)

// Values of KeyStore.
const (
	StoreKeyring = "keyring"
	StoreNone    = "none"
)

// saveFields asks for the profile's name, where to save and whether a password is saved too.
func saveFields(env Env, a Answers) []Field {
	where := []Option{
		{Value: StoreKeyring, Label: "The system's keyring", Hint: "Windows Credential Manager, macOS Keychain or a Secret Service"},
		{Value: StoreNone, Label: "Nowhere", Hint: "the credential is forgotten when appreg ends"},
	}
	fields := []Field{
		{Key: KeyProfile, Kind: Text, Label: "Profile name", Flag: "--profile", Default: env.suggestedProfile(a), Example: "bc-dev",
			Help:   "The name under which commands and scripts find this registration: letters, digits, dots, dashes, underscores.",
			Accept: env.acceptProfile},
		{Key: KeyStore, Kind: Choice, Label: "Save the credential in", Flag: "--store", Options: where, Default: StoreKeyring,
			Help:   "appreg never writes a secret to a file in the clear.",
			Accept: acceptOption("store", where, nil)},
	}
	if a.Flow().SignsInAtPage() {
		fields[1].Label = "Save the sign-in in"
		fields[1].Options[1].Hint = "the sign-in is forgotten when appreg ends"
	}
	if a.Flow() == catalog.Password && a.Get(KeyStore) != StoreNone {
		answers := yesOrNo("it is kept in the keyring; whoever can open the keyring can sign in as the user", "the profile is saved without it, and the password is asked for again")
		fields = append(fields, Field{Key: KeySavePassword, Kind: Choice, Label: "Save the password too", Flag: "--save-password",
			Options: answers, Default: No,
			Help:   "Microsoft advises never to save a user's password.",
			Accept: acceptOption("answer", answers, nil)})
	}
	return fields
}

// suggestedProfile makes a free name of API and tenant, for example business-central-contoso or business-central-contoso-2.
func (e Env) suggestedProfile(a Answers) string {
	tenant, _, _ := strings.Cut(a.Get(KeyTenant), ".")
	if isGUID(tenant) {
		tenant = tenant[:8]
	}
	base := profileName(strings.Trim(string(a.API())+"-"+tenant, "-"))
	name := base
	for n := 2; e.taken(name); n++ {
		end := "-" + strconv.Itoa(n)
		name = base[:min(len(base), 64-len(end))] + end
	}
	return name
}

// saveGuide says what is stored where.
func saveGuide(a Answers) Guide {
	var g Guide
	why := "a secret that the portal shows only once must not be lost to a missing consent."
	if a.Flow().SignsInAtPage() {
		why = "what is missing can be mended later, and checked without entering anything again."
	}
	g.tell(para("Saving keeps what was entered, with the verdict of the last test. It is possible with any verdict: " + why))
	g.tell(storedItem(a)...)
	g.tell(note("The profile index, a file that only you can read, holds names, ids and the verdict: API, cloud, tenant, client ID, flow. No secret."))
	g.offer("Command that shows the profile", "appreg show "+commandName(a.Get(KeyProfile)))
	return g
}

// storedItem says what the keyring item holds.
func storedItem(a Answers) []Block {
	switch a.Flow() {
	case catalog.Browser, catalog.DeviceCode:
		return []Block{
			note("The keyring item holds just a key for cached tokens, and no password."),
			note("The tokens of your sign-in, the refresh token among them, are in a file that is sealed with this key: appreg token needs no sign-in while they last. If nobody has signed in yet, its first run asks for it."),
		}
	case catalog.Password:
		return []Block{note("The keyring item holds the password only if you say so below; without it the item holds just a key for cached tokens.")}
	case catalog.ClientCertificate:
		if keep(a) == "key" {
			return []Block{note("The keyring item holds the certificate's key and a key for cached tokens.")}
		}
		return []Block{note("The keyring item holds the path of the certificate file, its password and a key for cached tokens. The file stays where it is.")}
	default:
		return []Block{note("The keyring item holds the client secret and a key for cached tokens.")}
	}
}

// commandName gives a profile's name inside a command.
func commandName(profile string) string {
	if profile == "" {
		return "NAME"
	}
	return profile
}
