package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// tokenFields asks for what the test needs besides the registration: user name and password in the password flow, who
// will sign in where a person does, and optionally what the API's own call is tried on.
func tokenFields(a Answers) []Field {
	fields := userFields(a)
	switch {
	case a.API() == catalog.BusinessCentral && deployment(a) == registration.Online:
		fields = append(fields, Field{Key: KeyEnvironments, Kind: Text, Label: "Environments", Flag: "--environment", Optional: true, Example: "Production",
			Help:   "Optional: names of environments in which the companies are read as a test, separated by commas.",
			Accept: acceptEnvironments})
	case a.API() == catalog.LCS:
		fields = append(fields, Field{Key: KeyProject, Kind: Text, Label: "Project id", Flag: "--project", Optional: true, Example: "1234567",
			Help:   "Optional: the project whose backups are listed as a test. It is the number in the project's address.",
			Accept: acceptProject})
	}
	return fields
}

// userFields asks for the user. The password flow cannot do without; at a page of Entra's the name is a hint, and is
// compared with who signed in.
func userFields(a Answers) []Field {
	name := Field{Key: KeyUsername, Kind: Text, Label: "User name", Flag: "--username", Example: "jan@contoso.com", Accept: acceptUsername}
	switch {
	case a.Flow() == catalog.Password:
		name.Check = CheckUser
		name.Help = "The user principal name of a work account of this tenant, without multi-factor authentication."
		return []Field{name, {Key: KeyPassword, Kind: Masked, Label: "Password", Flag: "--secret-stdin",
			Help:   "Sent once for each test that you start, to Entra only. Saved only if you say so later.",
			Accept: acceptPassword}}
	case a.Flow().SignsInAtPage():
		name.Optional, name.Label = true, "Who will sign in"
		name.Help = "Optional: the user principal name. The test then looks whether it was this account that signed in."
		return []Field{name}
	default:
		return nil
	}
}
