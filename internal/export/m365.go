package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// writeM365 writes a sign-in of CLI for Microsoft 365. Source: its reference, m365 login.
func writeM365(in Input) (string, error) {
	login := fmt.Sprintf("m365 login --appId %s --tenant %s --authType ", shell(in.ClientID), shell(in.Tenant))
	switch in.Flow.Proof {
	case catalog.ProofSecret:
		login += "secret --secret " + variable(in.secretVariable())
	case catalog.ProofCertificate:
		if in.Certificate == "" {
			return "", errNoFile
		}
		login += "certificate --certificateFile " + shell(in.Certificate)
	case catalog.ProofAssertion:
		login += "federatedIdentity"
	case catalog.ProofPage:
		if in.Flow.RedirectURI != "" {
			login += "browser"
		} else {
			login += "deviceCode"
		}
	case catalog.NoProof, catalog.ProofPassword: // refused by the table
	}
	return script(login), nil
}
