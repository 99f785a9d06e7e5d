package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/sanitize"
)

// draftKeys are the answers that a draft may bring, in the order in which they are judged: a later one is judged in the
// light of the earlier ones. None is a host, a file of roots, an admin source, or the command or file
// of an outside token: those come from this run alone. Saving a password is agreed to in each run anew.
var draftKeys = []Key{
	KeyAPI, KeyFlow, KeyCloud, KeyRegion, KeyDeployment, KeyPartner, KeyHow,
	KeyTenant, KeyTenantID, KeyClientID, KeyRedirectURI, KeyPermissions, KeyUsername,
	KeySecretExpires, KeyKeep, KeyCertificate, KeyPlatform, KeyWorkload, KeyEnvironments, KeyProject, KeyProfile, KeyStore, KeyAppName, KeyLeftAt,
}

// unasked judge the answers that no question asks for, or whose question would read a file.
func unasked() map[Key]func(value string) bool {
	return map[Key]func(value string) bool{
		KeyTenantID:    isGUID,
		KeyCertificate: func(value string) bool { return sanitize.Line(value) == value }, // read when the person confirms it
		KeyAppName:     func(value string) bool { return sanitize.Line(value) == value },
		KeyLeftAt:      func(value string) bool { return partOf(catalog.StepID(value)).guide != nil },
	}
}

// Judged returns the answers of a draft as far as they would be taken if they were typed: a draft is a plain file that
// others can write. The rest is left out and asked for again.
func (a Answers) Judged(env Env) Answers {
	m, judges := New(env, Answers{}), unasked()
	for _, key := range draftKeys {
		value := a.Get(key)
		fits, apart := judges[key]
		switch {
		case value == "":
		case !apart:
			if next, _, problem := m.Accept(key, value); problem == nil {
				m = next
			}
		case fits(value):
			m.answers = m.answers.With(key, value)
		}
	}
	return m.answers
}
