package steps

import (
	"strings"

	"appreg/internal/catalog"
)

// nextCommand is a command that is of use after saving. NAME in Line stands for the profile.
type nextCommand struct {
	What     string
	Line     string
	Asks     bool // needs the password, so it asks for one that was not saved
	Replaces bool // puts another credential in: where a person signs in there is none
}

// nextCommands lists them in the order in which they are shown; the first two are what most people need.
var nextCommands = []nextCommand{
	{What: "Get a token", Line: "appreg token NAME", Asks: true},
	{What: "Check it again", Line: "appreg check NAME", Asks: true},
	{What: "Show what was saved", Line: "appreg show NAME"},
	{What: "List all profiles", Line: "appreg list"},
	{What: "Replace the credential", Line: "appreg setup --profile NAME --replace", Replaces: true},
}

// shownFirst is how many of the commands are what most people need.
const shownFirst = 2

// Works says what a profile can do that is saved and ready: what it calls, as whom, and until when.
func Works(a Answers, until string) []Block {
	who := "app " + a.Get(KeyClientID)
	if name := a.Get(KeyAppName); name != "" {
		who = "app " + name
	}
	if user := a.Get(KeyUsername); a.Flow().SignsInUser() {
		who = strings.TrimSpace("you " + user)
	}
	return []Block{fact("Calls", service(a).Title+" in "+a.Get(KeyTenant)), fact("Signs in", "as "+who), fact("Until", until)}
}

// TopCommands are the commands that most people need next, with what they do.
func TopCommands(a Answers, profile string) []Copy {
	guide := AfterSave(a, profile)
	return guide.Copies[:min(shownFirst, len(guide.Copies))]
}

// AfterSave says what to do next. profile is empty if nothing was saved.
func AfterSave(a Answers, profile string) Guide {
	var g Guide
	if profile == "" {
		g.tell(para("Nothing was saved."))
	}
	unsaved := a.Flow().Info().SavedIfTold && a.Get(KeySavePassword) != Yes
	for i, c := range nextCommands {
		if profile == "" || c.Replaces && a.Flow().SignsInAtPage() {
			continue
		}
		what, line := c.What, strings.ReplaceAll(c.Line, "NAME", profile)
		switch {
		case unsaved && c.Asks:
			what += " (asks for the password)"
		case unsaved && c.Replaces:
			what, line = "Save the password after all", line+" --save-password"
		}
		g.tell(Block{Kind: Fact, Label: what, Text: line, Extra: i >= shownFirst})
		g.offer(what, line)
	}
	if profile != "" && unsaved {
		g.tell(note("The password isn't saved. appreg token and appreg check ask for it on a terminal; a script sets " + a.Flow().Info().Variable + " and gives the flags of appreg setup instead of the name."))
	}
	if profile != "" && a.Flow().SignsInAtPage() {
		g.tell(note("appreg token needs nobody while the sign-in lasts. Then it asks again on a terminal."))
	}
	g.tell(note("Send the token as Authorization: Bearer <token> to " + apiHost(a) + "."))
	g.add(apiOf(a).next, a)
	if a.Get(KeySecretExpires) != "" && a.Flow().Info().Proof == catalog.ProofSecret {
		g.tell(note("The client secret ends on " + a.Get(KeySecretExpires) + ". Create the new one before: both work side by side."))
	}
	g.document(a)
	return g
}

// apiHost returns the address that calls go to: the cloud's own, the one that stands in for it, or the server on-premises.
func apiHost(a Answers) string {
	switch {
	case a.Overrides.APIURL != "" && !a.Simulated:
		return a.Overrides.APIURL
	case onPremises(a):
		return apiOf(a).server
	default:
		return target(a).APIURL
	}
}
