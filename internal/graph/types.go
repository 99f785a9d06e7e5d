package graph

import (
	"time"

	"appreg/internal/secret"
)

// Application is an app registration. Times are UTC; zero where there is none.
type Application struct {
	ID           string // object id of the registration
	AppID        string // client id
	UniqueName   string // the key that its creator chose; empty mostly
	DisplayName  string
	Audience     string // signInAudience, for example AzureADMyOrg
	PublicClient bool   // isFallbackPublicClient: "Allow public client flows"
	RedirectURIs []string
	Web          []string // redirect URIs of platform Web
	SPA          []string // of platform Single-page application
	Required     []RequiredAccess
	Passwords    []PasswordCredential
	Keys         []KeyCredential
	Created      time.Time
	Deleted      time.Time // when it was put among the deleted ones
	Disabled     bool      // isDisabled, or disabled by Microsoft
	Blocked      string    // disabledByMicrosoftStatus, as sent
}

// RequiredAccess is what a registration asks for of one API.
type RequiredAccess struct {
	ResourceAppID string
	Scopes        []string // ids of delegated permissions
	Roles         []string // ids of application permissions
}

// ServicePrincipal is an enterprise application: an app's, or an API's with what it offers.
type ServicePrincipal struct {
	ID                 string // object id of the enterprise application
	AppID              string
	Enabled            bool    // accountEnabled
	AssignmentRequired bool    // appRoleAssignmentRequired
	Scopes             []Offer // delegated permissions; only of an API
	Roles              []Offer // application permissions; only of an API
}

// Offer is a permission that an API offers.
type Offer struct {
	ID    string
	Value string // its name, as scp or roles hold it
}

// Grant is the consent to delegated permissions: oAuth2PermissionGrant.
type Grant struct {
	ID         string
	ClientID   string // object id of the app's enterprise application
	ResourceID string // of the API's
	Everyone   bool   // consentType AllPrincipals; otherwise for one user alone
	Scopes     []string
}

// AppRoleAssignment is the consent to one application permission.
type AppRoleAssignment struct {
	ID          string
	PrincipalID string // object id of the app's enterprise application
	ResourceID  string // of the API's
	RoleID      string
}

// PasswordCredential is a client secret without its value.
type PasswordCredential struct {
	KeyID       string
	DisplayName string
	Hint        string // its first three characters
	End         time.Time
}

// NewPassword is a client secret that was just made: the one answer in which its value stands.
type NewPassword struct {
	PasswordCredential
	Secret secret.Secret
}

// KeyCredential is a certificate's public part. Raw is the entry as Graph sent it, to be sent back with the others.
type KeyCredential struct {
	KeyID       string
	DisplayName string
	Thumbprint  string // SHA-1 in capital hexadecimal digits; empty where the entry names none
	End         time.Time
	Raw         []byte
}

// FederatedCredential is the trust in another issuer's tokens.
type FederatedCredential struct {
	ID          string
	Name        string
	Issuer      string
	Subject     string // empty for a flexible one
	Audiences   []string
	Description string
}

// Owner is an owner of a registration.
type Owner struct {
	ID   string
	Name string // user principal name, else display name
}

// DirectoryRole is a role that the signed-in person has.
type DirectoryRole struct {
	Name       string
	TemplateID string // the same in every tenant; catalog.Role holds it too
}

// User is who signed in to get the token.
type User struct {
	ID   string
	Name string // user principal name
}
