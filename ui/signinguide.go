package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/report"
	"appreg/steps"
)

// signInTitle names what is waited for.
func signInTitle(s report.SignIn) string {
	if s.UserCode != "" {
		return "Sign in with a device code"
	}
	return "Sign in in the browser"
}

// signInLead says in a sentence what the person does now.
func signInLead(s report.SignIn) string {
	switch {
	case s.UserCode != "":
		return "Enter this code on the page below, on this or any other device."
	case s.Opened:
		return "Your browser opened Entra's sign-in page. Finish there and come back."
	default:
		return "No browser could be opened here. Open this page in a browser on this machine."
	}
}

// whoAsks says for what the person signs in, to compare with what the page names.
func whoAsks(a steps.Answers) []steps.Block {
	var blocks []steps.Block
	fact := func(label string, keys ...steps.Key) {
		var values []string
		for _, key := range keys {
			if value := a.Get(key); value != "" && !slices.Contains(values, value) {
				values = append(values, value)
			}
		}
		if len(values) > 0 {
			blocks = append(blocks, steps.Block{Kind: steps.Fact, Label: label, Text: strings.Join(values, ", ")})
		}
	}
	fact("Application", steps.KeyAppName, steps.KeyClientID)
	fact("Tenant", steps.KeyTenant, steps.KeyTenantID)
	fact("Account", steps.KeyUsername)
	return blocks
}

// whatCanGoWrong gives the warnings of the test's guide: among them what the browser's own errors mean, which nobody
// here ever hears of.
func whatCanGoWrong(guide steps.Guide) []steps.Block {
	return slices.DeleteFunc(slices.Clone(guide.Blocks), func(b steps.Block) bool { return b.Kind != steps.Warning })
}

// whatToDo gives the instructions of the test's guide.
func whatToDo(guide steps.Guide) []steps.Block {
	return slices.DeleteFunc(slices.Clone(guide.Blocks), func(b steps.Block) bool { return b.Kind != steps.Do })
}

// minutes writes a time as minutes and seconds.
func minutes(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d/time.Minute), int(d%time.Minute/time.Second))
}

// whoSignedIn is the person that the account finding tells of; empty where nobody signed in at a page.
func whoSignedIn(a steps.Answers, findings []report.Finding) string {
	if !a.Flow().SignsInAtPage() {
		return ""
	}
	for _, f := range findings {
		if f.ID == report.Account && f.Status == report.OK {
			return f.Evidence
		}
	}
	return ""
}
