package steps

import (
	"strings"

	"appreg/internal/catalog"
)

// SecretKey is the answer that holds a flow's secret, as a script hands it over; empty where the flow has none.
func SecretKey(flow catalog.Flow) Key { return proofOf(flow).secret }

// credentialFields asks for a flow's credential at the step where it is given.
func credentialFields(at catalog.StepID) func(Env, Answers) []Field {
	return func(env Env, a Answers) []Field {
		if own := proofOf(a.Flow()); own.fields != nil && credentialStep(a.Flow()) == at {
			return own.fields(env, a)
		}
		return nil
	}
}

// tokenFields asks for what the test needs besides the registration: a user's credential, and optionally what the API's
// own call is tried on.
func tokenFields(env Env, a Answers) []Field {
	return append(credentialFields(catalog.StepToken)(env, a), of(apiOf(a).tested, a)...)
}

// credentialStep is where a flow's credential is given: a user's password or sign-in belongs to the test itself.
func credentialStep(flow catalog.Flow) catalog.StepID {
	if flow.SignsInUser() {
		return catalog.StepToken
	}
	return catalog.StepCredential
}

// rotation says whose credential is replaced, and until when the old one counts.
func rotation(flow catalog.FlowInfo, profile string) string {
	what, rest := flow.Credential, ""
	if flow.Who == catalog.Application {
		what, rest = "credential", " Leave it in the portal until then: both work side by side."
	}
	return "This replaces the " + what + " of profile " + profile + ". Until the new one is saved, the profile goes on with the old one." + rest
}

// credentialGuide tells how to make the client secret or upload the certificate.
func credentialGuide(a Answers) Guide {
	var g Guide
	g.inApp(a, "Certificates & secrets")
	own := proofOf(a.Flow())
	if own.made != nil {
		g.tell(own.made(a)...)
	}
	g.offer("Commands that make a certificate", strings.Join(own.commands, "\n"))
	if own.copies != nil {
		g.Copies = append(g.Copies, own.copies(a)...)
	}
	if own := apiOf(a).credential; own != "" {
		g.tell(note(own))
	}
	g.link("Certificates & secrets", page(a, catalog.PageCredentials))
	g.document(a)
	return g
}
