package cli

import (
	"context"
	"errors"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// expected is where a registration's outside tokens come from, with whom they are about: whom the answers name, else whom the
// platform's own token is about. Errors: usage, where neither is known or Entra would never take it.
func expected(ctx context.Context, from registration.Assertion, cloud catalog.Cloud, outside source.Provider) (registration.Assertion, error) {
	if from.Subject == "" {
		token, err := outside.Get(ctx, from, catalog.ExchangeAudience(cloud))
		if ctx.Err() != nil {
			return from, ctx.Err()
		}
		if _, ok := errors.AsType[*federation.SourceError](err); ok {
			return from, usageError("run it where the app will run, or give one of its tokens with --assertion-file", "can't tell which workload to trust: %w", err)
		}
		if err != nil {
			return from, err
		}
		from.Issuer, from.Subject = token.Claims.Issuer, token.Claims.Subject
	}
	who := federation.Identity{Issuer: from.Issuer, Subject: from.Subject}
	if fault := who.In(cloud).Check(cloud, nil); fault != nil {
		return from, usageError(fault.Fix, "couldn't set up: %w", fault)
	}
	return from, nil
}

// testsElsewhere reports whether a registration couldn't be tested because its tokens come from a platform that isn't here.
// There is no secret that could be lost, and nothing more can be done here.
func testsElsewhere(rep report.Report) bool {
	return rep.Telling().Cause == cause.AssertionSourceMissing
}
