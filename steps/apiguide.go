package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// startGuide says what will happen and, once an API is chosen, which host, scope and document belong to it.
func startGuide(a Answers) Guide {
	var g Guide
	service, ok := catalog.Lookup(a.API())
	if !ok {
		g.tell(para("appreg walks you through the app registration that one of four Microsoft APIs needs, tests it with a real token and saves the credential. Answers are kept when you go back."))
		return g
	}
	t := target(a)
	g.tell(
		para("The steps follow the document \""+service.Document.Title+"\"."),
		fact("Sign-in host", strings.TrimPrefix(login(a), "https://")),
		fact("Scope", t.Scope),
		fact("API host", strings.TrimPrefix(apiHost(a), "https://")),
	)
	if strings.Contains(t.Scope, "//.default") {
		g.tell(note("The two slashes in the scope are meant: the API's identifier ends in a slash. appreg sends it unchanged."))
	}
	if t.Note != "" {
		g.tell(note(t.Note))
	}
	switch service.API {
	case catalog.LCS:
		g.tell(
			note("Only users can sign in to Lifecycle Services. An application or a managed identity with rights of its own is not supported."),
			note("Another geography, and the US government and China, have hosts and scopes of their own: they follow from the region."),
		)
	case catalog.PowerPlatform:
		g.tell(note("A user and an application get their token in different ways: choose who signs in."))
	case catalog.BusinessCentral:
		g.tell(businessCentralStart(a)...)
	}
	g.link("Document: "+service.Document.Title, service.Document.URL)
	g.offer("Scope", t.Scope)
	return g
}

// businessCentralStart tells when service-to-service sign-in fits and since which versions there is one
// (Business Central, S2S: introduction and "Feature availability").
func businessCentralStart(a Answers) []Block {
	blocks := []Block{note("An application that signs in as itself (service to service, client credentials) suits integrations that run unattended. A user's sign-in can be made to ask for multi-factor authentication at any time, and the integration then stops.")}
	if a.Flow() != "" && a.Flow().SignsInUser() {
		return blocks
	}
	for _, row := range catalog.BusinessCentralVersions() {
		since := row.Online + " (online)"
		if deployment(a) == registration.OnPremises {
			since = row.OnPremises + " (on-premises)"
		}
		blocks = append(blocks, fact(strings.TrimPrefix(row.API, "Business Central "), "since "+since))
	}
	return blocks
}

// login gives the sign-in host: the cloud's own, or the one that stands in for it.
func login(a Answers) string {
	if a.Overrides.Authority != "" {
		return a.Overrides.Authority
	}
	return target(a).Login
}

// document links the API's document.
func (g *Guide) document(a Answers) {
	if service, ok := catalog.Lookup(a.API()); ok {
		g.link("Document: "+service.Document.Title, service.Document.URL)
	}
}
