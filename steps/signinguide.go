package steps

import (
	"slices"
	"strings"

	"appreg/internal/report"
)

// SignInTitle names what is waited for.
func SignInTitle(s report.SignIn) string {
	if s.UserCode != "" {
		return "Sign in with a device code"
	}
	return "Sign in in the browser"
}

// SignInLead says in a sentence what the person does now.
func SignInLead(s report.SignIn) string {
	switch {
	case s.UserCode != "":
		return "Enter this code on the page below, on this or any other device."
	case s.Opened:
		return "Your browser shows the sign-in page. Finish there and come back."
	default:
		return "Couldn't start a browser. Open this page in a browser on this machine."
	}
}

// WhoAsks says for what the person signs in, to compare with what the page names.
func WhoAsks(a Answers) []Block {
	var blocks []Block
	fact := func(label string, keys ...Key) {
		var values []string
		for _, key := range keys {
			if value := a.Get(key); value != "" && !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
		if len(values) > 0 {
			blocks = append(blocks, Block{Kind: Fact, Label: label, Text: strings.Join(values, ", ")})
		}
	}
	fact("App", KeyAppName, KeyClientID)
	fact("Tenant", KeyTenant, KeyTenantID)
	fact("Account", KeyUsername)
	return blocks
}

// Warnings say what can go wrong on the page, such as what the browser's own errors mean: nobody here ever hears of it.
func Warnings(a Answers) []Block {
	if text := a.Flow().Info().Warning; text != "" {
		return []Block{warn(text)}
	}
	return nil
}

// Instructions are what the person does while the test waits.
func Instructions(a Answers) []Block {
	var list []Block
	for _, text := range a.Flow().Info().Meanwhile {
		list = append(list, do(text))
	}
	return list
}
