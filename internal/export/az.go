package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// script puts lines behind the beginning of a POSIX shell script.
func script(lines ...string) string { return "#!/bin/sh\nset -eu\n" + strings.Join(lines, "\n") + "\n" }

// variable is a shell's reference to a variable, which ends the script with a message where it isn't set.
func variable(name string) string { return fmt.Sprintf(`"${%s:?}"`, name) }

// tokenFile is a shell's reference to the content of the file with another issuer's token.
func (in Input) tokenFile() string {
	if in.Assertion != "" {
		return `"$(cat ` + posix.Word(in.Assertion) + `)"`
	}
	return `"$(cat ` + variable("AZURE_FEDERATED_TOKEN_FILE") + `)"`
}

// writeAz writes a sign-in of Azure CLI.
func writeAz(in Input) (string, error) {
	option, value := "", ""
	switch in.Flow.Proof {
	case catalog.ProofSecret:
		option, value = "password", variable(in.secretVariable())
	case catalog.ProofCertificate:
		option, value = "certificate", posix.Word(in.Certificate)
	case catalog.ProofAssertion:
		option, value = "federated-token", in.tokenFile()
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage: // refused by the table
	}
	return script("az cloud set --name "+in.Target.AzCloud(), fmt.Sprintf("az login --service-principal --username %s --tenant %s --allow-no-subscriptions --%s %s",
		posix.Word(in.ClientID), posix.Word(in.Tenant), option, value)), nil
}
