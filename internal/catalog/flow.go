package catalog

import "slices"

// Caller is who signs in. Rights, calls and what a refusal means depend on it.
type Caller int

// The callers. AnyCaller stands in rows that hold for both.
const (
	AnyCaller   Caller = iota
	User               // delegated permissions: the application acts with the user's rights
	Application        // the application signs in as itself
)

// Proof is what proves who signs in: the kind of a credential.
type Proof int

// The proofs.
const (
	NoProof Proof = iota // of a flow that does not exist
	ProofPassword
	ProofSecret
	ProofCertificate
	ProofPage      // the user signs in at a page of Entra's: no credential passes through appreg
	ProofAssertion // a token of another issuer, fetched anew for each request: there is no secret to keep
)

// FlowInfo is a flow: what a person reads who has to choose one, what it asks of the registration, and what is sent.
type FlowInfo struct {
	Flow  Flow
	Title string
	Hint  string

	Instead string // the offer to change to it after another flow's test did not end well

	Who         Caller
	Proof       Proof
	Credential  string // what Proof is called
	Variable    string // the environment variable that hands over the secret; empty where there is none
	Secret      string // what the variable holds
	SavedIfTold bool   // the credential is saved only if the person says so
	SentOnce    bool   // appreg never repeats it by itself: Entra counts wrong attempts
	ShownOnce   bool   // the portal shows the credential once, so that it is lost if it is not saved

	PublicClient  bool   // "Allow public client flows" must be on
	SwitchNote    string // why
	SwitchWarning string // where the switch does not help
	RedirectURI   string // must be registered under Mobile and desktop applications; empty if none is needed

	Test      string   // how the test begins, where it does not just send its request
	Meanwhile []string // what the person does then
	Warning   string   // what must be true for the request to succeed, and what goes wrong otherwise
	Note      string
	Requests  []Exchange
}

// Endpoint is an address at the login host.
type Endpoint int

// The endpoints.
const (
	AtToken Endpoint = iota
	AtDeviceCode
	AtAuthorize // a page that a browser opens
)

// Exchange is one of a flow's requests as the documents print it.
type Exchange struct {
	When string // when it is sent, where a flow has several
	To   Endpoint
	Form []string // parameters in the documents' order; values in braces are filled in, see steps
}

// LoopbackRedirect is the redirect URI of programs that sign in through the system's browser. Entra ignores the port
// of the address that the browser comes back to (Redirect URI restrictions and limitations, "Localhost exceptions").
const LoopbackRedirect = "http://localhost"

// Flows returns the flows in the order in which they are offered. What its rows hold must not be changed.
func Flows() []FlowInfo { return slices.Clone(flows) }

// LookupFlow describes a flow; false if there is no such flow.
func LookupFlow(f Flow) (FlowInfo, bool) {
	if i := slices.IndexFunc(flows, func(info FlowInfo) bool { return info.Flow == f }); i >= 0 {
		return flows[i], true
	}
	return FlowInfo{}, false
}

// Info returns the flow's row; that of a flow that does not exist is empty.
func (f Flow) Info() FlowInfo {
	info, _ := LookupFlow(f)
	return info
}

// FlowBy returns the first flow that proves itself with p; empty if none does.
func FlowBy(p Proof) Flow {
	if i := slices.IndexFunc(flows, func(info FlowInfo) bool { return info.Proof == p }); i >= 0 {
		return flows[i].Flow
	}
	return ""
}

// SignsInUser reports whether a user signs in (delegated permissions); otherwise the application itself does.
func (f Flow) SignsInUser() bool { return f.Info().Who == User }

// SignsInAtPage reports whether the user signs in at a page of Entra's, in a browser.
func (f Flow) SignsInAtPage() bool { return f.Info().Proof == ProofPage }
