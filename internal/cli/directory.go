package cli

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/graph"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
	"appreg/internal/verify"
)

// directory is a tenant through an admin's eyes: what plans and comparisons need.
type directory struct {
	source   *admin.Source
	engine   plan.Engine
	target   catalog.Target // with the caller's own hosts
	tenantID string
	tenant   entra.Tenant // as looked up; zero where it was named by its id
	actor    plan.Actor
}

// graphURL is the base address that a journal keeps.
func (d directory) graphURL() string { return d.target.Graph }

// directory signs the admin in for the tenant of a registration. tenantID may be empty: then the tenant is looked up.
func (a *app) directory(ctx context.Context, f adminFlags, reg registration.Registration, tenantID string) (directory, error) {
	return a.directoryBy(ctx, reg, tenantID, false, func(place admin.Place, client *transport.Client, target catalog.Target) (*admin.Source, error) {
		return a.adminSource(ctx, f, place, client, target, reg.Overrides)
	})
}

// directoryBy is directory with what source makes, for the app itself too.
func (a *app) directoryBy(ctx context.Context, reg registration.Registration, tenantID string, itself bool, source func(admin.Place, *transport.Client, catalog.Target) (*admin.Source, error)) (directory, error) {
	own, err := catalog.Resolve(reg.API, reg.Cloud, reg.Region)
	if err != nil {
		return directory{}, err
	}
	if reg.Overrides.Authority != "" && reg.Overrides.GraphURL == "" {
		return directory{}, usageError("add --graph-url URL", "another login host needs its Graph host too")
	}
	client, err := a.transport(reg.Overrides)
	if err != nil {
		return directory{}, err
	}
	d := directory{tenantID: tenantID}
	d.target, _ = reg.Target() // resolved before
	if d.tenantID == "" {
		if d.tenant, err = a.lookUp(ctx, client, d.target, reg); err != nil {
			return directory{}, err
		}
		if d.tenantID = d.tenant.ID; d.tenantID == "" {
			d.tenantID = strings.ToLower(reg.Tenant)
		}
	}
	place := admin.Place{Target: own, Tenant: reg.Tenant, TenantID: d.tenantID}
	if d.source, err = source(place, client, d.target); err != nil {
		return directory{}, err
	}
	claims, err := d.source.Claims(ctx)
	switch {
	case err != nil && itself:
		known := contextOf(reg, d)
		known.Thumbprint = certificate.ThumbprintOf(ctx, reg.Credential.Certificate, reg.Credential.CertificatePassword)
		return directory{}, a.refused("sign the app in", err, known)
	case err != nil:
		return directory{}, a.refused("sign the admin in", err, diagnose.Context{Tenant: reg.Tenant, TenantID: d.tenantID, Target: d.target})
	}
	d.actor = actorOf(d.source.Name, claims)
	d.engine = plan.Engine{
		Graph:   &graph.Client{HTTP: client, Base: d.target.Graph, Token: d.source.Graph(), NewID: uuid.NewString},
		Product: d.target, HTTP: client, AdminToken: d.source.API(), Sleep: a.Wait,
	}
	return d, nil
}

// lookUp looks the tenant up, unless it is named by its id: then what comes back is zero.
func (a *app) lookUp(ctx context.Context, client *transport.Client, target catalog.Target, reg registration.Registration) (entra.Tenant, error) {
	if uuid.Validate(reg.Tenant) == nil {
		return entra.Tenant{}, nil
	}
	tenant, err := a.entra(client).LookUpTenant(ctx, target.Login, reg.Tenant)
	if err != nil {
		known := diagnose.Context{API: reg.API, Flow: reg.Flow, Cloud: target.Cloud, Tenant: reg.Tenant, Target: target}
		return entra.Tenant{}, a.refusedFinding("find the tenant", err, diagnose.LookUpFailed(err, known).Fit(sanitize.Redactor{}))
	}
	return tenant, nil
}

// lookedUp knows a tenant that was looked up a moment ago, so that nobody asks twice.
type lookedUp struct {
	verify.Entra
	tenant entra.Tenant
	name   string
}

// LookUpTenant returns the tenant that is known, or asks for another.
func (l lookedUp) LookUpTenant(ctx context.Context, login, tenant string) (entra.Tenant, error) {
	if l.tenant.ID != "" && tenant == l.name {
		return l.tenant, nil
	}
	return l.Entra.LookUpTenant(ctx, login, tenant)
}

// actorOf is who signed in, as far as the token tells.
func actorOf(source string, c entra.Claims) plan.Actor {
	actor := plan.Actor{Source: source, User: c.UPN, Roles: []string{}, App: c.IdentityType == "app" || len(c.Scopes) == 0 && len(c.Roles) > 0, Templates: c.Templates}
	if actor.Rights = c.Scopes; actor.App {
		actor.Rights = c.Roles
	}
	return actor
}

// contextOf is what is known for the words of a cause.
func contextOf(reg registration.Registration, d directory) diagnose.Context {
	return diagnose.Context{
		API: reg.API, Flow: reg.Flow, Cloud: d.target.Cloud, Region: d.target.Region, Target: d.target,
		Tenant: reg.Tenant, TenantID: d.tenantID, ClientID: reg.ClientID, Asked: d.target.Graph,
	}
}
