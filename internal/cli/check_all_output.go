package cli

import (
	"fmt"
	"sync"
	"text/tabwriter"
	"time"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// unread is the report of a profile that was not tested: it cannot be used, or its credential could not be read.
func unread(p store.Profile, err error) report.Report {
	f := classify(err)
	first := report.Finding{
		ID: report.Input, Status: report.Fail, Title: sanitize.Line(err.Error()),
		Fix: report.Fix{Where: "This machine", Steps: []string{sanitize.Line(f.fix)}},
	}
	rest := "Not tested: " + report.Input.Name() + " failed"
	if f.code == exitStore { // nothing was refused: the store is at fault, and says nothing of the registration
		first.Status, first.Untested, rest = report.Skip, true, "Not tested: can't read the profile"
	}
	findings := []report.Finding{first}
	for _, row := range report.Order[1:] {
		findings = append(findings, report.Finding{ID: row.ID, Status: report.Skip, Title: rest, Fix: report.Fix{Steps: []string{}}})
	}
	made := report.Of(p.Registration(), p.Name, p.TenantID, time.Now())
	made.Verdict, made.Findings, made.Stored = report.Judge(findings, first.Status == report.Fail), findings, string(p.Store)
	return made.Fit()
}

// countdown tells on a terminal how many profiles are done.
func (c *checkCommand) countdown(total int) func() {
	if !c.ErrTTY || c.asJSON {
		return func() {}
	}
	var mu sync.Mutex
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		fmt.Fprintf(c.Err, "\rchecked %d of %d", done, total)
		if done == total {
			fmt.Fprint(c.Err, "\r\x1b[K")
		}
	}
}

// printOutcomes writes a line a profile: the verdict, and what made it.
func (c *checkCommand) printOutcomes(outcomes []checked) {
	if len(outcomes) == 0 {
		c.sayNoProfiles()
		return
	}
	table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PROFILE\tVERDICT\tAPI\tTENANT\tCAUSE\tFINDING")
	for _, o := range outcomes {
		telling := o.report.Telling()
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", o.report.Profile, o.report.Verdict, o.report.API,
			o.report.Tenant, telling.Cause, telling.Title)
	}
	_ = table.Flush() // Run tells of a write that failed
}

// sayStoreFaults says what to do where the store kept a profile from being tested, once for all with the same remedy.
func (c *checkCommand) sayStoreFaults(outcomes []checked) {
	said := map[string]bool{}
	for _, o := range outcomes {
		if o.err == nil {
			continue
		}
		if f := classify(o.err); f.code == exitStore && !said[f.fix] {
			said[f.fix] = true
			f.told(c.Streams.secrets()).print(c.Err)
		}
	}
}
