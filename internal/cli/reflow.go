package cli

import (
	"strings"

	"appreg/ui/look"
)

// reflow breaks each paragraph of text into lines of at most width characters. Lines that begin with a blank stay as
// they are: they are lists.
func reflow(text string, width int) string {
	var lines, open []string
	end := func() {
		if len(open) > 0 {
			lines = append(lines, look.Words(strings.Join(open, " "), width)...)
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
