package verify

import (
	"context"

	"appreg/internal/probe"
	"appreg/internal/report"
)

// Probe makes one harmless real call to the API; probe.Prober in production.
type Probe interface {
	Do(ctx context.Context, request probe.Request) probe.Outcome
}

// checkAPI asks the API itself: only it can say whether the token is good there.
func checkAPI(ctx context.Context, r *run) report.Finding {
	if o := r.reg.Overrides; o.Authority != "" && o.APIURL == "" {
		f := skipped("Not tested: --authority needs an API host (--api-url)")
		f.Untested = true
		f.Fix = report.Fix{Where: "The hosts in your configuration", Steps: []string{"Add the API host for this login host (--api-url URL), then test again."}}
		return f
	}
	claims := r.found.claims
	r.found.probe = r.Probe.Do(ctx, probe.Request{
		Context: r.context, ObjectID: claims.ObjectID, Environments: r.reg.Environments,
		Permissions: r.reg.Permissions, Scopes: claims.Scopes, Roles: claims.Roles, Opaque: r.found.opaque,
		Authorize: r.found.answer.Authorize,
	})
	return r.found.probe.API
}

// checkDuty says whether what is left to do in the product after registration is done, as the API's answer tells.
func checkDuty(_ context.Context, r *run) report.Finding {
	if r.found.probe.Duty.Status == "" {
		return skipped("Not tested: the API wasn't called")
	}
	return r.found.probe.Duty
}
