package export

import (
	"errors"
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// errNoFile says that a tool wants the certificate as a file and the profile has none.
var errNoFile = errors.New("the certificate is kept as a key, and the tool wants its file")

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
	account := posix.Word(in.ClientID) + " --tenant " + posix.Word(in.Tenant)
	login := ""
	switch in.Flow.Proof {
	case catalog.ProofSecret:
		login = "az login --service-principal --username " + account + " --allow-no-subscriptions --password " + variable(in.secretVariable())
	case catalog.ProofCertificate:
		if in.Certificate == "" {
			return "", errNoFile
		}
		login = "az login --service-principal --username " + account + " --allow-no-subscriptions --certificate " + posix.Word(in.Certificate)
	case catalog.ProofAssertion:
		login = "az login --service-principal --username " + account + " --allow-no-subscriptions --federated-token " + in.tokenFile()
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage: // refused by the table
	}
	return script("az cloud set --name "+in.Target.AzCloud(), login), nil
}
