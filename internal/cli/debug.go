package cli

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const (
	debugMark   = "appreg: debug: "
	outsideMark = debugMark + "| " // begins every line that came from outside, so that none can pass for a word of appreg's
)

// narrowest is the least width at which lines are broken, in columns: below it the terminal's size is no size.
const narrowest = 40

// debug writes a line of --debug. On a terminal a line from outside is broken here, because the terminal would begin the
// next row with whatever an answer has put there.
func (a *app) debug(line string, outside bool) {
	if !outside {
		fmt.Fprintln(a.Err, debugMark+line)
		return
	}
	if a.ErrTTY && a.Width >= narrowest {
		line = ansi.Hardwrap(strings.ReplaceAll(line, "\t", "    "), a.Width-len(outsideMark), true)
	}
	fmt.Fprintln(a.Err, outsideMark+strings.ReplaceAll(line, "\n", "\n"+outsideMark))
}
