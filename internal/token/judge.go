package token

import (
	"context"
	"fmt"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
)

// judge compares whose token came with whose was asked for, as `appreg check` does: one of another tenant, application or
// account is not given out. What the token does not say is told, and left to the API; so is a token that is opaque.
func (r *run) judge(ctx context.Context, client Entra, claims entra.Claims, opaque error) *Failure {
	if opaque != nil {
		return nil
	}
	want := r.expected()
	if names := claims.Unnamed(want); len(names) > 0 {
		r.Notice("the token doesn't name its " + strings.Join(names, " or ") + ", so it wasn't compared")
	}
	if claims.TenantID != "" {
		var err error
		if want.TenantID, err = r.tenantID(ctx, client); err != nil {
			r.Notice(fmt.Sprintf("couldn't compare the token's tenant: %v", err))
		}
	}
	if foreign, is := claims.Foreign(want); is {
		return r.foreign(foreign)
	}
	return nil
}

// expected is for whom the token is asked for; its tenant is a GUID or a domain. Who the user is, is open only where a
// person signs in on a page: a password proves it.
func (r *run) expected() entra.Expected {
	reg := r.in.Registration
	want := entra.Expected{TenantID: reg.Tenant, ClientID: reg.ClientID}
	if reg.Flow.SignsInAtPage() {
		want.Username = reg.Username
	}
	return want
}

// foreign is the failure of a token of another.
func (r *run) foreign(f entra.Foreign) *Failure {
	account := f.Cause != cause.ClientIDWrong && r.in.Registration.Flow.SignsInAtPage()
	if !account {
		return r.because(f.Cause, f.Evidence)
	}
	return r.failure(diagnose.AnotherAccount(f.Cause, f.Evidence, r.context))
}
