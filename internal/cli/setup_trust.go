package cli

import (
	"context"
	"errors"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/federation/source"
	"appreg/internal/graph"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// trustOf is the federated credential that a registration is to have: for whom the answers name, else for whom the platform's
// own token is about. Errors: usage, where neither is known or Entra would never take it.
func trustOf(ctx context.Context, reg registration.Registration, cloud catalog.Cloud, outside source.Provider) (graph.FederatedCredential, error) {
	who := federation.Identity{Issuer: reg.Credential.Assertion.Issuer, Subject: reg.Credential.Assertion.Subject}
	if who.Subject == "" {
		token, err := outside.Get(ctx, reg.Credential.Assertion, catalog.ExchangeAudience(cloud))
		if ctx.Err() != nil {
			return graph.FederatedCredential{}, ctx.Err()
		}
		var lacks *federation.SourceError
		if errors.As(err, &lacks) {
			return graph.FederatedCredential{}, usageError("run it where the app will run, or give one of its tokens with --assertion-file", "couldn't set up: nothing tells whose tokens to trust: %w", err)
		}
		if err != nil {
			return graph.FederatedCredential{}, err
		}
		who = token.Claims.Identity
	}
	if fault := who.In(cloud).Check(cloud, nil); fault != nil {
		return graph.FederatedCredential{}, usageError(fault.Fix, "couldn't set up: %w", fault)
	}
	return plan.Trust(who, cloud), nil
}

// testsElsewhere reports whether a registration couldn't be tested because its tokens come from a platform that isn't here.
// There is no secret that could be lost, and nothing more can be done here.
func testsElsewhere(rep report.Report) bool {
	return rep.Telling().Cause == cause.AssertionSourceMissing
}
