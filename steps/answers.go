package steps

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// Key names one answer. The names are those of setup's flags, without the dashes.
type Key string

// The answers.
const (
	KeyAPI        Key = "api"
	KeyCloud      Key = "cloud"
	KeyRegion     Key = "region"
	KeyFlow       Key = "flow"
	KeyDeployment Key = "deployment"
	KeyPartner    Key = "partner" // Yes or No
	KeyHow        Key = "how"     // who makes the app registration

	KeyAdmin         Key = "admin" // with whose rights appreg makes it
	KeyAdminClientID Key = "admin-client-id"

	KeyTenant      Key = "tenant"
	KeyTenantID    Key = "tenant-id" // never asked: learned from the tenant look-up
	KeyClientID    Key = "client-id"
	KeyRedirectURI Key = "redirect-uri" // Business Central's OAuthLanding.htm; optional

	KeyPermissions Key = "permission" // names separated by commas
	KeyUsername    Key = "username"

	KeySecret              Key = "client-secret"
	KeyPassword            Key = "password"
	KeySecretExpires       Key = "secret-expires"
	KeyCertificate         Key = "certificate"
	KeyCertificatePassword Key = "certificate-password"
	KeyKeep                Key = "keep"

	KeyPlatform         Key = "platform" // where the app runs whose token signs in
	KeyWorkload         Key = "workload" // what runs there, in the platform's own form
	KeyAssertionFile    Key = "assertion-file"
	KeyAssertionCommand Key = "assertion-command"

	KeyEnvironments Key = "environment" // names separated by commas
	KeyProject      Key = "project"

	KeyProfile      Key = "profile"
	KeyStore        Key = "store"
	KeySavePassword Key = "save-password" // Yes or No

	KeyRecipients      Key = "recipient" // public keys separated by commas
	KeyPassphrase      Key = "vault-passphrase"
	KeyPassphraseAgain Key = "vault-passphrase-again"

	KeyAppName Key = "app-name" // never asked: the display name in a paste of the Overview block
	KeyLeftAt  Key = "left-at"  // never asked: the step on which the person was when a draft was saved
)

// Values of choice answers.
const (
	Yes = "yes"
	No  = "no"
)

// Answers holds what the person has answered. It is a value: With and Without give a changed copy.
// Secrets are kept apart from the text answers, so that a draft cannot hold one.
type Answers struct {
	text      map[Key]string
	secrets   map[Key]secret.Secret
	Overrides registration.Overrides
	Simulated bool // the overrides lead to the demo's simulator: texts name the hosts that it stands for
}

// Format prints the names of the answers and the text ones' values. Without it fmt would look into the secrets,
// as it calls no methods on what lies in unexported fields.
func (a Answers) Format(f fmt.State, _ rune) {
	keys := slices.Sorted(maps.Keys(a.text))
	for _, key := range keys {
		_, _ = fmt.Fprintf(f, "%s=%q ", key, a.text[key])
	}
	for _, key := range slices.Sorted(maps.Keys(a.secrets)) {
		_, _ = fmt.Fprintf(f, "%s=%s ", key, secret.Secret{})
	}
}

// Get returns the text answer under key, empty if there is none.
func (a Answers) Get(key Key) string { return a.text[key] }

// Secret returns the secret answer under key.
func (a Answers) Secret(key Key) secret.Secret { return a.secrets[key] }

// SecretKeys are the keys of the secret answers, in the order of their names.
func (a Answers) SecretKeys() []Key { return slices.Sorted(maps.Keys(a.secrets)) }

// Has reports whether there is an answer under key, text or secret.
func (a Answers) Has(key Key) bool { return a.text[key] != "" || !a.secrets[key].IsZero() }

// With returns a copy that answers key with value; an empty value removes the answer.
func (a Answers) With(key Key, value string) Answers {
	if value == "" {
		return a.Without(key)
	}
	a.text = maps.Clone(a.text)
	if a.text == nil {
		a.text = map[Key]string{}
	}
	a.text[key] = value
	return a
}

// WithSecret returns a copy that answers key with a secret.
func (a Answers) WithSecret(key Key, value secret.Secret) Answers {
	if value.IsZero() {
		return a.Without(key)
	}
	a.secrets = maps.Clone(a.secrets)
	if a.secrets == nil {
		a.secrets = map[Key]secret.Secret{}
	}
	a.secrets[key] = value
	return a
}

// WithOverrides returns a copy with other hosts than the cloud's own.
func (a Answers) WithOverrides(overrides registration.Overrides) Answers {
	a.Overrides = overrides
	return a
}

// Without returns a copy that has no answer under key.
func (a Answers) Without(key Key) Answers {
	a.text, a.secrets = maps.Clone(a.text), maps.Clone(a.secrets)
	delete(a.text, key)
	delete(a.secrets, key)
	return a
}

// Draft returns the text answers: all that a draft may hold.
func (a Answers) Draft() map[Key]string { return maps.Clone(a.text) }

// FromDraft returns the answers of a draft.
func FromDraft(draft map[Key]string) Answers { return Answers{text: maps.Clone(draft)} }

// API is the chosen API, empty before it is chosen.
func (a Answers) API() catalog.API { return catalog.API(a.Get(KeyAPI)) }

// Flow is the chosen flow, empty before it is chosen.
func (a Answers) Flow() catalog.Flow { return catalog.Flow(a.Get(KeyFlow)) }

// Cloud is the chosen cloud; public before one is chosen.
func (a Answers) Cloud() catalog.Cloud {
	if c := a.Get(KeyCloud); c != "" {
		return catalog.Cloud(c)
	}
	return catalog.Public
}

// List splits an answer that holds several values.
func (a Answers) List(key Key) []string {
	var list []string
	for part := range strings.SplitSeq(a.Get(key), ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
