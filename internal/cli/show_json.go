package cli

import (
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/store"
)

// shownJSON is a profile as `show --json` prints it: what `list --json` has, and all the rest that is saved.
type shownJSON struct {
	profileJSON
	PasswordSaved bool                    `json:"password_saved"`
	Recipients    []string                `json:"recipients"` // public keys, of a vault file that others read too
	Permissions   []string                `json:"permissions"`
	Environments  []string                `json:"environments"`
	Deployment    registration.Deployment `json:"deployment"`
	Partner       bool                    `json:"partner"`
	Project       string                  `json:"project"`
	Certificate   string                  `json:"certificate"` // path
	Keep          registration.Keep       `json:"keep"`
	Thumbprint    string                  `json:"thumbprint"`
	Authority     string                  `json:"authority"` // empty: the cloud's own
	APIURL        string                  `json:"api_url"`
	GraphURL      string                  `json:"graph_url"`
	CAFile        string                  `json:"ca_file"`
	CheckedAt     string                  `json:"checked_at"`
	Assertion     *assertionJSON          `json:"assertion,omitempty"` // of flow federated
}

// assertionJSON says where a federated profile's outside tokens come from, and whom they are expected to be about.
type assertionJSON struct {
	From    registration.AssertionFrom `json:"from"` // platform, file or command
	File    string                     `json:"file"`
	Command string                     `json:"command"`
	Issuer  string                     `json:"issuer"`
	Subject string                     `json:"subject"`
}

// toShown returns what is shown of p, fit for a terminal.
func toShown(p store.Profile) shownJSON {
	shown := shownJSON{
		profileJSON: toJSON(&p), PasswordSaved: p.PasswordSaved,
		Recipients: cleaned(p.Recipients), Permissions: cleaned(p.Permissions), Environments: cleaned(p.Environments), Partner: p.Partner,
		Deployment: p.Deployment, Project: p.Project, Certificate: p.CertificateFile, Keep: p.Keep, Thumbprint: p.CertificateThumbprint,
		Authority: p.Authority, APIURL: p.APIURL, GraphURL: p.GraphURL, CAFile: p.CAFile, CheckedAt: p.CheckedAt,
	}
	for _, text := range []*string{
		(*string)(&shown.Deployment), (*string)(&shown.Keep), &shown.Project, &shown.Certificate, &shown.Thumbprint,
		&shown.Authority, &shown.APIURL, &shown.GraphURL, &shown.CAFile, &shown.CheckedAt,
	} {
		*text = sanitize.Line(*text)
	}
	if p.AssertionFrom != "" {
		shown.Assertion = &assertionJSON{
			From: registration.AssertionFrom(sanitize.Line(string(p.AssertionFrom))), File: sanitize.Line(p.AssertionFile), Command: sanitize.Line(p.AssertionCommand),
			Issuer: sanitize.Line(p.AssertionIssuer), Subject: sanitize.Line(p.AssertionSubject),
		}
	}
	return shown
}

// cleaned makes texts fit for a terminal. Scripts read arrays, never null.
func cleaned(list []string) []string {
	clean := make([]string, len(list))
	for i, text := range list {
		clean[i] = sanitize.Line(text)
	}
	return clean
}
