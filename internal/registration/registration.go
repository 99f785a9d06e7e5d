// Package registration holds what is checked: API, cloud, tenant, app registration, flow and credential.
// Plain data; steps makes it from a person's answers, store saves it, verify checks it.
package registration

import (
	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// Deployment says where Business Central runs.
type Deployment string

// The two deployments. On-premises is guided, not probed.
const (
	Online     Deployment = "online"
	OnPremises Deployment = "on-premises"
)

// Registration is one app registration in one tenant for one API, with the credential that proves it.
type Registration struct {
	API          catalog.API
	Cloud        catalog.Cloud
	Region       catalog.Region // lcs only
	Tenant       string         // GUID or domain, as the person gave it
	ClientID     string
	Flow         catalog.Flow
	Username     string   // user principal name of who signs in; optional for browser and device code
	Permissions  []string // Power Platform: the delegated permissions that the person added
	Environments []string // Business Central
	Deployment   Deployment
	Partner      bool   // Business Central: Tenant is a customer's
	Project      string // lcs project id

	Overrides     Overrides
	Credential    Credential
	SecretExpires string // YYYY-MM-DD, empty if not known
}

// Target returns the API in its cloud and region, at the registration's hosts. Its error is catalog.Resolve's.
func (r Registration) Target() (catalog.Target, error) {
	t, err := catalog.Resolve(r.API, r.Cloud, r.Region)
	if r.Overrides.Authority != "" {
		t.Login = r.Overrides.Authority
	}
	if r.Overrides.APIURL != "" {
		t.APIURL, t.ManagementURL = r.Overrides.APIURL, r.Overrides.APIURL
	}
	if r.Overrides.GraphURL != "" {
		t.Graph = r.Overrides.GraphURL
	}
	return t, err
}

// Overrides are hosts other than the cloud's own. They are kept with a profile and compared before a secret is sent.
type Overrides struct {
	Authority string // login host, for example https://127.0.0.1:8443; empty = the cloud's own
	APIURL    string // base of the API's own calls; empty = the cloud's own; allowed only with Authority
	GraphURL  string // base of Microsoft Graph; empty = the cloud's own; allowed only with Authority
	CAFile    string // PEM roots trusted beside the system's, for every host
	CASum     string // digest of CAFile's content that was accepted; empty: whatever it holds
}

// Credential is what proves the registration's identity. Which fields are set follows from the flow.
type Credential struct {
	Secret              secret.Secret // client secret, or the password of flow password
	CertificateFile     string        // path of a PEM or PFX file
	Certificate         secret.Secret // the file's bytes, key included
	CertificatePassword secret.Secret
	Keep                Keep
	Assertion           Assertion // of flow federated
}

// Assertion says where the token of an outside issuer comes from that a federated sign-in presents, and whom it is expected
// to be about. It never holds the token, which is fetched anew for every request.
type Assertion struct {
	From    AssertionFrom
	File    string // FromFile
	Command string // FromCommand
	Issuer  string // of the federated credential as it was entered in the portal; empty: not known
	Subject string
}

// AssertionFrom is a kind of source.
type AssertionFrom string

// The sources.
const (
	FromPlatform AssertionFrom = "platform" // recognized by its environment, at each request
	FromFile     AssertionFrom = "file"
	FromCommand  AssertionFrom = "command"
)

// Keep says what is saved of a certificate.
type Keep string

// KeepPath saves the file's path and its password, KeepKey the key itself.
const (
	KeepPath Keep = "path"
	KeepKey  Keep = "key"
)

// Secrets are all that the credential holds of secrets: what no output may show, and what tells two credentials apart. New ones
// come last: saved fingerprints depend on the order.
func (c Credential) Secrets() []secret.Secret {
	return []secret.Secret{c.Secret, c.Certificate, c.CertificatePassword}
}

// IsZero reports whether there is no credential.
func (c Credential) IsZero() bool {
	return c.Secret.IsZero() && c.Certificate.IsZero() && c.Assertion.From == ""
}
