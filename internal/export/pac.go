package export

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// writePac writes a sign-in of Power Platform CLI. Source: Power Platform CLI reference, pac auth create.
func writePac(in Input) (string, error) {
	create := func(proof string) string {
		return strings.NewReplacer("NAME", posix.Word(in.Profile), "CLOUD", in.Target.PacCloud(), "TENANT", posix.Word(in.Tenant), "APP", posix.Word(in.ClientID)).
			Replace("pac auth create --name NAME --cloud CLOUD --tenant TENANT --applicationId APP") + strings.TrimPrefix(proof, "pac auth create")
	}
	switch in.Flow.Proof {
	case catalog.ProofCertificate:
		if in.Certificate == "" {
			return "", errNoFile
		}
		return script(create("pac auth create --certificateDiskPath " + posix.Word(in.Certificate))), nil
	case catalog.ProofAssertion:
		return script(`if [ -n "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]; then`, "  "+create("pac auth create --githubFederated"),
			"else", "  "+create("pac auth create --azureDevOpsFederated"), "fi"), nil
	case catalog.NoProof, catalog.ProofSecret, catalog.ProofPassword, catalog.ProofPage: // others are refused by the table
	}
	return script(create("pac auth create --clientSecret " + variable(in.secretVariable()))), nil
}
