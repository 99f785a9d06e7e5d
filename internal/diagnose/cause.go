package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/report"
)

// fix fills a row's templates.
func fix(r cause.Row, c Context) report.Fix {
	if r.User != nil && c.Flow.SignsInUser() {
		r.Where, r.Command, r.Admin = r.User.Where, r.User.Command, r.User.Admin
	}
	steps := stepsFor(r.Steps, c)
	if r.Admin != "" {
		steps = append(steps, report.AskAdmin+fill(r.Admin, c))
	}
	linked := c
	if r.Label == cause.TenantNotFound { // a link must not name it
		linked.Tenant, linked.TenantID = "", ""
	}
	return report.Fix{
		Where:   fill(r.Where, c),
		Steps:   steps,
		Command: fill(r.Command, c),
		URL:     pageURL(r.Page, linked),
	}
}

// stepsFor returns the steps for this kind of sign-in, filled.
func stepsFor(all []string, c Context) []string {
	steps := make([]string, 0, len(all)+1)
	for _, step := range all {
		if text, meant := stepFor(step, c); meant {
			steps = append(steps, fill(text, c))
		}
	}
	return steps
}

// stepFor returns a step's text if it is for this kind of sign-in. Where the flow isn't known, the text says for which.
func stepFor(step string, c Context) (text string, meant bool) {
	for _, kind := range []struct {
		mark, words string
		apps        bool
	}{
		{cause.ForApps, "If the app signs in as itself: ", true},
		{cause.ForUsers, "If a user signs in: ", false},
	} {
		text, marked := strings.CutPrefix(step, kind.mark)
		switch {
		case !marked:
		case c.Flow == "":
			return kind.words + text, true
		default:
			return text, c.Flow.SignsInUser() != kind.apps
		}
	}
	if text, marked := strings.CutPrefix(step, cause.AsApp); marked {
		return text, appSignsIn(c) != no
	}
	return onPlatform(step, c)
}

// onPlatform returns a step's text if it is for the platform that the outside token is from. Where that isn't known, the
// text says for which.
func onPlatform(step string, c Context) (text string, meant bool) {
	on := c.Presented.Platform()
	for _, row := range federation.Platforms() {
		text, marked := strings.CutPrefix(step, cause.On+string(row.Platform)+": ")
		switch {
		case !marked:
		case on == federation.Elsewhere:
			return row.Title + ": " + strings.ToLower(text[:1]) + text[1:], true
		default:
			return text, on == row.Platform
		}
	}
	return step, true
}

// answered is the answer to a question about an API that may not be known.
type answered int

const (
	unsure answered = iota
	yes
	no
)

// appSignsIn reports whether the API lets an app sign in as itself.
func appSignsIn(c Context) answered {
	service, known := catalog.Lookup(c.API)
	switch {
	case !known:
		return unsure
	case slices.ContainsFunc(service.Flows, func(r catalog.FlowRule) bool { return r.Allowed && !r.Flow.SignsInUser() }):
		return yes
	}
	return no
}

// orAsApp offers that the app signs in as itself, behind what a user can do.
func orAsApp(c Context) string {
	if appSignsIn(c) == no {
		return ""
	}
	return ", or sign in as the app itself" + whereAllowed(c)
}

// whereAllowed limits an advice to the APIs that allow it, where the API isn't known.
func whereAllowed(c Context) string {
	if appSignsIn(c) == unsure {
		return " where the API allows it"
	}
	return ""
}

// rowOf returns the row of a cause; one that says so for a label that is none.
func rowOf(label cause.Label) cause.Row {
	if row, known := label.Row(); known {
		return row
	}
	return cause.Row{
		Label:   label,
		Title:   "Unknown cause: " + strings.ReplaceAll(string(label), "_", " "),
		Meaning: "This version of appreg has no explanation for it.",
		Where:   "The raw answer",
		Steps:   []string{"Read the raw answer."},
	}
}
