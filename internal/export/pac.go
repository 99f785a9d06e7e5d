package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// writePac writes a sign-in of Power Platform CLI. Source: Power Platform CLI reference, pac auth create.
func writePac(in Input) (string, error) {
	create := fmt.Sprintf("pac auth create --name %s --cloud %s --tenant %s --applicationId %s", shell(in.Profile), in.Target.PacCloud(), shell(in.Tenant), shell(in.ClientID))
	switch in.Flow.Proof {
	case catalog.ProofSecret:
		create += " --clientSecret " + variable(in.secretVariable())
	case catalog.ProofCertificate:
		if in.Certificate == "" {
			return "", errNoFile
		}
		create += " --certificateDiskPath " + shell(in.Certificate)
	case catalog.ProofAssertion:
		return script(`if [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]; then`, "  "+create+" --githubFederated", "else", "  "+create+" --azureDevOpsFederated", "fi"), nil
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage: // refused by the table
	}
	return script(create), nil
}
