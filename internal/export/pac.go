package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// pac is the sign-in of the Power Platform CLI.
func pac(in Input) (string, error) {
	start := fmt.Sprintf("pac auth create --name %s --tenant %s --applicationId %s", shell(in.Profile), shell(in.tenant()), shell(in.Registration.ClientID))
	switch in.flow().Proof {
	case catalog.ProofSecret:
		return start + " --clientSecret \"$" + variableSecret + "\"\n", nil
	case catalog.ProofCertificate:
		return start + " --certificateDiskPath " + shell(in.certificateFile()) + "\n", nil
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return start + " --githubFederated\n", nil
}
