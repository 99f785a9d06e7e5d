package wizard

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/steps"
	"appreg/ui/look"
)

// fixLines is where to go and what to do there, numbered; the command below.
func (sh *shell) fixLines(fix report.Fix, width int) []string {
	var lines []string
	if fix.Where != "" {
		style := sh.theme.Dim
		if fix.URL != "" {
			style = style.Hyperlink(fix.URL, "id=fix")
		}
		lines = append(lines, look.Lines(fix.Where, width, style)...)
	}
	for i, step := range fix.Steps {
		if strings.HasPrefix(step, report.AskAdmin) { // the request is long: a key shows it whole
			key := newKeyMap(false).Admin.Help().Key
			lines = append(lines, look.Lines("    Not an admin? Press "+key+" to copy a request.", width, sh.theme.Dim)...)
			continue
		}
		head := sh.theme.Accent.Render(fmt.Sprintf("%2d", i+1)) + "  "
		lines = append(lines, look.Indent(look.Rich(step, max(width-4, 1), sh.theme.Plain, sh.theme.Bold), head)...)
	}
	if fix.Command != "" {
		lines = append(lines, look.Indent(look.Lines(fix.Command, max(width-4, 1), sh.theme.Code), "    ")...)
	}
	return lines
}

// request is the text for an admin about the selected problem. Where it is one of permissions or of the product, what is
// left to do there follows; where an admin has nothing else to do with it, it stands alone.
func (sc *testScreen) request() string {
	whole := steps.AdministratorRequest(sc.answers())
	f, _ := sc.selected()
	i := slices.IndexFunc(f.Fix.Steps, func(step string) bool { return strings.HasPrefix(step, report.AskAdmin) })
	if i < 0 {
		return whole
	}
	asked := strings.TrimPrefix(f.Fix.Steps[i], report.AskAdmin)
	first, size := utf8.DecodeRuneInString(asked)
	asked = string(unicode.ToUpper(first)) + asked[size:]
	if at, _ := f.Place().Split(); catalog.StepID(at) == catalog.StepPermissions || catalog.StepID(at) == catalog.StepDuty {
		return asked + "\n\n" + whole
	}
	return asked
}

// details is what support asks for: what was seen, the ids, the raw answer.
func details(f report.Finding) string {
	var parts []string
	for _, part := range []string{f.Evidence, findingFacts(f), f.Raw} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n")
}

// findingFacts names what support asks for.
func findingFacts(f report.Finding) string {
	var facts []string
	if f.AADSTS != 0 {
		facts = append(facts, fmt.Sprintf("AADSTS%d", f.AADSTS))
	}
	if f.CorrelationID != "" {
		facts = append(facts, "correlation id "+f.CorrelationID)
	}
	if f.TraceID != "" {
		facts = append(facts, "trace id "+f.TraceID)
	}
	return strings.Join(facts, "\n")
}
