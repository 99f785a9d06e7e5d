package wizard

import (
	"appreg/internal/report"
	"appreg/steps"
)

// whoSignedIn is the person that the account finding tells of; empty where nobody signed in at a page.
func whoSignedIn(a steps.Answers, findings []report.Finding) string {
	if !a.Flow().SignsInAtPage() {
		return ""
	}
	for _, f := range findings {
		if f.ID == report.Account && f.Status == report.OK {
			return f.Evidence
		}
	}
	return ""
}
