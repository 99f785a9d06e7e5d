package cause

// The certificate, its file and the signed assertion.
const (
	CertNotRegistered         Label = "cert_not_registered"
	CertExpired               Label = "cert_expired"
	CertUnreadable            Label = "cert_unreadable"
	CertKeyMismatch           Label = "cert_key_mismatch"
	CertThumbprintHeader      Label = "cert_thumbprint_header"
	CertAlgorithm             Label = "cert_algorithm"
	AssertionAudience         Label = "assertion_audience"
	AssertionSubject          Label = "assertion_subject"
	AssertionExpiredClockSkew Label = "assertion_expired_clock_skew"
)

// NewCertificate makes an RSA key with a self-signed certificate: the .cer file for the portal, the .pfx file for appreg.
// Its files have names that nothing else uses: none writes over what is there. One line that bash, zsh, cmd and
// PowerShell 7 run.
const NewCertificate = "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=appreg -keyout appreg-key.pem -out appreg-certificate.cer" +
	" && openssl pkcs12 -export -inkey appreg-key.pem -in appreg-certificate.cer -out appreg-certificate.pfx"

var certificateRows = []Row{
	{
		Label: CertNotRegistered, At: AtCertificate, Page: PageCredentials,
		Title:   "The certificate isn't uploaded to this app",
		Meaning: "The certificate with thumbprint {thumbprint} isn't uploaded to app {clientID}.",
		Where:   "App registrations > your app > Certificates & secrets > Certificates",
		Steps: []string{
			"Compare the thumbprints listed there with {thumbprint}.",
			"If it's missing, select **Upload certificate** and pick the public part (.cer, .pem or .crt), never the key.",
			"If it's there, compare the client ID in the answer with this app's.",
		},
		Command: "az ad app credential reset --id {clientID} --append --cert @certificate.pem",
		Admin:   "please upload the attached certificate (public part, thumbprint {thumbprint}) to app {clientID} in tenant {tenant}. An owner of the app can do it.",
	},
	{
		Label: CertExpired, At: AtCertificate, Page: PageCredentials,
		Title:   "The certificate has expired or isn't valid yet",
		Meaning: "Entra rejects everything signed with it.",
		Where:   "App registrations > your app > Certificates & secrets > Certificates",
		Steps: []string{
			"Create a certificate with an RSA key of at least 2048 bits.",
			"Select **Upload certificate** and upload its public part.",
			"Use the new file with its key, then delete the old entry.",
		},
		Command: NewCertificate,
		Admin:   "the certificate of app {clientID} in tenant {tenant} has expired. Please upload the attached new one (public part). An owner of the app can do it.",
	},
	{
		Label: CertUnreadable, At: AtCertificate,
		Title:   "Can't read the certificate or its private key",
		Meaning: "The file isn't a PEM with certificate and key or a PFX that opens with this password. Or the certificate isn't in the store, or the account that runs the program may not use its key.",
		Where:   "The certificate file, or the certificate store, on this machine",
		Steps: []string{
			"Check the path and that the file is complete.",
			"PFX: check its password. PEM: it needs a CERTIFICATE and an unencrypted PRIVATE KEY block.",
			"A .cer or .crt file has no key: use the file that was created together with the key.",
			"Windows store: most programs look under **Current User** > Personal. For a certificate under **Local Computer**, let the account that runs the program read the key: certlm.msc > the certificate > **All Tasks** > **Manage Private Keys**.",
		},
		Command: "openssl pkcs12 -in certificate.pfx -nodes -out certificate.pem",
	},
	{
		Label: CertKeyMismatch, At: AtCertificate,
		Title:   "The private key doesn't match the certificate",
		Meaning: "The file's key belongs to another certificate, so Entra can't verify the signature.",
		Where:   "The certificate file on this machine",
		Steps: []string{
			"Find the key that was created together with this certificate.",
			"Put both into one PEM file, or export both into one PFX.",
			"If the key is lost, create a new pair and upload the new certificate.",
			"The command shows the public keys of a certificate and of a private key: they must be the same.",
		},
		Command: "openssl x509 -in certificate.pem -noout -pubkey && openssl pkey -in key.pem -pubout",
	},
	{
		Label: CertThumbprintHeader, At: AtCertificate, Page: PageCredentials,
		Title:   "The assertion header has the wrong thumbprint",
		Meaning: "Entra finds the certificate by the thumbprint in the assertion's header. It's missing, has the wrong form or is under the wrong name.",
		Where:   "The program that builds the client assertion",
		Steps: []string{
			"Set x5t#S256 to the base64url SHA-256 of the DER certificate, or x5t to its base64url SHA-1.",
			"Use base64url without padding. Hash the certificate itself, not the PEM text or the hex thumbprint.",
			"If the header is right, check that this certificate is uploaded to app {clientID}.",
		},
	},
	{
		Label: CertAlgorithm, At: AtCertificate, Page: PageCredentials,
		Title:   "The key doesn't match the signing algorithm",
		Meaning: "Entra accepts only RSA signatures on client assertions. The key, or alg in the header, is of another kind.",
		Where:   "The certificate and the program that signs with it",
		Steps: []string{
			"Use a certificate with an RSA key of at least 2048 bits.",
			"Sign with PS256 (or RS256), and set alg in the header to the same.",
			"Upload the new certificate to app {clientID}.",
		},
		Command: NewCertificate,
	},
	{
		Label: AssertionAudience, At: AtCertificate,
		Title:   "The assertion is for another endpoint",
		Meaning: "A client assertion's aud claim must be the token endpoint it's sent to: same cloud, same tenant.",
		Where:   "The program that builds the client assertion",
		Steps: []string{
			"Set aud to {login}/{tenant}/oauth2/v2.0/token.",
			"Use the same tenant in aud and in the address of the request, not common.",
			"With a federated credential, aud is the audience entered there, usually api://AzureADTokenExchange.",
			"On behalf of a user: pass on a token issued for this app, not for Microsoft Graph or another API.",
		},
	},
	{
		Label: AssertionSubject, At: AtCertificate,
		Title:   "The assertion has the wrong issuer or subject",
		Meaning: "In an assertion that the app signs, iss and sub are both the client ID. With a federated credential they're the issuer and subject entered there.",
		Where:   "The program that builds the client assertion",
		Steps: []string{
			"With a certificate: set both iss and sub to {clientID}.",
			"Sign the assertion with the app's own certificate. Don't pass on a user's access token.",
			"With a federated credential: compare issuer and subject in the answer, letter by letter, with **App registrations** > your app > **Certificates & secrets** > **Federated credentials**.",
		},
	},
	{
		Label: AssertionExpiredClockSkew, At: AtCertificate,
		Title:   "The assertion is expired or not valid yet",
		Meaning: "A wrong clock or time zone, or an assertion that was used again later, causes this.{clockNote}",
		Where:   "This machine's clock, and the program that builds the assertion",
		Steps: []string{
			"Turn on automatic time (NTP) and compare the clock with UTC.",
			"Set nbf and exp from UTC seconds, 5 to 10 minutes apart.",
			"Create a new assertion for every request.",
		},
		Command: "timedatectl status",
	},
}
