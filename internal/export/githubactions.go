package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// gitHubActions is a workflow that checks the registration: with the job's own token, or with a secret of the repository.
func gitHubActions(in Input) (string, error) {
	federated := in.flow().Proof == catalog.ProofAssertion
	var text strings.Builder
	fmt.Fprintf(&text, "name: %s\non: workflow_dispatch\n", quoted(in.Profile))
	text.WriteString("permissions:\n  contents: read\n")
	if federated {
		text.WriteString("  id-token: write\n")
	}
	text.WriteString("jobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Check the app registration\n        env:\n")
	for _, s := range in.variables() {
		if s.name == variableToken {
			continue // the job's own token
		}
		if s.ref {
			s.value = "${{ secrets." + s.name + " }}"
		}
		fmt.Fprintf(&text, "          %s: %s\n", s.name, quoted(s.value))
	}
	fmt.Fprintf(&text, "        run: %s\n", quoted(in.checkCommand()))
	return text.String(), nil
}

// variables are those that appreg reads where no profile is saved.
func (in Input) variables() []setting {
	list := in.settings()
	for i, s := range list {
		if s.name == variableSecret {
			list[i].ref = true
		}
		if s.name == variableCertificate {
			list[i].value = in.Profile + ".pem"
		}
	}
	return list
}

// checkCommand checks the registration where no profile is saved.
func (in Input) checkCommand() string {
	reg := in.Registration
	words := []string{"appreg check --api", string(reg.API), "--flow", string(reg.Flow)}
	for _, flag := range []struct{ name, value, usual string }{
		{"cloud", string(reg.Cloud), string(catalog.Public)}, {"region", string(reg.Region), ""}, {"project", reg.Project, ""},
	} {
		if flag.value != "" && flag.value != flag.usual {
			words = append(words, "--"+flag.name, catalog.Argument(flag.value))
		}
	}
	for _, name := range reg.Environments {
		words = append(words, "--environment", catalog.Argument(name))
	}
	return strings.Join(words, " ")
}
