package cli

import (
	"fmt"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// warnOfExpiry says on stderr that the credential ends soon.
func (t *tokenCommand) warnOfExpiry(s subject) {
	reg := s.input.Registration
	if text := expiryWarning(reg.Flow, reg.SecretExpires, time.Now()); text != "" {
		if s.profile != nil {
			text += "; when you have a new one: appreg setup --replace --profile " + s.profile.Name
		}
		t.note("%s", text)
	}
}

// expiryWarning says when a credential ends whose last day, YYYY-MM-DD, is near or past; else nothing.
func expiryWarning(flow catalog.Flow, lastDay string, now time.Time) string {
	what := flow.Info().Credential
	day, err := time.Parse(time.DateOnly, lastDay)
	if flow.Info().Who != catalog.Application || err != nil {
		return ""
	}
	left := day.AddDate(0, 0, 1).Sub(now) // the last day counts
	switch {
	case left <= 0:
		return fmt.Sprintf("the %s has passed its noted end date, %s", what, lastDay)
	case left < report.NearEnd:
		return fmt.Sprintf("the %s expires %s, on %s", what, report.In(left), lastDay)
	}
	return ""
}
