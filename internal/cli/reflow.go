package cli

import "strings"

// reflow breaks each paragraph of text into lines of at most width characters. Lines that begin with a blank stay as
// they are: they are lists.
func reflow(text string, width int) string {
	var lines, open []string
	end := func() {
		if len(open) > 0 {
			lines = append(lines, wrap(strings.Join(open, " "), width)...)
			open = nil
		}
	}
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if line == "" || line[0] == ' ' {
			end()
			lines = append(lines, line)
			continue
		}
		open = append(open, line)
	}
	end()
	return strings.Join(lines, "\n")
}

// wrap breaks text between words into lines of at most width characters; a longer word has a line of its own. There is
// always a line.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}
