package plan

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/federation"
	"appreg/internal/graph"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// Audiences of a registration (signInAudience).
const (
	SingleTenant = "AzureADMyOrg"
	Multitenant  = "AzureADMultipleOrgs"
)

// Credential is what proves the app's identity.
type Credential string

// The credentials that a plan can make. NoCredential is for flows in which a user signs in.
const (
	NoCredential   Credential = "none"
	NewSecret      Credential = "secret"
	NewCertificate Credential = "certificate"
)

// DefaultLifetime is how long a new credential lasts where nobody says otherwise.
const DefaultLifetime = 180 * 24 * time.Hour

// Desired is what a registration should be.
type Desired struct {
	Profile     string         // the name under which it will be saved; empty if it won't be
	Target      catalog.Target `json:"-"`
	Flow        catalog.Flow
	Tenant      string // as the person gave it
	TenantID    string // GUID
	ClientID    string // of a registration that exists; empty: the one of UniqueName, made if it isn't there
	DisplayName string
	UniqueName  string // of this run alone: see UniqueName
	SameName    bool   // make it although there are others of its display name

	Audience     string
	PublicClient bool
	RedirectURIs []string // of platform Mobile and desktop applications
	Delegated    []string // names of permissions
	Application  []string
	Consent      bool // grant what is listed, for the whole tenant

	Credential    Credential
	Lifetime      time.Duration // of the new credential; 0: DefaultLifetime, or what the tenant allows
	LifetimeGiven bool          // the person asked for Lifetime: it isn't shortened silently
	SecretHint    string        `json:"-"` // first three characters of the secret that is saved; empty: none is
	Thumbprint    string        `json:"-"` // of the certificate that is saved; empty: none is

	Federated []graph.FederatedCredential // trust in other issuers, by name

	Duties         []catalog.DutyID  // what is to be done in the product too
	Role           string            // for DutyRoleAssignment: a name of catalog.PowerPlatformRoles; empty: the least
	Environments   []string          // for DutyAppCard: names
	PermissionSets []string          // for DutyAppCard; empty: the first of catalog.PermissionSets
	Scope          catalog.RoleScope // for DutyRoleAssignment

	Admin string // the admin source that advice names in commands; empty: az
}

// Want returns what the documents ask of a registration: the catalogue's facts for its API, cloud and flow with the
// person's answers. Names, lifetime, consent and duties are the caller's to add. tenantID is the tenant's GUID.
func Want(r registration.Registration, target catalog.Target, tenantID string) Desired {
	flow, service := r.Flow.Info(), target.Service()
	d := Desired{
		Target: target, Flow: r.Flow, Tenant: r.Tenant, TenantID: tenantID, ClientID: r.ClientID,
		Audience: SingleTenant, Consent: true, Credential: credentialOf(flow.Proof),
	}
	if r.Partner {
		d.Audience = Multitenant
	}
	if flow.RedirectURI != "" {
		d.RedirectURIs = []string{flow.RedirectURI}
	} else {
		d.PublicClient = slices.ContainsFunc(catalog.Order(target.API, r.Flow), func(row catalog.StepRow) bool {
			return row.Step == catalog.StepPublicClient
		})
	}
	wanted, delegated := service.ToAdd(r.Flow)
	names := namesOf(wanted)
	if service.PersonPicks && delegated && len(r.Permissions) > 0 {
		names = slices.Clone(r.Permissions)
	}
	if delegated {
		d.Delegated = names
	} else {
		d.Application = names
	}
	if from := r.Credential.Assertion; flow.Proof == catalog.ProofAssertion && from.Subject != "" {
		d.Federated = []graph.FederatedCredential{Trust(federation.Identity{Issuer: from.Issuer, Subject: from.Subject}, target.Cloud)}
	}
	d.SecretHint = Hint(r.Credential.Secret)
	if flow.Proof != catalog.ProofSecret {
		d.SecretHint = ""
	}
	return d
}

// Trust is the federated credential that an identity needs in a cloud.
func Trust(who federation.Identity, cloud catalog.Cloud) graph.FederatedCredential {
	c := who.In(cloud)
	return graph.FederatedCredential{Name: c.Name, Issuer: c.Issuer, Subject: c.Subject, Audiences: []string{c.Audience}}
}

func namesOf(list []catalog.Permission) []string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return names
}

func credentialOf(proof catalog.Proof) Credential {
	switch proof {
	case catalog.ProofSecret:
		return NewSecret
	case catalog.ProofCertificate:
		return NewCertificate
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return NoCredential
}

// Hint returns by what Entra lets people recognise a client secret: its first three characters. Empty for none.
func Hint(s secret.Secret) string { return s.Beginning(hintLength) }

const hintLength = 3

// UniqueName returns a key for a registration that no other run has: letters, digits and dashes, from the name of the
// profile or, without one, of the registration.
func UniqueName(name string, random io.Reader) (string, error) {
	tail := make([]byte, 4)
	if _, err := io.ReadFull(random, tail); err != nil {
		return "", fmt.Errorf("couldn't make a unique name: %w", err)
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		default:
			return '-'
		}
	}, strings.ToLower(name))
	return "appreg-" + strings.Trim(plain[:min(len(plain), 64)], "-") + "-" + hex.EncodeToString(tail), nil
}
