package export

import (
	"fmt"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// writePac writes a sign-in of Power Platform CLI. Source: Power Platform CLI reference, pac auth create.
func writePac(in Input) (string, error) {
	create := func(option string) string {
		return fmt.Sprintf("pac auth create --name %s --cloud %s --tenant %s --applicationId %s --%s",
			posix.Word(in.Profile), in.Target.PacCloud(), posix.Word(in.Tenant), posix.Word(in.ClientID), option)
	}
	switch in.Flow.Proof {
	case catalog.ProofCertificate:
		return script(create("certificateDiskPath " + posix.Word(in.Certificate))), nil
	case catalog.ProofAssertion:
		return script(`if [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]; then`, "  "+create("githubFederated"),
			"else", "  "+create("azureDevOpsFederated"), "fi"), nil
	case catalog.NoProof, catalog.ProofSecret, catalog.ProofPassword, catalog.ProofPage: // others are refused by the table
	}
	return script(create("clientSecret " + variable(in.secretVariable()))), nil
}
