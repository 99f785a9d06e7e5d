package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/report"
)

// causeRow is one cause in people's words. The texts are templates: see fill.
type causeRow struct {
	cause   report.Cause
	title   string
	meaning string
	where   string   // place in the portal or product, under today's name
	steps   []string // what to do there
	byApp   []string // the same where the application itself signs in, if that differs
	command string   // one command line that does or shows it
	page    page     // the page to open
	admin   string   // what to hand to an administrator where the person may lack the right; empty if nobody else is needed
}

// adminStep leads the text for the administrator; it is the last step of a fix that may need one.
const adminStep = "Not allowed to change this yourself? Send an administrator this: "

// fix fills the row's templates.
func (r causeRow) fix(c Context) report.Fix {
	texts := r.steps
	if len(r.byApp) > 0 && slices.Contains(appFlows, c.Flow) {
		texts = r.byApp
	}
	steps := make([]string, 0, len(texts)+1)
	for _, step := range texts {
		steps = append(steps, fill(step, c))
	}
	if r.admin != "" {
		steps = append(steps, adminStep+fill(r.admin, c))
	}
	return report.Fix{
		Where:   fill(r.where, c),
		Steps:   steps,
		Command: fill(r.command, c),
		URL:     r.page.url(c),
	}
}

// causeGroups are the tables, one a group of causes.md.
func causeGroups() [][]causeRow {
	return [][]causeRow{
		clientCauses, secretCauses, certificateCauses, tenantCauses, consentCauses, resourceCauses, requestCauses, redirectCauses, deviceCauses,
		userCauses, policyCauses, networkCauses, apiCauses, businessCentralCauses,
	}
}

// rowOf finds the row of a cause.
func rowOf(cause report.Cause) causeRow {
	for _, group := range causeGroups() {
		for _, row := range group {
			if row.cause == cause {
				return row
			}
		}
	}
	return causeRow{
		cause:   cause,
		title:   "Not understood: " + strings.ReplaceAll(string(cause), "_", " "),
		meaning: "This version of appreg has no explanation for it.",
		where:   "The raw answer",
		steps:   []string{"Read the raw answer; it is the only source here."},
	}
}
