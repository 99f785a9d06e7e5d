package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// kubernetes is a service account for workload identity, or a secret of the variables.
func kubernetes(in Input) (string, error) {
	name := strings.Trim(strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(identifier(in.Profile), "app_"), "_", "-")), "-")
	if in.flow().Proof == catalog.ProofAssertion {
		return fmt.Sprintf("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: %s\n  annotations:\n    azure.workload.identity/client-id: %s\n    azure.workload.identity/tenant-id: %s\n",
			quoted(name), quoted(in.Registration.ClientID), quoted(in.tenant())), nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\ntype: Opaque\nstringData:\n", quoted(name))
	for _, s := range in.settings() {
		if s.ref {
			text.WriteString("  # Put the client secret in here, or let your secret operator do it.\n")
		}
		fmt.Fprintf(&text, "  %s: %s\n", s.name, quoted(s.value))
	}
	return text.String(), nil
}
