package lines

import (
	"fmt"
	"strconv"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// findingIndent is how far the details of a finding stand under its first line.
const findingIndent = "     "

// finding prints one finding in a line, as it comes: its status in words, and its title.
func (p *printer) finding(f report.Finding, api catalog.API) {
	p.item(statusLead(f.Status), f.ID.NameIn(api)+": "+f.Title)
}

// problemFinding prints a finding in full: why, and what to do about it.
func (p *printer) problemFinding(f report.Finding) {
	p.item(statusLead(f.Status), f.Title)
	p.detail("", f.Confidence.Sentence())
	p.detail("", plainNames(f.Meaning))
	p.fix(f.Fix)
}

// details prints what support asks for.
func (p *printer) details(f report.Finding, api catalog.API) {
	p.item(statusLead(f.Status), f.ID.NameIn(api)+": "+f.Title)
	if f.Evidence != f.Title {
		p.detail("Seen: ", f.Evidence)
	}
	if f.Cause != "" {
		p.detail(f.Confidence.Heading()+": ", causeText(f))
	}
	if len(f.Others) > 0 {
		others := make([]string, len(f.Others))
		for i, cause := range f.Others {
			others[i] = string(cause)
		}
		p.detail("Also possible: ", strings.Join(others, ", "))
	}
	p.detail("Correlation ID: ", f.CorrelationID)
	p.detail("Trace ID: ", f.TraceID)
	if f.Raw != "" {
		p.write(findingIndent + "Raw answer, without secrets:\n")
		p.verbatim(findingIndent+"  ", f.Raw)
	}
}

// fix prints what to do about a finding; command and page stand on lines of their own.
func (p *printer) fix(fix report.Fix) {
	p.detail("Where: ", fix.Where)
	for i, step := range fix.Steps {
		p.detail(strconv.Itoa(i+1)+". ", plainNames(step))
	}
	if fix.Command != "" {
		p.write(findingIndent + "Command:\n")
		p.verbatim(findingIndent+"  ", fix.Command)
	}
	if fix.URL != "" {
		p.write(findingIndent + "Page:\n")
		p.verbatim(findingIndent+"  ", fix.URL)
	}
}

func (p *printer) detail(lead, text string) {
	if strings.TrimSpace(text) != "" {
		p.item(findingIndent+lead, text)
	}
}

func causeText(f report.Finding) string {
	if f.AADSTS == 0 {
		return string(f.Cause)
	}
	return string(f.Cause) + " (AADSTS" + strconv.Itoa(f.AADSTS) + ")"
}

// statusLead begins a finding's line.
func statusLead(status report.Status) string { return fmt.Sprintf("%-3s ", status.Word()) }
