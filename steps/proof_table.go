package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// proof is what the steps say about one kind of credential.
type proof struct {
	secret   Key                                       // the answer that holds the secret; empty where there is none
	fields   func(Env, Answers) []Field                // asks for the credential, and for who signs in with it
	made     func(Answers) []Block                     // how to make it in the portal
	copies   func(Answers) []Copy                      // what is entered there, ready to copy; nil: nothing
	commands []string                                  // that make it elsewhere
	asked    string                                    // what an administrator who registers the application does about it
	stored   func(Answers) []string                    // what the store does; completes "The keyring "
	take     func(*registration.Registration, Answers) // puts the answers into a registration
}

// proofOf returns what the steps say about a flow's credential: nothing where the flow does not exist.
func proofOf(flow catalog.Flow) proof {
	switch flow.Info().Proof {
	case catalog.ProofPassword:
		return passwordProof()
	case catalog.ProofPage:
		return pageProof()
	case catalog.ProofSecret:
		return secretProof()
	case catalog.ProofCertificate:
		return certificateProof()
	case catalog.ProofAssertion:
		return assertionProof()
	case catalog.NoProof:
	}
	return proof{}
}

// always says the same whatever the answers.
func always(texts ...string) func(Answers) []string { return func(Answers) []string { return texts } }

func passwordProof() proof {
	return proof{
		secret: KeyPassword,
		fields: func(_ Env, a Answers) []Field {
			name := usernameField()
			name.Check = CheckUser
			name.Help = "A work account of this tenant without MFA."
			return []Field{name, {Key: KeyPassword, Kind: Masked, Label: "Password", Flag: "--secret-stdin",
				Help:   "Sent to Entra once for each test. Not saved unless you say so.",
				Accept: acceptPassword}}
		},
		stored: always("holds the password only if you say so."),
		take:   func(reg *registration.Registration, a Answers) { reg.Credential.Secret = a.Secret(KeyPassword) },
	}
}

// pageProof: the name is a hint, and is compared with who signed in; no answer holds the sign-in itself.
func pageProof() proof {
	return proof{
		fields: func(Env, Answers) []Field {
			name := usernameField()
			name.Optional, name.Advanced, name.Label = true, true, "Who will sign in"
			name.Help = "The test then checks that it was this account."
			return []Field{name}
		},
		stored: always("holds a key; a file sealed with it holds your sign-in, so that appreg token needs nobody while it lasts."),
	}
}

func usernameField() Field {
	return Field{Key: KeyUsername, Kind: Text, Label: "User name", Flag: "--username", Example: "jan@contoso.com", Accept: acceptUsername}
}

func secretProof() proof {
	return proof{
		secret: KeySecret,
		fields: secretFields,
		made:   secretBlocks,
		asked:  "a new client secret",
		stored: always("holds the client secret."),
		take: func(reg *registration.Registration, a Answers) {
			reg.Credential.Secret, reg.SecretExpires = a.Secret(KeySecret), a.Get(KeySecretExpires)
		},
	}
}

func secretFields(env Env, _ Answers) []Field {
	return []Field{
		{Key: KeySecret, Kind: Masked, Label: "Client secret", Flag: "--secret-stdin",
			Help:   "The column Value, not Secret ID. The portal shows it once.",
			Accept: func(a Answers, raw string) (Accepted, *Problem) { return acceptSecretOrRow(env.Now(), a, raw) }},
		{Key: KeySecretExpires, Kind: Text, Label: "Expires on", Flag: "--secret-expires", Optional: true, Example: isoDate,
			Help: "The column Expires, so that appreg can warn in time. May be left empty.",
			Accept: func(_ Answers, raw string) (Accepted, *Problem) {
				return acceptExpiry(env.Now(), raw)
			}},
	}
}

func secretBlocks(Answers) []Block {
	return []Block{
		do("On **Client secrets** select **New client secret**. Enter a **Description**, choose **Expires**, and select **Add**."),
		do("Copy **Value** now and paste it here. You can paste the whole row."),
		note("The portal won't show **Value** again. **Secret ID** isn't the secret."),
		note("appreg keeps it in your system's keyring, never in a plain file."),
		note("Lost the value? Create a new secret. The old one keeps working until it expires."),
		note("A secret lasts 24 months at most; Microsoft recommends less than 12."),
		note("Can't create one? Your tenant's policy forbids secrets. Use a certificate."),
	}
}

func certificateProof() proof {
	return proof{
		secret:   KeyCertificatePassword,
		fields:   certificateFields,
		made:     certificateBlocks,
		commands: certificateCommands,
		asked:    "upload the certificate that I send",
		stored: func(a Answers) []string {
			if keep(a) == registration.KeepKey {
				return []string{"holds the certificate's key."}
			}
			return []string{"holds the certificate's path and password. The file stays where it is."}
		},
		take: func(reg *registration.Registration, a Answers) {
			reg.Credential = registration.Credential{
				CertificateFile:     a.Get(KeyCertificate),
				Certificate:         a.Secret(KeyCertificate),
				CertificatePassword: a.Secret(KeyCertificatePassword),
				Keep:                keep(a),
			}
		},
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

// certificateCommands make a key and a self-signed X.509 certificate, and join them for appreg.
var certificateCommands = []string{
	"openssl req -x509 -newkey rsa:2048 -sha256 -days 365 -nodes -subj /CN=appreg -keyout app.key -out app.cer",
	"openssl pkcs12 -export -inkey app.key -in app.cer -out app.pfx",
}

func certificateBlocks(Answers) []Block {
	return []Block{
		do("On **Certificates** select **Upload certificate** and choose the public part: .cer, .pem or .crt."),
		do("Enter the file with the private key here: PFX, or PEM with key and certificate."),
		do("Compare **Thumbprint** with the one that appreg shows."),
		note("Upload the public part only. The private key never leaves your machine."),
		note("An X.509 certificate, RSA, 2048 bits or more. Self-signed is fine. These commands make one for a year:"),
		{Kind: Code, Text: strings.Join(certificateCommands, "\n"), Extra: true},
	}
}
