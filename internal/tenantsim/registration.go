package tenantsim

import (
	"cmp"
	"crypto/sha1" // the thumbprint that Microsoft Graph and the portal show
	"crypto/x509"
	"encoding/hex"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// Registration is what Microsoft Graph shows and changes of an app beyond what its sign-in needs. The zero value is an
// app registration that was made in the portal, without an owner.
type Registration struct {
	ObjectID    string // of the registration; empty: one that follows from tenant and client id
	PrincipalID string // of the enterprise application; the same

	UniqueName       string
	Audience         string // signInAudience; empty: AzureADMyOrg
	Notes            string
	ServiceReference string // serviceManagementReference
	Tags             []string
	Owners           []string                 // user principal names, and client ids of applications
	RequiresRoles    map[catalog.API][]string // the page "API permissions": the application permissions listed there
	Federated        []FederatedCredential
	Created          time.Time
	Deactivated      bool       // isDisabled of the registration
	Policy           *AppPolicy // in place of the tenant's
	AdminCenter      bool       // authorized in Business Central's admin center

	foreign bool                   // the registration is in another tenant
	keys    map[string]certificate // by thumbprint
	unseen  unseen                 // by Graph, as its service principal
	hidden  unseen                 // the service principal
	absent  unseen                 // the registration, by the token endpoint
	late    map[catalog.API]unseen // consents, by the token endpoint
}

// FederatedCredential is one trust in tokens of another issuer.
type FederatedCredential struct {
	ID          string
	Name        string
	Issuer      string
	Subject     string
	Audiences   []string
	Description string
}

// certificate is what a registration knows of a certificate beyond itself.
type certificate struct {
	id, name string
	unseen   unseen // by the token endpoint
}

// unseen counts the looks that do not yet see what was made a moment ago.
type unseen int

// seen counts one look and reports whether it sees.
func (n *unseen) seen() bool {
	if *n > 0 {
		*n--
		return false
	}
	return true
}

// Rules are a tenant's rules about app registrations, and how Microsoft Graph behaves there. The zero value forbids
// nothing, and what is written is seen at once.
type Rules struct {
	UsersMayNotRegister bool // "Users can register applications" is No
	AppPolicy
	Audiences           []string // the only ones that are allowed; empty: any
	NeedsReference      bool     // serviceManagementReference is demanded
	HiddenPolicies      bool     // nobody may read the policies
	Quota               int      // registrations that a user without a role may own, deleted ones count a quarter; 0: 250
	ReservedUniqueNames bool     // a deleted registration keeps its uniqueName
	Replication         Replication
}

// AppPolicy is an app management policy: of the tenant, or of one app. Lifetimes of zero are unlimited.
type AppPolicy struct {
	NoSecrets           bool
	SecretLifetime      time.Duration
	CertificateLifetime time.Duration
}

// Replication is how long what is made through Graph stays unseen, and how requests that need it fail meanwhile.
type Replication struct {
	Reads  int // how many requests miss a new registration, and then a new service principal
	Tokens int // how many token requests miss a new secret or certificate
	Shape  Shape

	Clients  int // how many token requests miss a new registration
	Consents int // how many token requests miss a new or changed consent to an API, and all others to it
}

// Shape is how a write fails whose object is not there yet. All of these have been seen of the real service; a read
// always answers 404 Request_ResourceNotFound.
type Shape int

const (
	// ShapePlain: 400 NoBackingApplicationObject for a service principal, 400 "queried reference-property objects" for a
	// delegated grant, 400 "Not a valid reference update" for a role assignment.
	ShapePlain Shape = iota
	// ShapeMisleading: 403 "backing application must be in the local tenant", 404 Directory_ObjectNotFound, 404
	// Request_ResourceNotFound.
	ShapeMisleading
	// ShapeApplied is like ShapeMisleading, but grant and role assignment are written.
	ShapeApplied
)

// objectID is the object id of an app's registration, which is neither its client id nor that of its service principal.
func (t *Tenant) objectID(a *App) string {
	return cmp.Or(a.ObjectID, StableID("application", t.ID, a.ClientID))
}

// policyOf returns the policy that holds for an app; for a new one if a is nil.
func (t *Tenant) policyOf(a *App) AppPolicy {
	if a != nil && a.Policy != nil {
		return *a.Policy
	}
	return t.Rules.AppPolicy
}

// keyOf returns what the registration knows of one of its certificates.
func (a *App) keyOf(cert *x509.Certificate) certificate {
	print := thumbprint(cert)
	known := a.keys[print]
	return certificate{cmp.Or(known.id, StableID("key", print)), cmp.Or(known.name, "CN="+cert.Subject.CommonName), known.unseen}
}

// keep adds a certificate.
func (a *App) keep(cert *x509.Certificate, known certificate) {
	if a.keys == nil {
		a.keys = map[string]certificate{}
	}
	a.keys[thumbprint(cert)] = known
	a.Certificates = append(a.Certificates, cert)
}

// consentedLate notes that consents to an API were written through Graph, which count token requests do not see.
func (a *App) consentedLate(api catalog.API, count int) {
	a.late = cloned(a.late)
	a.late[api] = unseen(count)
}

// consentSeen counts one look of the token endpoint at the consents to an API.
func (a *App) consentSeen(api catalog.API) bool {
	n := a.late[api]
	ok := n.seen()
	if !ok {
		a.late[api] = n
	}
	return ok
}

// sees reports whether the token endpoint knows the certificate already.
func (a *App) sees(cert *x509.Certificate) bool {
	known, new := a.keys[thumbprint(cert)]
	if !new {
		return true
	}
	ok := known.unseen.seen()
	a.keys[thumbprint(cert)] = known
	return ok
}

func thumbprint(cert *x509.Certificate) string {
	sum := sha1.Sum(cert.Raw)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}
