package steps

import (
	"cmp"
	"strings"

	"appreg/internal/catalog"
)

// tokenGuide says what the test does and what the person does meanwhile; the request is one key away.
func tokenGuide(a Answers) Guide {
	var g Guide
	g.tell(whatHappens(a.Flow().Info())...)
	g.tell(beforeToken(a)...)
	g.tell(Block{Kind: Code, Text: TokenRequest(a), Extra: true})
	g.tell(tokenAnswer(a)...)
	g.add(apiOf(a).token, a)
	g.document(a)
	g.offer("The request", TokenRequest(a))
	g.offer("Scope", target(a).Scope)
	return g
}

// whatHappens says what the test does, and what the person does meanwhile.
func whatHappens(flow catalog.FlowInfo) []Block {
	list := []Block{do(cmp.Or(flow.Test, "Press Enter. appreg requests a token and calls the API once. It doesn't change anything."))}
	for _, text := range flow.Meanwhile {
		list = append(list, do(text))
	}
	return list
}

// dutyNotes tells the duty of a flow whose document has no step for it.
func (g *Guide) dutyNotes(a Answers) {
	for _, d := range duties(a) {
		g.tell(note(d.Title + ": " + strings.Join(d.Steps, " ")))
	}
}

// beforeToken says what must be true for the request to succeed, or for its token to be of use.
func beforeToken(a Answers) []Block {
	flow := a.Flow().Info()
	var list []Block
	if needsPublicClient(a) && flow.Who == catalog.User {
		list = append(list, note("**Allow public client flows** must be on."))
	}
	if flow.Warning != "" {
		list = append(list, note(flow.Warning))
	}
	if flow.Note != "" {
		list = append(list, note(flow.Note))
	}
	if flow.Who == catalog.Application {
		list = append(list, of(apiOf(a).beforeToken, a)...)
	}
	return list
}

// tokenAnswer explains the fields of the answer, as the documents show it.
func tokenAnswer(a Answers) []Block {
	scope := "absent: an app's token holds no delegated permissions"
	if a.Flow().SignsInUser() {
		scope = "the permissions granted, for example " + sampleScope(a)
	}
	list := []Block{
		note("token_type: Bearer. Whoever holds the token can use it."),
		note("scope: " + scope),
		note("expires_in: seconds until it ends, usually 60 to 90 minutes. ext_expires_in: longer where it may be used during an outage."),
		note("access_token: send it as Authorization: Bearer <token> to " + strings.TrimPrefix(apiHost(a), "https://")),
	}
	if a.Flow().SignsInAtPage() {
		list = append(list, note("refresh_token: stands for your sign-in, so that appreg token needs nobody."))
	}
	return list
}

// sampleScope is a granted scope in the form in which the answer names it.
func sampleScope(a Answers) string {
	_, wanted := addedPermissions(a)
	if len(wanted) == 0 {
		return target(a).Scope
	}
	return strings.TrimSuffix(target(a).Scope, ".default") + wanted[0].Name
}
