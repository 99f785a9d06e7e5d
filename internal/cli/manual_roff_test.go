package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// roffHead begins a man page: man(7).
func roffHead(name, section, about string) string {
	return fmt.Sprintf(".\\\" Made from the command tree by make docs.\n.TH %s %s \"\" appreg \"appreg manual\"\n.SH NAME\n%s \\- %s\n",
		strings.ToUpper(roffText(name)), section, roffText(name), roffText(about))
}

// roffText escapes what roff would read as its own.
func roffText(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for n, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[n] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// roffLines shows text as it is.
func roffLines(text string) string {
	return ".nf\n" + roffText(strings.TrimRight(text, "\n")) + "\n.fi\n"
}

// roffParagraphs shows a help text in which lists are indented.
func roffParagraphs(text string) string {
	var page strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n\n") {
		if strings.HasPrefix(paragraph, "  ") {
			page.WriteString(".PP\n" + roffLines(paragraph))
			continue
		}
		page.WriteString(".PP\n" + roffText(paragraph) + "\n")
	}
	return strings.TrimPrefix(page.String(), ".PP\n")
}

// commandRoff is a command's man page.
func commandRoff(cmd *cobra.Command) string {
	var page strings.Builder
	page.WriteString(roffHead(pageName(cmd), "1", cmd.Short))
	page.WriteString(".SH SYNOPSIS\n.nf\n" + roffText(cmd.UseLine()) + "\n.fi\n")
	page.WriteString(".SH DESCRIPTION\n" + roffParagraphs(about(cmd)))
	page.WriteString(".SH OPTIONS\n" + roffFlags(flagRows(ownFlags(cmd))))
	if !cmd.HasParent() {
		page.WriteString(".PP\nWithout a command, also those of " + roffText("appreg-setup(1)") + ".\n.SH OPTIONS OF EVERY COMMAND\n" + roffFlags(flagRows(cmd.PersistentFlags())))
	}
	page.WriteString(".SH EXAMPLES\n" + roffLines(trimExample(cmd.Example)))
	if !cmd.HasParent() {
		exit, _ := findTopic("exit-codes")
		page.WriteString(".SH EXIT STATUS\n" + roffTable(exit.parts()[0].table))
	}
	var others []string
	for _, other := range related(cmd) {
		others = append(others, pageName(other)+"(1)")
	}
	if !cmd.HasParent() {
		for _, t := range topics {
			others = append(others, "appreg-"+t.name+"(7)")
		}
	}
	page.WriteString(".SH SEE ALSO\n" + roffText(strings.Join(others, ", ")) + "\n")
	return page.String()
}

func roffFlags(rows []flagRow) string {
	var page strings.Builder
	for _, row := range rows {
		page.WriteString(".TP\n\\fB" + roffText(row.spelled) + "\\fR")
		if row.takes != "" {
			page.WriteString(" \\fI" + roffText(row.takes) + "\\fR")
		}
		page.WriteString("\n" + roffText(row.usage) + "\n")
	}
	return page.String()
}

// topicRoff is a topic's man page.
func topicRoff(t topic) string {
	var page strings.Builder
	page.WriteString(roffHead("appreg-"+t.name, "7", t.short) + ".SH DESCRIPTION\n")
	for n, p := range t.parts() {
		var paragraphs []string
		if p.text != "" {
			paragraphs = append(paragraphs, roffText(p.text)+"\n")
		}
		if len(p.table) > 0 {
			paragraphs = append(paragraphs, roffTable(p.table))
		}
		if p.code != "" {
			paragraphs = append(paragraphs, roffLines(p.code))
		}
		if p.title != "" {
			page.WriteString(".SS " + roffText(p.title) + "\n")
		} else if n > 0 {
			page.WriteString(".PP\n")
		}
		page.WriteString(strings.Join(paragraphs, ".PP\n"))
	}
	return strings.ReplaceAll(page.String(), ".PP\n.TP\n", ".TP\n") // a term begins a paragraph of its own
}

// roffTable shows two columns as terms with what they mean, and more as lines.
func roffTable(rows [][]string) string {
	if len(rows[0]) > 2 {
		return roffLines(alignedTable(rows, 10_000))
	}
	var page strings.Builder
	for _, row := range rows[1:] {
		page.WriteString(".TP\n\\fB" + roffText(row[0]) + "\\fR\n" + roffText(row[1]) + "\n")
	}
	return page.String()
}
