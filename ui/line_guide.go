package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"appreg/steps"
)

// tell prints a step's heading and guidance.
func (r *lineRun) tell(step steps.Step) {
	r.out.blank()
	index, total := r.machine.Progress()
	place := fmt.Sprintf("Step %d of %d: ", index, total)
	if total <= 1 { // the others are not known yet
		place = fmt.Sprintf("Step %d: ", index)
	}
	r.out.para(place + stepName(step))
	if r.opts.Banner != "" {
		r.out.para("Note: " + r.opts.Banner)
	}
	r.printGuide(step.Guide)
	r.out.blank()
}

// stepName is a step's title with its place in the document.
func stepName(step steps.Step) string {
	if step.Number == "" {
		return step.Title
	}
	return step.Title + " (" + documentPlace(step.Number) + ")"
}

// documentPlace words the document's own number, which differs from the number of our step.
func documentPlace(number string) string {
	if !strings.HasPrefix(number, "Step") && !strings.HasPrefix(number, "Task") {
		return "in the document: " + strings.ToLower(number)
	}
	return "the document's " + number
}

// printGuide prints guidance as plain lines, its instructions numbered.
func (r *lineRun) printGuide(guide steps.Guide) {
	instruction := 0
	for _, block := range guide.Blocks {
		text := plainNames(block.Text)
		if block.Kind == steps.Para { // another way begins
			instruction = 0
		}
		switch block.Kind {
		case steps.Do:
			instruction++
			r.out.item("  "+strconv.Itoa(instruction)+". ", text)
		case steps.Note:
			r.out.item("Note: ", text)
		case steps.Warning:
			r.out.item("Warning: ", text)
		case steps.Fact:
			r.printFact(block.Label, text, guide.Copies)
		case steps.Code:
			r.out.verbatim("    ", block.Text)
		default:
			r.out.para(text)
		}
	}
	for _, link := range guide.Links {
		r.out.item("Page: ", plainNames(link.Label))
		r.out.verbatim("  ", link.URL)
	}
	r.printCopies(guide)
}

// printFact prints a value behind its label; one that is meant to be copied stays in one piece, if need be on a line
// of its own.
func (r *lineRun) printFact(label, text string, copies []steps.Copy) {
	lead := "  " + label + ": "
	whole := slices.ContainsFunc(copies, func(c steps.Copy) bool { return c.Text == text })
	if whole && ansi.StringWidth(lead+text) > r.out.columns() {
		r.out.item(lead, "")
		r.out.verbatim("    ", text)
		return
	}
	r.out.item(lead, text)
}

// printCopies prints what the wizard's copy key offers and the guidance does not show.
// Texts of several lines come by the commands request and post.
func (r *lineRun) printCopies(guide steps.Guide) {
	var shown strings.Builder
	for _, block := range guide.Blocks {
		shown.WriteString(block.Text + "\n")
	}
	for _, link := range guide.Links {
		shown.WriteString(link.URL + "\n")
	}
	for _, c := range guide.Copies {
		if strings.Contains(c.Text, "\n") || strings.Contains(shown.String(), c.Text) {
			continue
		}
		r.out.item("To copy: ", plainNames(c.Label))
		r.out.verbatim("  ", c.Text)
	}
}

// plainNames puts the portal's names, marked ** in guidance, into quotation marks.
func plainNames(text string) string { return strings.ReplaceAll(text, "**", `"`) }
