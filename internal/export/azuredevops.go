package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// azureDevOps is a pipeline that checks the registration: with the service connection's token, or with a secret variable.
func azureDevOps(in Input) (string, error) {
	var text strings.Builder
	text.WriteString("trigger: none\npool:\n  vmImage: ubuntu-latest\nsteps:\n")
	fmt.Fprintf(&text, "  - script: %s\n    displayName: Check the app registration\n    env:\n", quoted(in.checkCommand()))
	for _, s := range in.variables() {
		if s.name == variableToken {
			continue
		}
		if s.ref {
			s.value = "$(" + s.name + ")"
		}
		fmt.Fprintf(&text, "      %s: %s\n", s.name, quoted(s.value))
	}
	if in.flow().Proof == catalog.ProofAssertion {
		text.WriteString("      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n")
	}
	return text.String(), nil
}
