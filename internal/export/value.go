package export

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// secretVariable is that in which Azure's SDKs look for the secret of a proof; empty: it has none.
func secretVariable(p catalog.Proof) string {
	switch p {
	case catalog.ProofSecret:
		return "AZURE_CLIENT_SECRET"
	case catalog.ProofPassword:
		return "AZURE_PASSWORD"
	case catalog.ProofCertificate:
		return "AZURE_CLIENT_CERTIFICATE_PASSWORD"
	case catalog.NoProof, catalog.ProofPage, catalog.ProofAssertion:
	}
	return ""
}

// tokenVariable is the one that a file reads a token from.
const tokenVariable = "APPREG_TOKEN"

// program is what a file calls.
const program = "appreg"

// secretVariable is the variable of the input's secret; empty: there is none.
func (in Input) secretVariable() string { return secretVariable(in.Flow.Proof) }

// HoldsSecret reports whether the flow has a secret that a file could hold.
func HoldsSecret(flow catalog.FlowInfo) bool { return secretVariable(flow.Proof) != "" }

// value is the secret itself, empty where the file is by reference.
func (in Input) value() string { return in.Value.Reveal() }

// tokenCall is the command that prints a token, for a shell.
func (in Input) tokenCall() string {
	return strings.Join([]string{program, "token", posix.Word(in.Profile)}, " ")
}

// pair is a variable with its value.
type pair struct{ name, value string }

// variables are Azure's own, without the secret. Source: azidentity, EnvironmentCredential and WorkloadIdentityCredential.
func (in Input) variables() []pair {
	list := []pair{{"AZURE_TENANT_ID", in.Tenant}, {"AZURE_CLIENT_ID", in.ClientID}, {"AZURE_AUTHORITY_HOST", in.Target.Login}}
	for _, more := range []pair{{"AZURE_CLIENT_CERTIFICATE_PATH", in.Certificate}, {"AZURE_FEDERATED_TOKEN_FILE", in.Assertion}, {"AZURE_USERNAME", in.Username}} {
		if more.value != "" {
			list = append(list, more)
		}
	}
	return list
}
