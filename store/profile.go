package store

import (
	"cmp"
	"path/filepath"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
)

// Phase says how far the saving or removing of a profile has come.
type Phase string

// The phases. Only a ready profile can be loaded; the others are what a crash left behind.
const (
	PhasePending  Phase = "pending"  // its credential was not yet read back from the keyring
	PhaseReady    Phase = "ready"    // saved and read back
	PhaseDeleting Phase = "deleting" // its credential is being deleted
)

// Profile is one entry of the index: everything about a saved registration that is not secret.
type Profile struct {
	Name     string `json:"name"` // as the person gave it; unique ignoring case
	ID       string `json:"id"`   // user name of the keyring item, [a-z0-9-]{1,48}, fixed for life
	State    Phase  `json:"state"`
	Replaces string `json:"replaces,omitempty"` // pending only: id of the profile that this one is to replace

	API          catalog.API             `json:"api"`
	Cloud        catalog.Cloud           `json:"cloud"`
	Region       catalog.Region          `json:"region,omitempty"`
	Tenant       string                  `json:"tenant"`              // GUID or domain, as the person gave it
	TenantID     string                  `json:"tenant_id,omitempty"` // GUID, from the tenant look-up
	ClientID     string                  `json:"client_id"`
	Flow         catalog.Flow            `json:"flow"`
	Username     string                  `json:"username,omitempty"`
	Permissions  []string                `json:"permissions,omitempty"`
	Environments []string                `json:"environments,omitempty"`
	Deployment   registration.Deployment `json:"deployment,omitempty"`
	Partner      bool                    `json:"partner,omitempty"`
	Project      string                  `json:"project,omitempty"`

	Authority string `json:"authority,omitempty"` // overrides of the cloud's own hosts
	APIURL    string `json:"api_url,omitempty"`
	GraphURL  string `json:"graph_url,omitempty"`
	CAFile    string `json:"ca_file,omitempty"`
	CASum     string `json:"ca_sha256,omitempty"` // Sum of CAFile's content as it was used; empty: not known

	Store                 BackendName       `json:"store"`
	Recipients            []string          `json:"recipients,omitempty"`        // public keys that its vault file is for, where others read it too
	Generation            int               `json:"sealed_generation,omitempty"` // of the sealed file as last written
	PasswordSaved         bool              `json:"password_saved,omitempty"`
	SecretExpires         string            `json:"secret_expires,omitempty"` // YYYY-MM-DD
	CertificateFile       string            `json:"certificate_file,omitempty"`
	CertificateThumbprint string            `json:"certificate_thumbprint,omitempty"`
	Keep                  registration.Keep `json:"keep,omitempty"`

	AssertionFrom    registration.AssertionFrom `json:"assertion_from,omitempty"` // of flow federated
	AssertionFile    string                     `json:"assertion_file,omitempty"`
	AssertionCommand string                     `json:"assertion_command,omitempty"`
	AssertionIssuer  string                     `json:"assertion_issuer,omitempty"` // as entered in the portal
	AssertionSubject string                     `json:"assertion_subject,omitempty"`

	Verdict   report.Verdict `json:"verdict,omitempty"`    // of the last verification
	CheckedAt string         `json:"checked_at,omitempty"` // RFC 3339, UTC
	SavedAt   string         `json:"saved_at"`             // RFC 3339, UTC
}

// Ready reports whether the profile was saved completely.
func (p Profile) Ready() bool { return p.State == PhaseReady }

// Registration returns what the profile describes, without its credential: LoadCredential gives that. Where a federated profile's
// tokens come from is no secret; it may be used once the keyring item has confirmed it, see CheckBinding.
func (p Profile) Registration() registration.Registration {
	return registration.Registration{
		API: p.API, Cloud: p.Cloud, Region: p.Region,
		Tenant: p.Tenant, ClientID: p.ClientID, Flow: p.Flow, Username: p.Username,
		Permissions: p.Permissions, Environments: p.Environments,
		Deployment: p.Deployment, Partner: p.Partner, Project: p.Project,
		Overrides:     registration.Overrides{Authority: p.Authority, APIURL: p.APIURL, GraphURL: p.GraphURL, CAFile: p.CAFile, CASum: p.CASum},
		SecretExpires: p.SecretExpires,
		Credential:    registration.Credential{Assertion: p.assertion()},
	}
}

// assertion is where the outside tokens of a federated profile come from; zero for other flows.
func (p Profile) assertion() registration.Assertion {
	return registration.Assertion{
		From: p.AssertionFrom, File: p.AssertionFile, Command: p.AssertionCommand, Issuer: p.AssertionIssuer, Subject: p.AssertionSubject,
	}
}

// Facts is what a verification learned about a registration.
type Facts struct {
	Verdict               report.Verdict
	TenantID              string // GUID
	CheckedAt             string // RFC 3339, UTC
	CertificateThumbprint string
}

// NewProfile returns the profile of reg under name. Paths in it are made absolute, because a profile is used from any
// directory. ID, State, Store and SavedAt are Save's to set.
func NewProfile(name string, reg registration.Registration, facts Facts) (Profile, error) {
	certificate, err := absolute(reg.Credential.CertificateFile)
	if err != nil {
		return Profile{}, err
	}
	roots, err := absolute(reg.Overrides.CAFile)
	if err != nil {
		return Profile{}, err
	}
	p := Profile{
		Name: name, API: reg.API, Cloud: reg.Cloud, Region: reg.Region,
		Tenant: reg.Tenant, TenantID: facts.TenantID, ClientID: reg.ClientID, Flow: reg.Flow, Username: reg.Username,
		Permissions: reg.Permissions, Environments: reg.Environments,
		Deployment: reg.Deployment, Partner: reg.Partner, Project: reg.Project,
		Authority: reg.Overrides.Authority, APIURL: reg.Overrides.APIURL, GraphURL: reg.Overrides.GraphURL, CAFile: roots, CASum: reg.Overrides.CASum,
		SecretExpires: reg.SecretExpires, CertificateThumbprint: facts.CertificateThumbprint,
		Verdict: facts.Verdict, CheckedAt: facts.CheckedAt,
	}
	if err := p.setAssertion(reg); err != nil {
		return Profile{}, err
	}
	if reg.Flow.Info().Proof == catalog.ProofCertificate {
		p.CertificateFile, p.Keep = certificate, reg.Credential.Keep
		if p.Keep == "" {
			p.Keep = registration.KeepPath
		}
	}
	return p, nil
}

// absolute makes path absolute; an empty one stays empty.
func absolute(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	return filepath.Abs(path)
}

// setAssertion keeps where the outside tokens of a federated registration come from, never a token.
func (p *Profile) setAssertion(reg registration.Registration) error {
	if reg.Flow.Info().Proof != catalog.ProofAssertion {
		return nil
	}
	from := reg.Credential.Assertion
	file, err := absolute(from.File)
	p.AssertionFrom, p.AssertionFile, p.AssertionCommand = cmp.Or(from.From, registration.FromPlatform), file, from.Command
	p.AssertionIssuer, p.AssertionSubject = from.Issuer, from.Subject
	return err
}
