package plan

import (
	"fmt"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// saved: the credential that is saved is on the registration, and lasts.
func (c *comparison) saved(app graph.Application) {
	switch {
	case c.Credential == NewSecret && c.SecretHint != "":
		end, found := savedSecret(app, c.SecretHint)
		c.lasts("client secret", found, end, cause.SecretWrong, cause.SecretExpired, "hint "+c.SecretHint+"…")
	case c.Credential == NewCertificate && c.Thumbprint != "":
		k := keyWith(c.actual, c.Thumbprint)
		var end time.Time
		if k != nil {
			end = k.End
		}
		c.lasts("certificate", k != nil, end, cause.CertNotRegistered, cause.CertExpired, "thumbprint "+c.Thumbprint)
	}
}

// savedSecret is the end of the client secret that begins with hint; of several the last: which of them is saved isn't known.
func savedSecret(app graph.Application, hint string) (end time.Time, found bool) {
	for _, p := range app.Passwords {
		if p.Hint == hint && (!found || p.End.After(end)) {
			end, found = p.End, true
		}
	}
	return end, found
}

// SecretEnds is the last day of the saved client secret as the registration has it, YYYY-MM-DD; empty where it isn't known.
func SecretEnds(d Desired, actual graph.Actual) string {
	if actual.Application == nil || d.Credential != NewSecret || d.SecretHint == "" {
		return ""
	}
	end, found := savedSecret(*actual.Application, d.SecretHint)
	if !found || end.IsZero() {
		return ""
	}
	return end.UTC().Format(time.DateOnly)
}

// lasts judges the saved credential by its end.
func (c *comparison) lasts(what string, found bool, end time.Time, missing, over cause.Label, seen string) {
	left := end.Sub(c.now)
	switch {
	case !found:
		c.fails(missing, true, "The saved "+what+" isn't on the app registration", seen)
	case !end.IsZero() && left <= 0:
		c.fails(over, true, "The saved "+what+" ended on "+end.Format(time.DateOnly), seen)
	case !end.IsZero() && left < report.NearEnd:
		c.warns(fmt.Sprintf("The saved %s expires %s", what, report.In(left)), seen+", ends on "+end.Format(time.DateOnly),
			"Rotate it: "+strings.TrimSpace("appreg rotate "+c.Profile)+".")
	}
}

// others: credentials beside the saved one that have ended, or end soon. Whose they are isn't known: they are only told.
func (c *comparison) others(app graph.Application) {
	var over, soon []string
	judge := func(name string, end time.Time) {
		text := fmt.Sprintf("%q (%s)", name, end.Format(time.DateOnly))
		switch left := end.Sub(c.now); {
		case end.IsZero():
		case left <= 0:
			over = append(over, text)
		case left < report.NearEnd:
			soon = append(soon, text)
		}
	}
	for _, p := range app.Passwords {
		if c.SecretHint == "" || p.Hint != c.SecretHint {
			judge(p.DisplayName, p.End)
		}
	}
	for _, k := range app.Keys {
		if c.Thumbprint == "" || !strings.EqualFold(k.Thumbprint, c.Thumbprint) {
			judge(k.DisplayName, k.End)
		}
	}
	if len(soon) > 0 {
		c.warns(fmt.Sprintf("Other credentials of the app expire soon: %d", len(soon)), strings.Join(soon, ", "), "Check who uses them, and replace them in time.")
	}
	if len(over) > 0 {
		c.warns(fmt.Sprintf("Other credentials of the app have expired: %d", len(over)), strings.Join(over, ", "), "Delete them if nothing uses them.")
	}
}
