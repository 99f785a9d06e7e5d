package tenantsim

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// Tenant is one directory. The four APIs are present in it unless named as missing or disabled.
type Tenant struct {
	ID        string   // GUID
	Name      string   // as error texts print it
	Domains   []string // verified domains, the first is the one to show
	Federated []string // those of Domains whose users sign in elsewhere

	MissingAPIs  []catalog.API // their service principal is not in the tenant
	DisabledAPIs []catalog.API // their service principal is disabled

	Products TenantProducts // how the products behind the APIs are set up

	DeviceFlow DeviceFlow    // what a policy does to device codes in this tenant
	DeviceLife time.Duration // life of device codes started here; 0 = Options.DeviceLife, below 0 = over before it began
}

// Policy is what stands between a right password and a token.
type Policy string

// The policies. The zero value lets the user in.
const (
	PolicyNone              Policy = ""
	PolicyMFA               Policy = "mfa"
	PolicyMFAEnrollment     Policy = "mfa-enrollment"
	PolicyConditionalAccess Policy = "conditional-access"
	PolicySecurityDefaults  Policy = "security-defaults"
)

// User is one account of a tenant.
type User struct {
	UPN             string
	Name            string
	Password        string
	Disabled        bool
	Locked          bool
	PasswordExpired bool
	Policy          Policy

	Products UserProducts // what the user has in the products behind the APIs

	DeviceFlow      DeviceFlow    // of this user, before the tenant's
	SignInFrequency time.Duration // after this time a refresh token asks for a new sign-in; 0 = never
	Declines        bool          // says no on every page that asks
}

// Secret is one client secret of an app registration.
type Secret struct {
	ID      string // the portal's column Secret ID, a GUID
	Value   string
	Expires time.Time
}

// App is one app registration together with its service principal in the same tenant.
type App struct {
	ClientID     string
	Name         string
	Public       bool     // "Allow public client flows"
	Native       bool     // a public client and nothing else: no credential is accepted
	RedirectURIs []string // of the platform "Mobile and desktop applications"
	WebURIs      []string // of the platform Web: a code that comes through one needs a credential
	SPAURIs      []string // of the platform "Single-page application"
	NeedsPKCE    bool     // a sign-in without a challenge is refused
	Secrets      []Secret
	Certificates []*x509.Certificate

	Requires []catalog.API            // the list on the page "API permissions"
	Consents map[catalog.API][]string // delegated permissions that were consented to
	Roles    map[catalog.API][]string // application permissions that were granted

	AdminConsentOnly   bool // users may not consent: without consent the answer is 90094
	Disabled           bool
	NoServicePrincipal bool
	AssignmentRequired bool
	Assigned           []string // UPNs, when AssignmentRequired

	Products AppProducts // what was done in the products after registration

	userConsents map[string]map[catalog.API][]string // by lower-case UPN; what users consented to for themselves
}

// tenant is a Tenant with what lives in it.
type tenant struct {
	Tenant
	users []*User
	apps  []*App
}

// has reports whether name, a GUID or a domain, means this tenant.
func (t *tenant) has(name string) bool {
	return strings.EqualFold(t.ID, name) || containsFold(t.Domains, name)
}

func (t *tenant) app(clientID string) *App {
	for _, a := range t.apps {
		if strings.EqualFold(a.ClientID, clientID) {
			return a
		}
	}
	return nil
}

func (t *tenant) user(upn string) *User {
	for _, u := range t.users {
		if strings.EqualFold(u.UPN, upn) {
			return u
		}
	}
	return nil
}

// tenantNamed finds a tenant by GUID or domain. The caller holds s.mu.
func (s *Sim) tenantNamed(name string) *tenant {
	for _, t := range s.tenants {
		if t.has(name) {
			return t
		}
	}
	return nil
}

// domainOf is the part of a user principal name behind the last @.
func domainOf(upn string) string {
	return upn[strings.LastIndexByte(upn, '@')+1:]
}

func containsFold(list []string, value string) bool {
	return slices.ContainsFunc(list, func(item string) bool { return strings.EqualFold(item, value) })
}
