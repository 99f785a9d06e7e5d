package diagnose

import (
	"strings"

	"appreg/internal/cause"
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
	return report.Fix{
		Where:   fill(r.Where, c),
		Steps:   steps,
		Command: fill(r.Command, c),
		URL:     pageURL(r.Page, c),
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
	return step, true
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
