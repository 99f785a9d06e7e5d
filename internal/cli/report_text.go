package cli

import (
	"cmp"
	"fmt"
	"io"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// statusWords are the statuses as text: the word, never a colour alone, carries the meaning.
var statusWords = map[report.Status]string{
	report.OK: "ok  ", report.Warn: "warn", report.Fail: "FAIL", report.Skip: "skip",
}

// progress shows findings on stderr as they are known, when nobody reads JSON there anyway.
func (a *app) progress(asJSON bool) func(report.Finding) {
	if asJSON || !a.ErrTTY || a.OutTTY { // where stdout is a terminal too, the report itself follows at once
		return nil
	}
	return func(f report.Finding) { fmt.Fprintf(a.Err, "%s %s: %s\n", statusWords[f.Status], f.ID, f.Title) }
}

// printReport writes the report to stdout, and nothing else.
func (a *app) printReport(rep report.Report, asJSON bool) {
	rep = rep.Fit() // one without a test is the wizard's own, and where it was saved was added here
	if asJSON {
		printJSON(a.Out, rep)
		return
	}
	writeReport(a.Out, rep)
}

// writeReport writes a report for people. Its text is fit for a terminal.
func writeReport(w io.Writer, rep report.Report) {
	name := rep.Profile
	if name == "" {
		name = cmp.Or(rep.ClientID, "registration") // a wrong value is not repeated: it could be a secret in the wrong place
	}
	fmt.Fprintf(w, "%s: %s\n", name, rep.Verdict)
	fmt.Fprintf(w, "  %s, %s, tenant %s\n", apiWords(rep), rep.Flow, rep.Tenant)
	fmt.Fprintf(w, "  login host %s%s\n\n", rep.Authority, overrideWords(rep))
	for _, f := range rep.Findings {
		writeFinding(w, f)
	}
	fmt.Fprintf(w, "\nsaved: %s\n", rep.Stored)
}

// apiWords name the API with its region, or its cloud.
func apiWords(rep report.Report) string {
	if rep.Region != "" {
		return fmt.Sprintf("%s, region %s (%s cloud)", rep.API, rep.Region, rep.Cloud)
	}
	return fmt.Sprintf("%s, %s cloud", rep.API, rep.Cloud)
}

// overrideWords say so where the login host is not the cloud's own.
func overrideWords(rep report.Report) string {
	target, err := catalog.Resolve(rep.API, rep.Cloud, rep.Region)
	if err != nil || target.Login == rep.Authority {
		return ""
	}
	return ", named in place of the cloud's own " + target.Login
}

func writeFinding(w io.Writer, f report.Finding) {
	fmt.Fprintf(w, "%s  %-11s  %s\n", statusWords[f.Status], f.ID, f.Title)
	indent := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "                   %s%s\n", label, text)
		}
	}
	indent("", f.Evidence)
	if f.Status != report.Fail && f.Status != report.Warn {
		return
	}
	indent("", f.Meaning)
	indent("cause: ", string(f.Cause))
	for _, line := range fixLines(f) {
		indent("", line)
	}
}

// fixLines say what to do about a finding, one line each.
func fixLines(f report.Finding) []string {
	var lines []string
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, label+text)
		}
	}
	add("where: ", f.Fix.Where)
	for i, step := range f.Fix.Steps {
		add(fmt.Sprintf("%d. ", i+1), step)
	}
	add("command: ", f.Fix.Command)
	add("page: ", f.Fix.URL)
	add("correlation id: ", f.CorrelationID)
	return lines
}
