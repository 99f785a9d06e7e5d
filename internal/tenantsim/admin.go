package tenantsim

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"appreg/internal/catalog"
)

// AdminTokenOptions say what a token of AdminToken holds. The zero value is a token for Microsoft Graph with all that it takes,
// good for eight hours.
type AdminTokenOptions struct {
	Resources []string      // the audiences, default https://graph.microsoft.com; several make one token for all of them
	Scopes    []string      // default: what Azure CLI has for them and, for Graph, Policy.Read.All
	Lifetime  time.Duration // default eight hours; below 0: it is over
}

// AdminToken returns a user's access token as Azure CLI gets it: signed, with aud, tid, oid, upn, scp and wids. What the
// user may do is what the directory says when the token is used. The error names a tenant or user that is not there.
func (s *Sim) AdminToken(tenant, upn string, opts AdminTokenOptions) (string, error) {
	if len(opts.Resources) == 0 {
		opts.Resources = []string{"https://graph.microsoft.com"}
	}
	q, err := s.adminRequest(tenant, upn, opts)
	if err != nil {
		return "", err
	}
	claims := q.accessClaims()
	if len(opts.Resources) > 1 {
		claims["aud"] = opts.Resources
	}
	return q.sign(claims, int(cmp.Or(opts.Lifetime, 8*time.Hour).Seconds()))
}

// adminRequest is the request that Azure CLI would have sent.
func (s *Sim) adminRequest(tenant, upn string, opts AdminTokenOptions) (*request, error) {
	defer s.lock()()
	t := s.tenantNamed(tenant)
	if t == nil || t.User(upn) == nil {
		return nil, fmt.Errorf("could not make a token of %s: there is no such user in the simulated tenant %s", upn, tenant)
	}
	scopes := slices.Clone(opts.Scopes)
	cli := t.App(azureCLIClient)
	for _, name := range opts.Resources {
		if len(opts.Scopes) > 0 {
			break
		}
		r, known := s.resourceNamed(name)
		if !known {
			return nil, fmt.Errorf("could not make a token for %s: the simulator has no such resource", name)
		}
		scopes = append(scopes, cli.Consents[r.api]...)
		if r.api == graph {
			scopes = append(scopes, "Policy.Read.All")
		}
	}
	return &request{call: &call{Sim: s, tenant: t, app: cli, user: t.User(upn)}, scope: wantedScope{asked: opts.Resources[0]}, granted: scopes,
		acr: acrPublic, session: session{at: s.Now(), mfa: true}}, nil
}

// AdminAudiences are the resources of the APIs in the public cloud, for one token that all their admin endpoints take.
func AdminAudiences() []string {
	var all []string
	for _, service := range catalog.Services() {
		if target, err := catalog.Resolve(service.API, catalog.Public, ""); err == nil {
			all = append(all, resourceOfScope(target.Scope))
		}
	}
	return all
}
