package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// given are the flags with which a job describes the registration, without a profile.
func (in Input) given() []pair {
	list := []pair{{"--api", string(in.Target.API)}, {"--flow", string(in.Flow.Flow)}, {"--tenant", in.Tenant}, {"--client-id", in.ClientID}}
	if in.Target.Service().Regional {
		return append(list, pair{"--region", string(in.Target.Region)})
	}
	return append(list, pair{"--cloud", string(in.Target.Cloud)})
}

// jobCommand is the call that gets a token in a job; every value is read as one word by the shell.
func (in Input) jobCommand(output string) string {
	words := []string{program, "token"}
	for _, flag := range in.given() {
		words = append(words, flag.name, posix.Word(flag.value))
	}
	if in.Flow.Proof == catalog.ProofCertificate {
		words = append(words, "--certificate", `"$APPREG_CERTIFICATE"`)
	}
	return strings.Join(append(words, "--output", output), " ")
}

// writeGitHubActions writes a workflow whose job has a token for its later steps. Source: GitHub, Workflow syntax.
func writeGitHubActions(in Input) (string, error) {
	var b strings.Builder
	b.WriteString("name: appreg\non: workflow_dispatch\npermissions:\n  contents: read\n")
	if in.Flow.Proof == catalog.ProofAssertion {
		b.WriteString("  id-token: write\n")
	}
	b.WriteString("jobs:\n  call:\n    runs-on: ubuntu-latest\n    steps:\n      " + catalog.OnRunner + "\n")
	fmt.Fprintf(&b, "      - name: Get a token\n        run: %s\n", workflow(in.jobCommand("github")))
	if in.Flow.Proof == catalog.ProofAssertion {
		return b.String(), nil
	}
	b.WriteString("        env:\n")
	if in.Flow.Proof == catalog.ProofCertificate {
		b.WriteString("          APPREG_CERTIFICATE: ${{ vars.APPREG_CERTIFICATE }}\n")
	}
	fmt.Fprintf(&b, "          %[1]s: ${{ secrets.%[1]s }}\n", in.Flow.Variable)
	return b.String(), nil
}
