package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// writeAzureDevOps writes a pipeline whose step has a token. Secret variables reach a script only where they are mapped.
func writeAzureDevOps(in Input) (string, error) {
	command, err := pipeline(`umask 077; ` + in.jobCommand("token") + ` > "$AGENT_TEMPDIRECTORY/token"`)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "trigger: none\npool:\n  vmImage: ubuntu-latest\nsteps:\n  %s\n", catalog.OnRunner)
	if in.Flow.Proof == catalog.ProofAssertion { // only this task names the connection that the federated credential trusts
		fmt.Fprintf(&b, "  - task: AzureCLI@2\n    displayName: Get a token\n    inputs:\n      azureSubscription: your-service-connection # its name\n"+
			"      scriptType: bash\n      scriptLocation: inlineScript\n      inlineScript: %s\n    env:\n      SYSTEM_ACCESSTOKEN: $(System.AccessToken)\n", command)
		return b.String(), nil
	}
	fmt.Fprintf(&b, "  - bash: %s\n    displayName: Get a token\n    env:\n", command)
	if in.Flow.Proof == catalog.ProofCertificate {
		b.WriteString("      APPREG_CERTIFICATE: $(APPREG_CERTIFICATE)\n")
	}
	fmt.Fprintf(&b, "      %[1]s: $(%[1]s)\n", in.Flow.Variable)
	return b.String(), nil
}
