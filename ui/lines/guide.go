package lines

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"appreg/steps"
)

// tell prints a step's heading and what to do: where, the clicks, the page. What is only good to know comes by more.
func (r *run) tell(step steps.Step) {
	r.out.blank()
	index, total := r.session.Machine().Progress()
	place := fmt.Sprintf("Step %d of %d: ", index, total)
	if total <= 1 { // the others are not known yet
		place = fmt.Sprintf("Step %d: ", index)
	}
	r.out.para(place + step.Title)
	r.out.para(step.Guide.Where)
	r.out.para(step.Guide.Needs)
	if r.opts.Banner != "" {
		r.out.para("Note: " + r.opts.Banner)
	}
	task := steps.Guide{Blocks: step.Guide.Task()}
	if step.Guide.Where != "" && len(step.Guide.Links) > 0 {
		task.Links = step.Guide.Links[:1]
	}
	r.out.printGuide(task)
	switch further, options := hasMore(step.Guide), r.hasOptions(step); {
	case further && options:
		r.out.para("Type more for what is good to know, options for settings with a default.")
	case further:
		r.out.para("Type more for what is good to know.")
	case options:
		r.out.para("Type options for settings with a default.")
	}
	r.out.blank()
}

// hasMore reports whether there is anything that tell leaves out.
func hasMore(guide steps.Guide) bool {
	return len(guide.More()) > 0 || len(guide.Links) > 1 || len(guide.Copies) > 0
}

// more prints what is good to know of the current step, its other pages and what can be copied.
func (w words) more(_ context.Context, _ question, _ string) (reply, error) {
	guide := w.session.Machine().Current().Guide
	if !hasMore(guide) {
		w.out.para("There is nothing more to say here.")
		return reply{again: true}, nil
	}
	w.out.printGuide(steps.Guide{Blocks: guide.More(), Links: guide.Links})
	w.out.printCopies(guide)
	return reply{again: true}, nil
}

// options asks for what has a good default, too.
func (w words) options(_ context.Context, _ question, _ string) (reply, error) {
	if !w.hasOptions(w.session.Machine().Current()) {
		w.out.para("This step has no further options.")
		return reply{again: true}, nil
	}
	w.all, w.listed = true, ""
	return reply{moved: true}, nil
}

// printGuide prints guidance as plain lines, its instructions numbered.
func (p *printer) printGuide(guide steps.Guide) {
	instruction := 0
	for _, block := range guide.Blocks {
		text := plainNames(block.Text)
		if block.Kind == steps.Para { // another way begins
			instruction = 0
		}
		switch block.Kind {
		case steps.Do:
			instruction++
			p.item("  "+strconv.Itoa(instruction)+". ", text)
		case steps.Note:
			p.item("Note: ", text)
		case steps.Warning:
			p.item("Warning: ", text)
		case steps.Fact:
			p.printFact(block.Label, text, guide.Copies)
		case steps.Code:
			p.verbatim("    ", block.Text)
		default:
			p.para(text)
		}
	}
	for _, link := range guide.Links {
		p.item("Page: ", plainNames(link.Label))
		p.verbatim("  ", link.URL)
	}
}

// printFact prints a value behind its label; one that is meant to be copied stays in one piece, if need be on a line
// of its own.
func (p *printer) printFact(label, text string, copies []steps.Copy) {
	if text == "" { // the label is the value
		p.verbatim("     ", label)
		return
	}
	lead := "  " + label + ": "
	whole := slices.ContainsFunc(copies, func(c steps.Copy) bool { return c.Text == text })
	if whole && ansi.StringWidth(lead+text) > p.columns() {
		p.item(lead, "")
		p.verbatim("    ", text)
		return
	}
	p.item(lead, text)
}

// printCopies prints what the wizard's copy key offers and the guidance does not show.
// Texts of several lines come by the commands request and post.
func (p *printer) printCopies(guide steps.Guide) {
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
		p.item("To copy: ", plainNames(c.Label))
		p.verbatim("  ", c.Text)
	}
}

// plainNames puts the portal's names, marked ** in guidance, into quotation marks.
func plainNames(text string) string { return strings.ReplaceAll(text, "**", `"`) }
