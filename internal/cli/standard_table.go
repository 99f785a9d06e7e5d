package cli

import "appreg/steps"

// standardAnswers are the variables by which Azure's own libraries and tools describe an app registration; they count
// where no flag answers. Source: Azure Identity, Environment variables (docs/sources.md, "Federated credentials").
func standardAnswers() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeyTenant:      "AZURE_TENANT_ID",
		steps.KeyClientID:    "AZURE_CLIENT_ID",
		steps.KeyCertificate: "AZURE_CLIENT_CERTIFICATE_PATH",
	}
}

// standardSecrets are those that hold a secret, by the answer that it is; they count where neither a flag nor a variable of
// appreg's hands one over.
func standardSecrets() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeySecret:              "AZURE_CLIENT_SECRET",
		steps.KeyCertificatePassword: "AZURE_CLIENT_CERTIFICATE_PASSWORD",
	}
}

// standardPassword holds a user's password, as an export with the secret writes it. appreg reads none from it.
const standardPassword = "AZURE_PASSWORD"

// standardHost names the login host. That of a cloud says which cloud is meant.
const standardHost = "AZURE_AUTHORITY_HOST"
