package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
)

// lcs follows "Database movement API, Authentication".
func lcs() api {
	return api{
		id:   catalog.LCS,
		hint: "database movement; needs a user account",
		start: func(Answers) []Block {
			return []Block{
				note("Only users can sign in to Lifecycle Services; apps and managed identities can't."),
				note("Other geographies have their own hosts. Choose the region under options."),
				note("New customers can't create Lifecycle Services projects since February 2026. Use the Power Platform API instead."),
			}
		},
		permissions: func(_ Answers, consent Block) []Block {
			return []Block{
				note("Delegated permissions only: the app acts with the user's rights."),
				consent,
			}
		},
		token: func(g *Guide, a Answers) {
			g.dutyNotes(a)
			g.link(service(a).Portal, target(a).ProductPortal)
		},
		tested: func(Answers) []Field {
			return []Field{{Key: KeyProject, Kind: Text, Label: "Project ID", Flag: "--project", Optional: true, Example: "1234567",
				Help:   "The number in the project's address.",
				Accept: acceptProject}}
		},
	}
}

var (
	projectShape = pattern.Lazy(`^[0-9]{1,12}$`)
	projectInURL = pattern.Lazy(`(?i)(?:/|projectid=)([0-9]{3,12})(?:[/?&#]|$)`)
)

// acceptProject takes the id of a Lifecycle Services project: digits, as in the address of the project's page.
func acceptProject(_ Answers, raw string) (Accepted, *Problem) {
	text := tidy(raw).text
	if projectShape.Regexp().MatchString(text) {
		return Accepted{Value: text}, nil
	}
	if found := projectInURL.Regexp().FindStringSubmatch(text); found != nil && strings.Contains(text, "/") {
		return Accepted{Value: found[1], Note: "project id " + found[1] + " taken from the link"}, nil
	}
	return Accepted{}, &Problem{Message: "a project id is a number", Fix: "it's the last number in the address of the project's page in Lifecycle Services"}
}
