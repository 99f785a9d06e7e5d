package catalog

const (
	switchTitle   = "Allow public client flows"
	redirectTitle = "Add the redirect URI"
	requestTitle  = "Test it"
)

// credentialTitle is the title of the step in which the app gets its credential.
func credentialTitle(flow FlowInfo) string {
	switch flow.Proof {
	case ProofCertificate:
		return "Upload a certificate"
	case ProofAssertion:
		return "Add a federated credential"
	case NoProof, ProofPassword, ProofSecret, ProofPage:
	}
	return "Create a client secret"
}

// Notes on steps that the documents describe for user name and password only.
const (
	redirectInstead = "Microsoft's guide sets a switch here, for user name and password. The browser needs a redirect URI instead."
	switchAsWell    = "Microsoft's guide sets this switch for user name and password. A device code needs it too."
	sameToken       = "Microsoft's guide shows user name and password. This sign-in method gets the same token."
)
