package steps

import (
	"strings"

	"appreg/internal/sanitize"
)

// quote returns what a person typed, fit to be shown and short.
func quote(text string) string {
	const most = 60
	runes := []rune(sanitize.Line(text))
	if len(runes) > most {
		runes = append(runes[:most], '…')
	}
	return `"` + string(runes) + `"`
}

// join joins the parts that are not empty with a semicolon.
func join(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "; ")
}

// para, do, note, warn and fact make blocks of guidance.
func para(text string) Block        { return Block{Kind: Para, Text: text} }
func do(text string) Block          { return Block{Kind: Do, Text: text} }
func note(text string) Block        { return Block{Kind: Note, Text: text} }
func warn(text string) Block        { return Block{Kind: Warning, Text: text} }
func fact(label, text string) Block { return Block{Kind: Fact, Label: label, Text: text} }

// tell adds blocks to a guide.
func (g *Guide) tell(blocks ...Block) { g.Blocks = append(g.Blocks, blocks...) }

// link adds a page to open.
func (g *Guide) link(label, url string) { g.Links = append(g.Links, Link{Label: label, URL: url}) }

// offer adds a text to copy, unless it is empty.
func (g *Guide) offer(label, text string) {
	if text != "" {
		g.Copies = append(g.Copies, Copy{Label: label, Text: text})
	}
}
