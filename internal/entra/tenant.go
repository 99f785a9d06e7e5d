package entra

import (
	"context"
	"errors"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/pattern"
)

// ErrTenant says that a tenant is neither a GUID nor a domain name, so that it must not become part of a path.
var ErrTenant = errors.New("the tenant is neither a GUID nor a domain name")

// Tenant is what Entra tells of a tenant to anyone.
type Tenant struct {
	ID            string // GUID, lower case
	CloudInstance string // for example microsoftonline.com
}

var (
	guid       = pattern.Lazy(`[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)
	tenantName = pattern.Lazy(`^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)
)

// LookUpTenant asks the login host, for example https://login.microsoftonline.com, for a tenant by GUID or domain.
// It reads the OpenID configuration (docs/sources.md, "Entra: protocol"), which needs no sign-in, and takes the GUID
// out of the issuer or the token endpoint; the endpoints in the answer are not used. An unknown tenant is an *Error
// (AADSTS90002); ErrTenant, *transport.AnswerError and *transport.NetworkError are the other errors.
func (c *Client) LookUpTenant(ctx context.Context, login, tenant string) (Tenant, error) {
	if err := checkTenant(tenant); err != nil {
		return Tenant{}, err
	}
	answer, err := c.get(ctx, at(login).DiscoveryURL(tenant))
	if err != nil {
		return Tenant{}, err
	}
	id := guid.Regexp().FindString(answer.text("issuer"))
	if id == "" {
		id = guid.Regexp().FindString(answer.text("token_endpoint"))
	}
	if id == "" {
		return Tenant{}, answer.incomplete()
	}
	return Tenant{
		ID:            strings.ToLower(id),
		CloudInstance: answer.text("cloud_instance_name"),
	}, nil
}

// checkTenant keeps a tenant that is no name out of addresses.
func checkTenant(tenant string) error {
	if !tenantName.Regexp().MatchString(tenant) || strings.Contains(tenant, "..") {
		return ErrTenant
	}
	return nil
}

// at returns the addresses of a login host. They are built from it alone: what Entra answers never decides where a
// secret goes.
func at(login string) catalog.Target { return catalog.Target{Login: login} }
