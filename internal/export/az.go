package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// az is the sign-in of the Azure CLI.
func az(in Input) (string, error) {
	start := fmt.Sprintf("az login --service-principal --username %s --tenant %s --allow-no-subscriptions", shell(in.Registration.ClientID), shell(in.tenant()))
	switch in.flow().Proof {
	case catalog.ProofSecret:
		return start + " --password \"$" + variableSecret + "\"\n", nil
	case catalog.ProofCertificate:
		return start + " --certificate " + shell(in.certificateFile()) + "\n", nil
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return start + " --federated-token \"$(cat \"$" + variableToken + "\")\"\n", nil
}
