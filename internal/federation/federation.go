// Package federation knows the federated credentials of an app registration: what an outside issuer's token says of
// itself, what has to be entered for it, computed and decoded offline, and where the two differ. It sends nothing and reads
// nothing: see federation/source for where the tokens come from (docs/sources.md, "Federated credentials").
package federation

import (
	"appreg/internal/catalog"
)

// Credential is one federated credential as an app registration holds it.
type Credential struct {
	Name     string
	Issuer   string
	Subject  string
	Audience string
}

// Identity is whom an outside token is about: what a federated credential has to name byte for byte.
type Identity struct {
	Issuer  string
	Subject string
}

// Presented is what an outside token says of itself.
type Presented struct {
	Identity
	Audience string // several are separated by blanks
}

// In returns the federated credential that identity needs in cloud, under a name that says what it is for.
func (i Identity) In(cloud catalog.Cloud) Credential {
	return Credential{Name: i.name(), Issuer: i.Issuer, Subject: i.Subject, Audience: catalog.ExchangeAudience(cloud)}
}
