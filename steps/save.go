package steps

import (
	"strconv"
	"strings"

	"appreg/internal/pattern"
)

// Values of KeyStore.
const (
	StoreKeyring = "keyring"
	StoreVault   = "vault"
	StoreExec    = "exec:" // with the name of a helper behind it
	StoreNone    = "none"
)

// saveFields asks for the profile's name, where to save, what that place has to be told, and whether a password is saved too.
func saveFields(env Env, a Answers) []Field {
	fields := []Field{
		{Key: KeyProfile, Kind: Text, Label: "Profile name", Flag: "--profile", Default: env.suggestedProfile(a), Example: "bc-dev",
			Help:   "Letters, digits, dots, dashes and underscores.",
			Accept: env.acceptProfile},
		storeField(env, a),
	}
	if a.Get(KeyStore) == StoreVault {
		fields = append(fields, vaultFields(env)...)
	}
	if a.Flow().Info().SavedIfTold && a.Get(KeyStore) != StoreNone {
		answers := yesOrNo("whoever opens "+placeWord(a)+" can sign in as the user", "appreg asks for it again")
		fields = append(fields, Field{Key: KeySavePassword, Kind: Choice, Label: "Save the password too", Flag: "--save-password",
			Options: answers, Default: No, Advanced: true,
			Help:   "Microsoft advises against saving a password.",
			Accept: acceptOption("answer", answers, nil)})
	}
	return fields
}

// storeField asks where to save. The keyring is the default where there is one; without one it is a question, because
// nothing is saved elsewhere without being asked.
func storeField(env Env, a Answers) Field {
	where := []Option{
		{Value: StoreKeyring, Label: "The system's keyring", Hint: "Windows Credential Manager, macOS Keychain or a Secret Service", Reason: env.StoreFault},
		{Value: StoreVault, Label: "An encrypted vault", Hint: "a file that only your passphrase opens"},
		{Value: StoreNone, Label: "Nowhere", Hint: "the credential is forgotten when appreg ends"},
	}
	f := Field{Key: KeyStore, Kind: Choice, Label: "Save the credential in", Flag: "--store", Options: where, Default: StoreKeyring, Advanced: true,
		Help: "appreg never writes a secret to a plain file."}
	if env.StoreFault != "" {
		f.Default, f.Undecided = "", true
	}
	f.Advanced = env.StoreFault == "" && a.Get(KeyStore) != StoreVault
	if a.Flow().SignsInAtPage() {
		f.Label = "Save the sign-in in"
		f.Options[2].Hint = "the sign-in is forgotten when appreg ends"
	}
	if name, is := strings.CutPrefix(a.Get(KeyStore), StoreExec); is {
		f.Options = append(f.Options, Option{Value: a.Get(KeyStore), Label: "The store " + name, Hint: "the program appreg-store-" + name + " keeps it"})
	}
	f.Accept = acceptStore(f.Options)
	return f
}

// helperShape is the name of a helper, as the store takes it.
var helperShape = pattern.Lazy(`^[a-z0-9][a-z0-9-]{0,31}$`)

// acceptStore takes one of the options, or exec: with the name of a helper.
func acceptStore(options []Option) func(Answers, string) (Accepted, *Problem) {
	return func(a Answers, raw string) (Accepted, *Problem) {
		name, is := strings.CutPrefix(strings.TrimSpace(raw), StoreExec)
		if !is {
			accepted, problem := acceptOption("store", options, nil)(a, raw)
			if problem != nil {
				problem.Fix += "; a program of yours: exec:NAME"
			}
			return accepted, problem
		}
		if !helperShape.Regexp().MatchString(name) {
			return Accepted{}, &Problem{Message: "that isn't the name of a helper", Fix: "use exec:NAME for the program appreg-store-NAME, whose name has a-z, 0-9 and -"}
		}
		return Accepted{Value: StoreExec + name}, nil
	}
}

// AcceptStore takes the name of a place to save in, as the question where to save does.
func AcceptStore(raw string) (string, *Problem) {
	f := storeField(Env{}, Answers{})
	accepted, problem := f.Accept(Answers{}, raw)
	return accepted.Value, problem
}

// storeOpen stands for a place that is still to be chosen, in what is told: nothing takes it for an answer.
const storeOpen = "undecided"

// placeWord is the place that the answers name, inside a sentence.
func placeWord(a Answers) string {
	name, helper := strings.CutPrefix(a.Get(KeyStore), StoreExec)
	switch {
	case helper:
		return "the store " + name
	case a.Get(KeyStore) == StoreVault:
		return "the vault"
	case a.Get(KeyStore) == storeOpen:
		return "the place that you choose"
	}
	return "the keyring"
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
	if a.Get(KeyStore) == StoreNone {
		g.tell(note("Nothing is saved: appreg forgets it when it ends."))
		return g
	}
	for _, text := range of(proofOf(a.Flow()).stored, a) {
		place := placeWord(a)
		g.tell(note(strings.ToUpper(place[:1]) + place[1:] + " " + text))
	}
	g.tell(note("A file that only you can read holds the rest: names, IDs, the last result. No secret."))
	g.offer("Command that shows the profile", "appreg show "+commandName(a.Get(KeyProfile)))
	return g
}

// commandName returns a profile's name inside a command.
func commandName(profile string) string {
	if profile == "" {
		return "NAME"
	}
	return profile
}
