package steps

import (
	"strings"

	"appreg/internal/catalog"
)

// startGuide says what will be needed and, once an API is chosen, which host, scope and document belong to it.
func startGuide(a Answers) Guide {
	var g Guide
	_, ok := catalog.Lookup(a.API())
	if err := a.unknown(); err != nil {
		g.tell(do("An answer can't be used: " + err.Error()))
	}
	g.Needs = "You'll need 10 minutes, and someone who can grant admin consent."
	if !ok {
		return g
	}
	t := target(a)
	g.tell(
		note("Sign-in host: "+strings.TrimPrefix(login(a), "https://")),
		note("Scope: "+t.Scope),
		note("API host: "+strings.TrimPrefix(apiHost(a), "https://")),
	)
	if strings.Contains(t.Scope, "//.default") {
		g.tell(note("Keep both slashes in //.default. They're intentional."))
	}
	if t.Note != "" {
		g.tell(note(t.Note))
	}
	g.tell(of(apiOf(a).start, a)...)
	if rule := service(a).Rule(a.Flow()); rule.Allowed && rule.Reason != "" {
		g.tell(note(a.Flow().Info().Title + ": " + rule.Reason))
	}
	g.document(a)
	g.offer("Scope", t.Scope)
	return g
}

// login returns the sign-in host: the cloud's own, or the one that stands in for it.
func login(a Answers) string {
	if a.Overrides.Authority != "" && !a.Simulated {
		return a.Overrides.Authority
	}
	return target(a).Login
}

// document links the API's document.
func (g *Guide) document(a Answers) {
	if service, ok := catalog.Lookup(a.API()); ok {
		g.link("Microsoft's guide", service.Document.URL)
	}
}
