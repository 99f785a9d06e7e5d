package verify

import (
	"context"

	"appreg/internal/diagnose"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// Probe makes one harmless real call to the API; probe.Prober in production.
type Probe interface {
	Do(ctx context.Context, request probe.Request) probe.Outcome
}

// checkAPI asks the API itself: only it can say whether the token is good there.
func checkAPI(ctx context.Context, r *run) report.Finding {
	if o := r.reg.Overrides; o.Authority != "" && o.APIURL == "" {
		return skipped("Not tested: another login host was given (--authority), but no API host to go with it (--api-url)")
	}
	claims := r.found.claims
	r.found.probe = r.Probe.Do(ctx, probe.Request{
		Target: r.target, Flow: r.reg.Flow, TenantID: r.found.tenant.ID, ClientID: r.reg.ClientID, ObjectID: claims.ObjectID,
		Environments: r.reg.Environments, Project: r.reg.Project, OnPremises: r.reg.Deployment == registration.OnPremises,
		Permissions: r.reg.Permissions, Scopes: claims.Scopes, Roles: claims.Roles, Opaque: claims.ExpiresAt.IsZero(),
		Authorize: r.found.answer.Authorize,
	})
	return r.probed(r.found.probe.API)
}

// checkDuty says whether what is left to do in the product after registration is done, as the API's answer tells.
func checkDuty(_ context.Context, r *run) report.Finding {
	if r.found.probe.Duty.Status == "" {
		return skipped("Not tested: the API was not asked")
	}
	return r.probed(r.found.probe.Duty)
}

// probed completes a probe's finding: what the probe left empty comes from the cause's own explanation.
func (r *run) probed(f report.Finding) report.Finding {
	if f.Cause == "" {
		return f
	}
	asked := r.context
	asked.Asked = r.target.APIURL
	known := explained(f.Status, diagnose.ForCause(f.Cause, asked))
	if err := r.found.probe.Err; err != nil && f.Status == report.Fail {
		if d := diagnose.Explain(err, asked); d.Cause == f.Cause {
			known = explained(f.Status, d)
		}
		f.Evidence = firstOf(f.Evidence, err.Error())
	}
	f.Title, f.Meaning = firstOf(f.Title, known.Title), firstOf(f.Meaning, known.Meaning)
	if len(f.Others) == 0 {
		f.Others = known.Others
	}
	f.Fix.Where, f.Fix.URL = firstOf(f.Fix.Where, known.Fix.Where), firstOf(f.Fix.URL, known.Fix.URL)
	f.Fix.Command = firstOf(f.Fix.Command, known.Fix.Command)
	if len(f.Fix.Steps) == 0 {
		f.Fix.Steps = known.Fix.Steps
	}
	return f
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
