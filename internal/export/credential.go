package export

import (
	"cmp"
	"net/url"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// The variables that Azure's SDKs and tools read.
const (
	variableSecret      = "AZURE_CLIENT_SECRET"
	variableCertificate = "AZURE_CLIENT_CERTIFICATE_PATH"
	variableToken       = "AZURE_FEDERATED_TOKEN_FILE"
	variableTenant      = "AZURE_TENANT_ID"
	variableClient      = "AZURE_CLIENT_ID"
	variableAuthority   = "AZURE_AUTHORITY_HOST"
)

func (in Input) flow() catalog.FlowInfo { return in.Registration.Flow.Info() }

func (in Input) tenant() string { return cmp.Or(in.TenantID, in.Registration.Tenant) }

// hasValue reports whether there is a client secret that can be written. A certificate's key isn't: its file is named.
func (in Input) hasValue() bool {
	return in.flow().Proof == catalog.ProofSecret && !in.Registration.Credential.Secret.IsZero()
}

// secret is the client secret itself, where it is to be written, else a reference to it.
func (in Input) secret(reference string) string {
	if in.WithSecret && in.hasValue() {
		return in.Registration.Credential.Secret.Reveal()
	}
	return reference
}

// certificateFile is where the certificate is, where the profile names a file; else a place to put it.
func (in Input) certificateFile() string {
	if c := in.Registration.Credential; c.Keep == registration.KeepPath && !c.Certificate.IsZero() {
		return c.Certificate.Reveal()
	}
	return in.Profile + ".pem"
}

// setting is a variable with its value; ref says that the value is still to be put in.
type setting struct {
	name, value string
	ref         bool
}

// settings are the variables of Azure's SDKs and tools for an app that signs in as itself.
func (in Input) settings() []setting {
	list := []setting{{name: variableTenant, value: in.tenant()}, {name: variableClient, value: in.Registration.ClientID}}
	switch in.flow().Proof {
	case catalog.ProofSecret:
		list = append(list, setting{name: variableSecret, value: in.secret(""), ref: !in.WithSecret})
	case catalog.ProofCertificate:
		list = append(list, setting{name: variableCertificate, value: in.certificateFile()})
	case catalog.ProofAssertion:
		list = append(list, setting{name: variableToken, ref: true})
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage:
	}
	if in.Target.Cloud != catalog.Public {
		list = append(list, setting{name: variableAuthority, value: strings.TrimRight(in.Target.Login, "/") + "/"})
	}
	return list
}

// tokenCommand gets the profile's token.
func (in Input) tokenCommand() string { return "appreg token " + in.Profile }

// address is that of a first harmless call of the API.
func (in Input) address() string {
	var path string
	for _, call := range catalog.TrialOf(in.Registration.API).Calls {
		fits := call.Who == catalog.AnyCaller || call.Who == in.flow().Who
		if fits && (path == "" || call.About == catalog.AboutEnvironment && !strings.Contains(path, "{environment}")) {
			path = call.Path
		}
	}
	environment := "production"
	if list := in.Registration.Environments; len(list) > 0 {
		environment = list[0]
	}
	return strings.TrimRight(in.Target.APIURL, "/") + strings.NewReplacer(
		"{tenant}", url.PathEscape(in.tenant()), "{environment}", url.PathEscape(environment), "{project}", url.PathEscape(cmp.Or(in.Registration.Project, "PROJECT")),
	).Replace(path)
}
