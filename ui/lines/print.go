package lines

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
)

// defaultWidth is the column to wrap at where none is given.
const defaultWidth = 78

// printer writes plain lines. Everything passes sanitize on the way, so that no text from outside can bring
// an escape or a carriage return.
type printer struct {
	out   io.Writer
	width int
	err   error // the first failure to write
}

// para writes text as one wrapped paragraph; an empty one is none.
func (p *printer) para(text string) {
	if text != "" {
		p.item("", text)
	}
}

// item writes text behind lead, its further lines indented to match.
func (p *printer) item(lead, text string) {
	indent := strings.Repeat(" ", ansi.StringWidth(lead))
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		for _, part := range look.Words(sanitize.Line(line), p.columns()-len(indent)) {
			p.write(strings.TrimRight(lead+part, " ") + "\n")
			lead = indent
		}
	}
}

// verbatim writes text as it is, line by line, indented: commands and requests that are to be copied.
func (p *printer) verbatim(indent, text string) {
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		line = strings.ReplaceAll(sanitize.Text(line), "\t", "    ")
		p.write(strings.TrimRight(indent+line, " ") + "\n")
	}
}

// blank writes an empty line.
func (p *printer) blank() { p.write("\n") }

// promptText is a prompt as it is shown: its last line stays open for the answer.
func (p *printer) promptText(prompt string) string {
	prompt = sanitize.Line(prompt)
	if !strings.HasSuffix(prompt, "?") {
		prompt += ":"
	}
	return strings.Join(look.Words(prompt, p.columns()), "\n") + " "
}

// problem says why an answer was not taken and what to do.
func (p *printer) problem(problem steps.Problem) {
	p.item("Not taken: ", problem.Message)
	if problem.Fix != "" {
		p.item("  What to do: ", problem.Fix)
	}
	if problem.Command != "" {
		p.verbatim("    ", problem.Command)
	}
}

// fault says why something couldn't be done.
func (p *printer) fault(err error) {
	p.blank()
	p.failed(session.SaveProblem(err))
}

func (p *printer) failed(problem steps.Problem) {
	p.item("FAIL ", problem.Message)
	if problem.Fix != "" {
		p.item("  What to do: ", problem.Fix)
	}
}

func (p *printer) columns() int {
	if p.width <= 0 {
		return defaultWidth
	}
	return p.width
}

func (p *printer) write(text string) {
	if p.err != nil {
		return
	}
	if _, err := io.WriteString(p.out, text); err != nil {
		p.err = fmt.Errorf("couldn't write to the terminal: %w", err)
	}
}
