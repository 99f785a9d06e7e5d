package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// tokenGuide shows the request and says what will happen and what the answer holds.
func tokenGuide(a Answers) Guide {
	var g Guide
	g.tell(whatHappens(a)...)
	g.tell(code(TokenRequest(a)))
	g.tell(beforeToken(a)...)
	g.tell(tokenAnswer(a)...)
	if a.API() == catalog.BusinessCentral && a.Flow() != "" && a.Flow().SignsInUser() {
		if deployment(a) == registration.OnPremises {
			g.tell(onPremises()...)
		}
		g.dutyNotes(a)
	}
	if a.API() == catalog.LCS {
		g.dutyNotes(a)
		g.link("Lifecycle Services", target(a).ProductPortal)
	}
	g.document(a)
	g.offer("The request", TokenRequest(a))
	g.offer("Scope", target(a).Scope)
	return g
}

// whatHappens says what the test does, and what the person does meanwhile.
func whatHappens(a Answers) []Block {
	switch a.Flow() {
	case catalog.Browser:
		return []Block{
			para("The test opens Entra's sign-in page in this machine's browser and shows the page's address as well."),
			do("Sign in there with the right account, and accept the permissions if you are asked."),
			do("Come back here when the page says so. appreg waits for five minutes; you can cancel at any time."),
			para("These are the requests. Nothing else is changed anywhere."),
		}
	case catalog.DeviceCode:
		return []Block{
			para("The test shows a code and the page to enter it on, on this or any other device."),
			do("Open the page, enter the code, sign in with the right account and continue when the page names your application."),
			do("Come back here: appreg asks Entra in the meantime until you are done or the code has expired, as a rule after 15 minutes. You can cancel at any time."),
			para("These are the requests. Nothing else is changed anywhere."),
		}
	default:
		return []Block{para("appreg sends this request now, as the document has it, and shows what it finds. Nothing else is changed anywhere.")}
	}
}

// dutyNotes tells the duty of a flow whose document has no step for it.
func (g *Guide) dutyNotes(a Answers) {
	for _, d := range duties(a) {
		g.tell(note(d.Title + ": " + strings.Join(d.Steps, " ")))
	}
}

// beforeToken says what must be true for the request to succeed.
func beforeToken(a Answers) []Block {
	const pkce = "No secret and no password pass through appreg: you sign in at Entra's own page."
	switch {
	case a.Flow() == catalog.Password:
		return []Block{warn("The step \"Allow public client flows\" must be done, and the account must not need multi-factor authentication. After ten wrong passwords Entra locks the account for a minute: appreg never repeats a password by itself.")}
	case a.Flow() == catalog.Browser:
		return []Block{
			warn("The redirect URI " + redirectURI(a) + " must be registered under **Mobile and desktop applications**. If it is not, the browser shows AADSTS50011 and never comes back: cancel here, register it and test again."),
			note(pkce + " On a machine without a browser, for example over SSH, take a device code instead."),
		}
	case a.Flow() == catalog.DeviceCode:
		return []Block{
			warn("The step \"Allow public client flows\" must be done. Where a policy blocks device codes, only the page says so while appreg goes on waiting: cancel then, and use the browser flow."),
			note(pkce + " Never enter a code that somebody else sent you."),
		}
	case a.API() == catalog.PowerPlatform || a.API() == catalog.PowerApps:
		return []Block{warn("Entra gives the application a token in any case; the API accepts it only once the application has its rights in Power Platform (the step before this).")}
	case a.API() == catalog.BusinessCentral:
		text := "Business Central accepts the token where the application's card is enabled."
		if deployment(a) == registration.OnPremises {
			text += " On-premises servers are not called by the test."
		}
		return []Block{note(text)}
	default:
		return nil
	}
}

// tokenAnswer explains the fields of the answer, as the documents show it.
func tokenAnswer(a Answers) []Block {
	blocks := []Block{fact("token_type", "Bearer: whoever holds the token may use it")}
	if a.Flow() != "" && a.Flow().SignsInUser() {
		blocks = append(blocks, fact("scope", "the permissions that were granted, for example "+sampleScope(a)))
	} else {
		blocks = append(blocks, fact("scope", "absent: an application's token holds no delegated permissions"))
	}
	blocks = append(blocks,
		fact("expires_in", "seconds until it ends, 60 to 90 minutes as a rule"),
		fact("ext_expires_in", "the same; longer where a token may be used on while Entra is out of service"),
		fact("access_token", "the token: sent as the header Authorization: Bearer <token> with each call to "+strings.TrimPrefix(apiHost(a), "https://")),
	)
	if a.Flow().SignsInAtPage() {
		blocks = append(blocks, fact("refresh_token", "stands for the sign-in: with it appreg token gets the next token without asking anybody"))
	}
	return blocks
}

// sampleScope is a granted scope in the form in which the answer names it.
func sampleScope(a Answers) string {
	_, wanted := addedPermissions(a)
	if len(wanted) == 0 {
		return target(a).Scope
	}
	return strings.TrimSuffix(target(a).Scope, ".default") + wanted[0].Name
}
