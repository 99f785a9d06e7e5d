package tenantsim

import (
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// Tenant is one directory with what lives in it. The APIs are present unless named as missing or disabled.
type Tenant struct {
	ID        string   // GUID
	Name      string   // as error texts print it
	Domains   []string // verified domains, the first is the one to show
	Federated []string // those of Domains whose users sign in elsewhere
	Users     []*User  // the first one signs in where nobody is named
	Apps      []*App

	MissingAPIs  []catalog.API // their service principal is not in the tenant
	DisabledAPIs []catalog.API // their service principal is disabled

	// DeviceFlow is what a Conditional Access policy about authentication flows answers at the token endpoint: ConditionalAccess
	// or ConfirmationRequired. With DevicePageSaysNo it answers on the page, and the program that waits only sees pending.
	DeviceFlow       *Situation
	DevicePageSaysNo bool
	DeviceLife       time.Duration // of device codes started here; 0 = 15 minutes, below 0 = over before it began

	Cloud        catalog.Cloud // the APIs take tokens for this cloud alone; empty: for any
	RolesOnly    bool          // Power Platform knows role assignments only, management applications do not count there
	Environments []string      // of Business Central; default Production and Sandbox
	CardMaker    bool          // somebody adds the card of an application that is authorized in Business Central's admin center

	Rules Rules // about app registrations

	records map[string][]record // of Business Central, by environment and kind
	deleted []deletedApp        // app registrations that can be restored
}

// User is one account of a tenant.
type User struct {
	UPN             string
	Name            string
	Password        string
	Disabled        bool
	Locked          bool
	PasswordExpired bool
	Policy          *Situation    // what stands between a right password and a token, for example MFARequired; nil lets the user in
	SignInFrequency time.Duration // after this time a refresh token asks for a new sign-in; 0 = never
	Declines        bool          // says no on every page that asks

	DirectoryRoles []string // names of the roles in the directory, see directory_roles_table.go

	Administrator bool     // a Power Platform Administrator
	Projects      []string // of Lifecycle Services, in which the user is a member
	Unlicensed    bool     // has no licence for Business Central
}

// Secret is one client secret of an app registration.
type Secret struct {
	ID      string // the portal's column Secret ID, a GUID
	Value   string
	Expires time.Time
	Name    string    // the portal's column Description
	Starts  time.Time // zero: 180 days before it expires

	unseen unseen // by the token endpoint
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
	Secrets      []Secret
	Certificates []*x509.Certificate

	Requires map[catalog.API][]string // the page "API permissions": the delegated permissions listed there
	Consents map[catalog.API][]string // delegated permissions that were consented to for the whole tenant
	Roles    map[catalog.API][]string // application permissions that were granted

	AdminConsentOnly   bool // users may not consent: without consent the answer is 90094
	Disabled           bool
	NoServicePrincipal bool
	AssignmentRequired bool
	Assigned           []string // UPNs, when AssignmentRequired

	ManagementApp bool           // registered in Power Platform
	PlatformRoles []PlatformRole // assigned in Power Platform
	Blocked       bool           // Power Platform's application access control does not admit it
	Cards         []Card         // of Business Central

	Registration

	Outside       Outside    // what the simulated platforms say in their tokens for it
	OutsidePolicy *Situation // what stands between a token that fits and the answer, for example FederatedOff; nil lets it in

	userConsents map[string]map[catalog.API][]string // by lower-case UPN; what users consented to for themselves
}

// PlatformRole is a role that an application has in Power Platform.
type PlatformRole struct {
	Role  string // its definition's id
	Scope string // empty: the tenant; else "environments/{id}" or "environmentGroups/{id}"
}

// Card is a Microsoft Entra application card of Business Central. Each environment has its own.
type Card struct {
	Environment    string
	Description    string   // names the application's user; empty: the app's name
	Disabled       bool     // State is not Enabled
	PermissionSets []string // none: the application may read nothing
}

// has reports whether name, a GUID or a domain, means this tenant.
func (t *Tenant) has(name string) bool {
	return strings.EqualFold(t.ID, name) || containsFold(t.Domains, name)
}

// App returns the app registration with a client id; nil if there is none.
func (t *Tenant) App(clientID string) *App {
	return found(t.Apps, func(a *App) bool { return strings.EqualFold(a.ClientID, clientID) })
}

// User returns the account with a name; nil if there is none.
func (t *Tenant) User(upn string) *User {
	return found(t.Users, func(u *User) bool { return strings.EqualFold(u.UPN, upn) })
}

// Consent lists delegated permissions of an API on the page "API permissions" and consents to them for the whole tenant.
func (a *App) Consent(api catalog.API, permissions ...string) {
	a.Requires, a.Consents = with(a.Requires, api, permissions), with(a.Consents, api, permissions)
}

// with returns a copy of grants with names added, so that a map handed in by a caller is never written to.
func with(grants map[catalog.API][]string, api catalog.API, names []string) map[catalog.API][]string {
	next := cloned(grants)
	next[api] = slices.Clone(next[api])
	for _, name := range names {
		if !containsFold(next[api], name) {
			next[api] = append(next[api], name)
		}
	}
	return next
}

func found[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}

// domainOf is the part of a user principal name behind the last @.
func domainOf(upn string) string { return upn[strings.LastIndexByte(upn, '@')+1:] }

func containsFold(list []string, value string) bool {
	return slices.ContainsFunc(list, func(item string) bool { return strings.EqualFold(item, value) })
}
