package tenantsim

import (
	"fmt"
	"html"
	"strings"
)

// markup is HTML, as opposed to a string, which is text to be shown.
type markup string

// fill puts values in the place of the verbs of form (package fmt's; %s in the rule). Markup goes in as it is. A string
// is escaped, which makes it safe between tags and between quotes.
func fill(form string, values ...any) markup {
	safe := make([]any, len(values))
	for i, value := range values {
		if text, ok := value.(string); ok {
			value = html.EscapeString(text)
		}
		safe[i] = value
	}
	return markup(fmt.Sprintf(form, safe...))
}

// each fills form with every one of texts in turn.
func each(form string, texts []string) markup {
	var all strings.Builder
	for _, text := range texts {
		all.WriteString(string(fill(form, text)))
	}
	return markup(all.String())
}
