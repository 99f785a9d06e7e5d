package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// writeKubernetes writes a Secret where the value is given, a ServiceAccount of workload identity for another issuer's
// token, else a ConfigMap. Source: Kubernetes API, core/v1; Azure Workload Identity, Service account labels and annotations.
func writeKubernetes(in Input) (string, error) {
	var b strings.Builder
	if in.Flow.Proof == catalog.ProofAssertion {
		b.WriteString("# Label the pods: azure.workload.identity/use: \"true\"\n")
		fmt.Fprintf(&b, "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: %s\n  annotations:\n", jsonText(resourceName(in.Profile)))
		fmt.Fprintf(&b, "    azure.workload.identity/client-id: %s\n    azure.workload.identity/tenant-id: %s\n", jsonText(in.ClientID), jsonText(in.Tenant))
		return b.String(), nil
	}
	kind, field, list := "ConfigMap", "data", in.variables()
	if in.value() != "" {
		kind, field, list = "Secret", "stringData", append(list, pair{in.secretVariable(), in.value()})
	} else {
		fmt.Fprintf(&b, "# The %s belongs to a Secret: its key is %s.\n", in.Flow.Secret, in.secretVariable())
	}
	fmt.Fprintf(&b, "apiVersion: v1\nkind: %s\nmetadata:\n  name: %s\n", kind, jsonText(resourceName(in.Profile)))
	if kind == "Secret" {
		b.WriteString("type: Opaque\n")
	}
	fmt.Fprintf(&b, "%s:\n", field)
	for _, v := range list {
		fmt.Fprintf(&b, "  %s: %s\n", v.name, jsonText(v.value))
	}
	return b.String(), nil
}

// resourceName makes a profile's name one of a Kubernetes object: at most 63 of small letters, digits and dashes.
func resourceName(profile string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(profile))
	name = strings.Trim(name[:min(len(name), 56)], "-")
	return strings.TrimSuffix("appreg-"+name, "-")
}
