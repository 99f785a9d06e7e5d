package steps

import (
	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// credentialFields asks for the application's own proof: a client secret or a certificate.
func credentialFields(env Env, a Answers) []Field {
	switch a.Flow() {
	case catalog.ClientSecret:
		return secretFields(env)
	case catalog.ClientCertificate:
		return certificateFields(env, a)
	default:
		return nil
	}
}

// credentialStep is where a flow's credential is given: a user's password or sign-in belongs to the test itself.
func credentialStep(flow catalog.Flow) catalog.StepID {
	if flow.SignsInUser() {
		return catalog.StepToken
	}
	return catalog.StepCredential
}

// rotation says whose credential is replaced, and until when the old one counts.
func rotation(flow catalog.Flow, profile string) string {
	what, rest := "credential", ""
	switch {
	case flow.SignsInAtPage():
		what = "sign-in"
	case flow == catalog.Password:
		what = "password"
	default:
		rest = " Leave it in the portal until then: both work side by side."
	}
	return "This replaces the " + what + " of profile " + profile + ". Until the new one is saved, the profile goes on with the old one." + rest
}

func secretFields(env Env) []Field {
	return []Field{
		{Key: KeySecret, Kind: Masked, Label: "Client secret", Flag: "--secret-stdin",
			Help:   "The column Value, not Secret ID. It is shown only once.",
			Accept: acceptSecret},
		{Key: KeySecretExpires, Kind: Text, Label: "Expires on", Flag: "--secret-expires", Optional: true, Example: isoDate,
			Help: "The column Expires, so that appreg can warn in time. May be left empty.",
			Accept: func(_ Answers, raw string) (Accepted, *Problem) {
				return acceptExpiry(env.Now(), raw)
			}},
	}
}

func certificateFields(env Env, a Answers) []Field {
	kept := []Option{
		{Value: string(registration.KeepPath), Label: "The file's path", Hint: "the file must stay where it is"},
		{Value: string(registration.KeepKey), Label: "The key itself", Hint: "the keyring holds it; the file can be put away"},
	}
	files := certificateFile{env: env}
	return []Field{
		{Key: KeyCertificate, Kind: File, Label: "Certificate file", Flag: "--certificate", Example: "app.pem or app.pfx",
			Help:   "A PEM file that holds the private key and the certificate, or a PFX file.",
			Accept: files.accept},
		{Key: KeyCertificatePassword, Kind: Masked, Label: "Password of the file", Flag: "--certificate-password-file",
			Optional: a.Get(keyLocked) != Yes,
			Help:     "Only if the file has one.",
			Accept:   files.acceptPassword},
		{Key: KeyKeep, Kind: Choice, Label: "Keep", Flag: "--keep", Options: kept, Default: string(registration.KeepPath),
			Help:   "What is saved of the certificate.",
			Accept: acceptOption("answer", kept, nil)},
	}
}
