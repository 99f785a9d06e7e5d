package steps

import (
	"strings"

	"appreg/internal/catalog"
)

// Known is what the answers say of a step, in a few words each, to stand beside its title; never a secret.
func Known(a Answers, id catalog.StepID) []string {
	var list []string
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	switch id {
	case catalog.StepStart:
		add(service(a).Title)
		add(strings.ToLower(a.Flow().Info().Title))
	case catalog.StepApplication:
		add(a.Get(KeyTenant))
		add(a.Get(KeyAppName))
		add(a.Get(KeyClientID))
	case catalog.StepCredential:
		if end := a.Get(KeySecretExpires); end != "" && a.Flow().Info().Proof == catalog.ProofSecret {
			add("expires " + end)
		}
	case catalog.StepToken:
		if a.Flow().SignsInUser() {
			add(a.Get(KeyUsername))
		}
	case catalog.StepSave:
		add(a.Get(KeyProfile))
	}
	return list
}
