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
