package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// writeSystemd writes a drop-in for a service. Source: systemd.exec(5), LoadCredentialEncrypted=; systemd-creds(1).
func writeSystemd(in Input) (string, error) {
	var b strings.Builder
	name := "appreg." + in.Profile
	if in.Flow.Proof != catalog.ProofAssertion {
		fmt.Fprintf(&b, "# Once, as root; it reads the %s from its standard input:\n#   systemd-creds encrypt - /etc/credstore.encrypted/%[2]s\n", in.Flow.Secret, name)
	}
	fmt.Fprintf(&b, "[Service]\nEnvironment=APPREG_PROFILE=%s\n", unit(in.Profile))
	if in.Flow.Proof != catalog.ProofAssertion {
		fmt.Fprintf(&b, "LoadCredentialEncrypted=%[1]s:/etc/credstore.encrypted/%[1]s\n", unit(name))
	}
	return b.String(), nil
}
