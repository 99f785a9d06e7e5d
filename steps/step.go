// Package steps holds the documented steps as data: what to tell, what to ask, how to check it and what comes next.
// It knows no terminal, no network and no storage. Two front ends in package ui walk the same steps.
package steps

import "appreg/internal/catalog"

// Step is one step, made for the answers given so far.
type Step struct {
	ID     catalog.StepID
	Number string // the document's own number, empty for our own steps
	Title  string
	Guide  Guide
	Fields []Field
}

// Guide tells what to do outside the program.
type Guide struct {
	Where  string // the place in the portal or product, as a path; empty where the step is not done there
	Needs  string // what the person needs to have at hand; empty mostly
	Blocks []Block
	Links  []Link // the first is that of Page
	Copies []Copy // what the copy key offers
}

// Page is the page that the open key opens; empty where there is none.
func (g Guide) Page() string {
	if len(g.Links) == 0 {
		return ""
	}
	return g.Links[0].URL
}

// Task is what is needed to do the step: what to click, to type and to compare.
func (g Guide) Task() []Block { return g.blocks(true) }

// More is what is only good to know: why, what goes wrong, what else there is.
func (g Guide) More() []Block { return g.blocks(false) }

func (g Guide) blocks(task bool) []Block {
	var list []Block
	for _, b := range g.Blocks {
		if needed := !b.Extra && b.Kind != Note && b.Kind != Warning; needed == task {
			list = append(list, b)
		}
	}
	return list
}

// BlockKind says how a block of guidance is shown.
type BlockKind int

// The kinds.
const (
	Para    BlockKind = iota
	Do                // a numbered instruction
	Note              // good to know
	Warning           // what goes wrong otherwise
	Fact              // Label and Text: a value to compare or search
	Code              // verbatim lines
)

// Block is one paragraph of guidance. In Text, words between ** are names seen in the portal.
type Block struct {
	Kind  BlockKind
	Label string // Fact only
	Text  string
	Extra bool // only good to know, whatever its kind
}

// Link is a page to open.
type Link struct {
	Label string
	URL   string
}

// Copy is a text to copy.
type Copy struct {
	Label string
	Text  string
}
