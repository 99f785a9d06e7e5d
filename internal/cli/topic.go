package cli

import (
	"fmt"
	"slices"
	"strings"

	"appreg/ui/look"
)

// topic is a page of help that belongs to no single command.
type topic struct {
	name  string
	short string
	parts func() []part
}

// part is a piece of a topic: what is set is shown in this order.
type part struct {
	title string
	text  string
	table [][]string // the first row has the titles
	code  string     // commands, one a line
}

// findTopic finds a topic by its name.
func findTopic(name string) (topic, bool) {
	at := slices.IndexFunc(topics, func(t topic) bool { return t.name == name })
	if at < 0 {
		return topic{}, false
	}
	return topics[at], true
}

// topicList lists the topics.
func topicList() string {
	var list strings.Builder
	for _, t := range topics {
		fmt.Fprintf(&list, "  %-11s  %s\n", t.name, t.short)
	}
	return list.String()
}

// text is the topic for a terminal of the given width.
func (t topic) text(width int) string {
	var page strings.Builder
	page.WriteString(t.short + "\n")
	for _, p := range t.parts() {
		page.WriteString("\n")
		if p.title != "" {
			page.WriteString(p.title + ":\n")
		}
		if p.text != "" {
			page.WriteString(reflow(p.text, width) + "\n")
		}
		if len(p.table) > 0 {
			page.WriteString(alignedTable(p.table, width))
		}
		for line := range strings.Lines(p.code) {
			page.WriteString("  " + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	return page.String()
}

// alignedTable lays out rows with two blanks between the columns. The last column takes what is left of the width.
func alignedTable(rows [][]string, width int) string {
	columns := len(rows[0])
	widths := make([]int, columns)
	for _, row := range rows {
		for i, cell := range row[:columns-1] {
			widths[i] = max(widths[i], len(cell))
		}
	}
	before := 2
	for _, w := range widths[:columns-1] {
		before += w + 2
	}
	var text strings.Builder
	for n, row := range rows {
		line := "  "
		for i, cell := range row[:columns-1] {
			line += fmt.Sprintf("%-*s  ", widths[i], cell)
		}
		last := row[columns-1]
		if n == 0 {
			line, last = strings.ToUpper(line), strings.ToUpper(last)
		}
		for _, piece := range look.Words(last, max(width-before, 20)) {
			text.WriteString(strings.TrimRight(line+piece, " ") + "\n")
			line = strings.Repeat(" ", before)
		}
	}
	return text.String()
}
