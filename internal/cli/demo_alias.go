package cli

import (
	"context"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/session"
)

// loginPath begins what follows a login host: a tenant, or what stands for any.
var loginPath = pattern.Lazy(`^/(?:[0-9a-fA-F-]{36}|common|organizations)\b`)

// Verify tests against the simulated tenant, and names the real hosts that it stands for: what a person reads in the demo is
// what they will read in earnest.
func (d demo) Verify(ctx context.Context, reg registration.Registration, events session.Events) report.Report {
	target, err := catalog.Resolve(reg.API, reg.Cloud, reg.Region)
	if err != nil {
		return d.verification.Verify(ctx, reg, events)
	}
	emit := events.Finding
	if emit != nil {
		events.Finding = func(f report.Finding) { emit(aliased(f, reg.Overrides.Authority, target)) }
	}
	made := d.verification.Verify(ctx, reg, events)
	made.Findings = slices.Clone(made.Findings)
	for i, f := range made.Findings {
		made.Findings[i] = aliased(f, reg.Overrides.Authority, target)
	}
	return made
}

// aliased puts the cloud's own hosts for the simulator's address in what a person reads of a finding.
func aliased(f report.Finding, simulator string, target catalog.Target) report.Finding {
	name := func(text string) string {
		var named strings.Builder
		for {
			before, after, found := strings.Cut(text, simulator)
			named.WriteString(before)
			switch {
			case !found:
				return named.String()
			case loginPath.Regexp().MatchString(after):
				named.WriteString(target.Login)
			default:
				named.WriteString(target.APIURL)
			}
			text = after
		}
	}
	if simulator == "" {
		return f
	}
	f.Evidence, f.Meaning, f.Fix.Where, f.Fix.Command = name(f.Evidence), name(f.Meaning), name(f.Fix.Where), name(f.Fix.Command)
	f.Fix.Steps = slices.Clone(f.Fix.Steps)
	for i, step := range f.Fix.Steps {
		f.Fix.Steps[i] = name(step)
	}
	return f
}
