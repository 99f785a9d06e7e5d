package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// generated says where a page comes from, so that nobody edits it.
const generated = "<!-- Made from the command tree by `make docs`. -->\n\n"

// manualIndex lists the commands and the topics.
func manualIndex(root *cobra.Command) string {
	var page strings.Builder
	page.WriteString(generated + "# Command reference\n\n")
	fmt.Fprintf(&page, "[appreg](appreg.md): %s.\n", root.Short)
	for _, group := range root.Groups() {
		fmt.Fprintf(&page, "\n## %s\n\n| command | what it does |\n| --- | --- |\n", group.Title)
		for _, cmd := range commands(root)[1:] {
			if top := cmd; top.GroupID == group.ID || top.Parent().GroupID == group.ID {
				fmt.Fprintf(&page, "| [%s](%s.md) | %s |\n", cmd.CommandPath(), pageName(cmd), cmd.Short)
			}
		}
	}
	page.WriteString("\n## Topics\n\n| topic | about |\n| --- | --- |\n")
	for _, t := range topics {
		fmt.Fprintf(&page, "| [%s](%s.md) | %s |\n", t.name, t.name, t.short)
	}
	return page.String()
}

// commandMarkdown is a command's page.
func commandMarkdown(cmd *cobra.Command) string {
	var page strings.Builder
	fmt.Fprintf(&page, "%s# %s\n\n%s\n", generated, cmd.CommandPath(), markdownText(about(cmd)))
	fmt.Fprintf(&page, "\n```text\n%s\n```\n", cmd.UseLine())
	fmt.Fprintf(&page, "\n## Examples\n\n```sh\n%s\n```\n", trimExample(cmd.Example))
	page.WriteString(markdownFlags("Flags", flagRows(ownFlags(cmd))))
	if cmd.HasParent() {
		page.WriteString("\nAlso the [flags of every command](appreg.md#flags-of-every-command).\n")
	} else {
		page.WriteString("\nWithout a command, also the flags of [appreg setup](appreg-setup.md).\n")
		page.WriteString(markdownFlags("Flags of every command", flagRows(cmd.PersistentFlags())))
	}
	page.WriteString("\n## See also\n\n")
	for _, other := range related(cmd) {
		fmt.Fprintf(&page, "- [%s](%s.md): %s\n", other.CommandPath(), pageName(other), other.Short)
	}
	return page.String()
}

func markdownFlags(title string, rows []flagRow) string {
	table := [][]string{{"flag", "value", "description"}}
	for _, row := range rows {
		value := ""
		if row.takes != "" {
			value = "`" + row.takes + "`"
		}
		table = append(table, []string{"`" + row.spelled + "`", value, row.usage})
	}
	return "\n## " + title + "\n\n" + markdownTable(table) + "\n"
}

// markdownText is a help text in which lists are indented.
func markdownText(text string) string {
	var lines []string
	listed := false
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		isListed := strings.HasPrefix(line, "  ")
		if isListed != listed && line != "" {
			lines = append(lines, "```"+map[bool]string{true: "text"}[isListed])
			listed = isListed
		}
		lines = append(lines, strings.TrimPrefix(line, "  "))
	}
	if listed {
		lines = append(lines, "```")
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\n\n```\n", "\n```\n\n")
}

// topicMarkdown is a topic's page.
func topicMarkdown(t topic) string {
	page := []string{"# " + t.short}
	for _, p := range t.parts() {
		if p.title != "" {
			page = append(page, "## "+p.title)
		}
		if p.text != "" {
			page = append(page, p.text)
		}
		if len(p.table) > 0 {
			page = append(page, markdownTable(p.table))
		}
		if p.code != "" {
			page = append(page, "```sh\n"+strings.TrimRight(p.code, "\n")+"\n```")
		}
	}
	return generated + strings.Join(page, "\n\n") + "\n"
}

func markdownTable(rows [][]string) string {
	var lines []string
	for n, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = strings.NewReplacer("|", `\|`, "<", `\<`).Replace(cell)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		if n == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", len(row)))
		}
	}
	return strings.Join(lines, "\n")
}
