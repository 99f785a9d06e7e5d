package cli_test

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
)

// TestTextsThatNameTheAPIs: what is written by hand about each API has them all.
func TestTextsThatNameTheAPIs(t *testing.T) {
	pages := documents(t)
	duty, _, _ := newMachine(t).run("duty", "--help")
	duty = strings.Join(strings.Fields(duty), " ")
	for _, service := range catalog.Services() {
		for what, named := range map[string]bool{
			"README.md, at its beginning":                 strings.Contains(strings.Split(pages["README.md"], "![")[0], service.Title+"**"),
			"docs/sources.md, the first table":            strings.Contains(pages["docs/sources.md"], "\n| "+service.Title+" | "),
			"internal/cli/duty.go, the help":              strings.Contains(duty, service.Title+": "),
			"docs/federated.md, the first paragraph":      strings.Contains(strings.Split(pages["docs/federated.md"], "\n## ")[0], service.Title) || !service.Rule(catalog.Federated).Allowed,
			"docs/credentials.md, the table of the flows": strings.Contains(pages["docs/credentials.md"], service.Title) || service.Rule(catalog.ClientSecret).Allowed,
		} {
			if !named {
				t.Errorf("%s: %s doesn't name it", service.API, what)
			}
		}
	}
}
