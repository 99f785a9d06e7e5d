package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// m365 is the sign-in of the CLI for Microsoft 365.
func m365(in Input) (string, error) {
	start := func(kind string) string {
		return fmt.Sprintf("m365 login --authType %s --appId %s --tenant %s", kind, shell(in.Registration.ClientID), shell(in.tenant()))
	}
	switch in.flow().Proof {
	case catalog.ProofSecret:
		return start("secret") + " --secret \"$" + variableSecret + "\"\n", nil
	case catalog.ProofCertificate:
		return start("certificate") + " --certificateFile " + shell(in.certificateFile()) + "\n", nil
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return start("federatedIdentity") + "\n", nil
}
