package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// progress shows findings on stderr as they are known, when nobody reads JSON there anyway.
func (to Streams) progress(asJSON bool, api catalog.API) func(report.Finding) {
	if asJSON || !to.ErrTTY || to.OutTTY { // where stdout is a terminal too, the report itself follows at once
		return nil
	}
	return func(f report.Finding) {
		fmt.Fprintf(to.Err, "%-4s %s: %s\n", f.Status.Word(), f.ID.NameIn(api), f.Title)
	}
}

// printReport writes the report to stdout, and nothing else.
func (to Streams) printReport(rep report.Report, asJSON bool) {
	rep = rep.Fit() // one without a test is the wizard's own, and where it was saved was added here
	if asJSON {
		printJSON(to.Out, rep)
		return
	}
	writeReport(to.Out, rep)
}

// writeReport writes a report for people. Its text is fit for a terminal.
func writeReport(w io.Writer, rep report.Report) {
	name := cmp.Or(rep.Profile, rep.ClientID, "registration") // a wrong value is not repeated: it could be a secret in the wrong place
	fmt.Fprintf(w, "%s: %s\n", name, rep.Verdict)
	fmt.Fprintf(w, "  %s, %s, tenant %s\n", apiWords(rep), rep.Flow, rep.Tenant)
	own, _ := catalog.Resolve(rep.API, rep.Cloud, rep.Region) // nothing is the cloud's own where it is not known
	fmt.Fprintf(w, "  login host %s\n", hostOf(rep.Authority, own.Login))
	if rep.APIURL != "" {
		fmt.Fprintf(w, "  API host %s\n", hostOf(rep.APIURL, own.APIURL))
	}
	if rep.GraphURL != "" {
		fmt.Fprintf(w, "  Graph host %s\n", hostOf(rep.GraphURL, own.Graph))
	}
	fmt.Fprintln(w)
	column := 0
	for _, f := range rep.Findings {
		column = max(column, len(f.ID.NameIn(rep.API)))
	}
	for _, f := range rep.Findings {
		writeFinding(w, f, rep.API, column)
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

// hostOf names a host, and the cloud's own where it is another.
func hostOf(host, own string) string {
	if own == "" || own == host {
		return host
	}
	return host + ", instead of the cloud's own " + own
}

// writeFinding writes a finding with its name in a column of that width.
func writeFinding(w io.Writer, f report.Finding, api catalog.API, column int) {
	fmt.Fprintf(w, "%-4s  %-*s  %s\n", f.Status.Word(), column, f.ID.NameIn(api), f.Title)
	indent := func(label, text string) {
		if text != "" {
			fmt.Fprintf(w, "%*s%s%s\n", column+8, "", label, text)
		}
	}
	indent("", f.Evidence)
	if f.Status != report.Fail && f.Status != report.Warn && !f.Untested {
		return
	}
	indent("", f.Meaning)
	indent(strings.ToLower(f.Confidence.Heading())+": ", string(f.Cause))
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
	for i, step := range f.Fix.Plain().Steps {
		add(fmt.Sprintf("%d. ", i+1), step)
	}
	add("command: ", f.Fix.Command)
	add("page: ", f.Fix.URL)
	add("correlation ID: ", f.CorrelationID)
	return lines
}
