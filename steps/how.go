package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// Values of KeyHow: who makes the app registration.
const (
	HowCreate = "create" // appreg does, with an admin's rights
	HowGuide  = "guide"  // the person, step by step in the portal
	HowExists = "exists" // it's there already
)

// Creates reports whether appreg makes the app registration.
func Creates(a Answers) bool { return a.Get(KeyHow) == HowCreate }

// exists reports whether the app registration is there already.
func exists(a Answers) bool { return a.Get(KeyHow) == HowExists }

// howField asks who makes the app registration.
func howField(a Answers) Field {
	options := []Option{
		{Value: HowGuide, Label: "Guide me through the portal", Hint: "you click, appreg checks"},
		{Value: HowCreate, Label: "Create it for me", Hint: "appreg shows the changes, then makes them", Reason: cannotCreate(a)},
		{Value: HowExists, Label: "I already have one", Hint: "enter its IDs, test it, save it"},
	}
	return Field{Key: KeyHow, Kind: Choice, Label: "The app registration?", Options: options, Default: HowGuide,
		Accept: acceptOption("answer", options, nil)}
}

// cannotCreate says why appreg can't make the app registration; empty if it can.
func cannotCreate(a Answers) string {
	switch {
	case partner(a):
		return "a partner's app is registered in the partner's own tenant"
	case onPremises(a):
		return "appreg doesn't reach your own server"
	}
	return ""
}

// adminFields ask with whose rights it is made.
func adminFields(env Env, a Answers) []Field {
	list := []Field{{Key: KeyAdmin, Kind: Choice, Label: "With whose rights?", Flag: "--admin", Options: env.Admins, Default: firstOffered(env.Admins),
		Help:   "appreg signs in with them, and changes nothing before you agree.",
		Accept: acceptOption("admin source", env.Admins, nil)}}
	if a.Get(KeyAdmin) == AdminSignIn {
		list = append(list, Field{Key: KeyAdminClientID, Kind: Text, Label: "Client ID to sign in with", Flag: "--admin-client-id", Example: "11111111-2222-3333-4444-555555555555",
			Help:   "An app registration of your own tenant with the permissions that the changes need.",
			Accept: acceptClientID})
	}
	return list
}

// AdminSignIn is the value of KeyAdmin with which a person signs in.
const AdminSignIn = "sign-in"

func firstOffered(options []Option) string {
	for _, o := range options {
		if o.Reason == "" {
			return o.Value
		}
	}
	return ""
}

// createFields ask for what a registration that appreg makes is tested with, and where its credential is kept: a secret is
// saved as soon as it is made.
func createFields(env Env, a Answers) []Field {
	var whose []Field
	if a.Flow().Info().Proof == catalog.ProofAssertion {
		whose = credentialFields(catalog.StepCredential)(env, a)
		for i := range whose {
			whose[i].Optional = whose[i].Optional && (whose[i].Key != KeyWorkload || assertionOf(a).From != registration.FromPlatform)
		}
	}
	return append(append(whose, tokenFields(env, a)...), saveFields(env, a)...)
}

// createGuide says what comes next.
func createGuide(a Answers) Guide {
	var g Guide
	g.tell(
		para("Press Enter. appreg reads the tenant and shows what it would change."),
		note("Nothing is changed before you agree, and it can be taken back."),
		note("A secret goes straight into "+placeWord(a)+". It's never shown."),
	)
	g.document(a)
	g.offer("Command that does the same", "appreg setup --create --api "+string(a.API())+" --flow "+string(a.Flow())+" --tenant "+a.Get(KeyTenant)+" --admin "+a.Get(KeyAdmin))
	return g
}
