package ui

import (
	"strconv"
	"strings"

	"appreg/internal/report"
)

// findingIndent is how far the details of a finding stand under its first line.
const findingIndent = "     "

// finding prints one finding: its status in words, and if something is to be done, why and what.
func (p *linePrinter) finding(f report.Finding) {
	p.item(statusLead(f.Status), string(f.ID)+": "+f.Title)
	if f.Evidence != "" && f.Evidence != f.Title {
		p.detail("Seen: ", f.Evidence)
	}
	if f.Status == report.OK || f.Status == report.Skip {
		return
	}
	if f.Cause != "" {
		p.detail("Cause: ", causeText(f))
	}
	p.detail("Meaning: ", f.Meaning)
	p.fix(f.Fix)
	if len(f.Others) > 0 {
		others := make([]string, len(f.Others))
		for i, cause := range f.Others {
			others[i] = string(cause)
		}
		p.detail("Also possible: ", strings.Join(others, ", "))
	}
	p.detail("Correlation id: ", f.CorrelationID)
}

// fix prints what to do about a finding; command and page stand on lines of their own.
func (p *linePrinter) fix(fix report.Fix) {
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

func (p *linePrinter) detail(lead, text string) {
	if text != "" {
		p.item(findingIndent+lead, text)
	}
}

func causeText(f report.Finding) string {
	if f.AADSTS == 0 {
		return string(f.Cause)
	}
	return string(f.Cause) + " (AADSTS" + strconv.Itoa(f.AADSTS) + ")"
}

// statusLead begins a finding's line. A failure stands out by its letters, not by a colour.
func statusLead(status report.Status) string {
	switch status {
	case report.OK:
		return "ok  "
	case report.Fail:
		return "FAIL "
	default:
		return string(status) + " "
	}
}
