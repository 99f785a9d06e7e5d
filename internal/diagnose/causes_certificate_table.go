package diagnose

// The certificate, its file and the signed assertion (entra.md section 4).
var certificateCauses = []causeRow{
	{
		cause:   "cert_not_registered",
		title:   "The certificate is not on this app",
		meaning: "The assertion was signed with a certificate (thumbprint {thumbprint}) that is not uploaded to app {clientID}.",
		where:   "App registrations > your app > Certificates & secrets > Certificates",
		steps: []string{
			"Compare the thumbprints listed there with {thumbprint}.",
			"If it is missing, choose Upload certificate and pick the public part (.cer, .pem or .crt), never the key.",
			"If it is there, compare the client id in the answer with this app's.",
		},
		command: "az ad app credential reset --id {clientID} --append --cert @certificate.pem",
		page:    pageCredentials,
		admin:   "please upload the attached certificate (public part, thumbprint {thumbprint}) to app {clientID} in tenant {tenant}. An owner of the app can do it.",
	},
	{
		cause:   "cert_expired",
		title:   "The certificate is outside its dates",
		meaning: "The certificate has expired or is not valid yet, so nothing signed with it is accepted.",
		where:   "App registrations > your app > Certificates & secrets > Certificates",
		steps: []string{
			"Make a new certificate with an RSA key of at least 2048 bits.",
			"Upload its public part with Upload certificate.",
			"Use the new file with its key, then delete the old entry.",
		},
		command: "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=<name> -keyout key.pem -out certificate.pem",
		page:    pageCredentials,
		admin:   "the certificate of app {clientID} in tenant {tenant} has expired. Please upload the attached new one (public part). An owner of the app can do it.",
	},
	{
		cause:   "cert_unreadable",
		title:   "The certificate or its private key cannot be read",
		meaning: "The file is not a PEM with certificate and private key, nor a PFX that opens with the given password; or the certificate is not in the store that the program looks in, or its key there may not be used by the account that runs it.",
		where:   "The certificate file, or the certificate store, on this machine",
		steps: []string{
			"Check the path and that the file is complete.",
			"PFX: check its password. PEM: it needs both a CERTIFICATE and an unencrypted PRIVATE KEY block.",
			"A .cer or .crt alone holds no key: use the file that was made together with the key.",
			"Windows store: programs look under Current User > Personal as a rule. For a certificate under Local Computer, let the account that runs the program read the key: certlm.msc > the certificate > All Tasks > Manage Private Keys.",
		},
		command: "openssl pkcs12 -in certificate.pfx -nodes -out certificate.pem",
	},
	{
		cause:   "cert_key_mismatch",
		title:   "Certificate and private key do not belong together",
		meaning: "The key in the file is not the key of the certificate in the file, so Entra could never verify the signature.",
		where:   "The certificate file on this machine",
		steps: []string{
			"Find the key that was made together with this certificate.",
			"Put both into one PEM file, or export both into one PFX.",
			"If the key is lost, make a new pair and upload the new certificate.",
		},
		command: "openssl x509 -in certificate.pem -noout -pubkey",
	},
	{
		cause:   "cert_thumbprint_header",
		title:   "The assertion's header does not name the certificate rightly",
		meaning: "Entra finds the certificate by the thumbprint in the assertion's header. It is missing, in the wrong form, or under the wrong name.",
		where:   "The program that builds the client assertion",
		steps: []string{
			"Set x5t#S256 to the base64url SHA-256 of the DER certificate, or x5t to the base64url SHA-1: name and value must fit.",
			"Use base64url without padding, and hash the certificate itself, not the PEM text or the hex thumbprint.",
			"If the header is right, check that this certificate is uploaded to app {clientID}.",
		},
		page: pageCredentials,
	},
	{
		cause:   "cert_algorithm",
		title:   "The key does not fit the signing algorithm",
		meaning: "Entra accepts RSA signatures on client assertions; the key or the alg in the header is of another kind.",
		where:   "The certificate and the program that signs with it",
		steps: []string{
			"Use a certificate with an RSA key of at least 2048 bits.",
			"Sign with PS256 (or RS256), and name that very algorithm in the header.",
			"Upload the new certificate to app {clientID}.",
		},
		command: "openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=<name> -keyout key.pem -out certificate.pem",
		page:    pageCredentials,
	},
	{
		cause:   "assertion_audience",
		title:   "The assertion is addressed to another endpoint",
		meaning: "The claim aud of a client assertion must be the token endpoint that it is sent to: same cloud, same tenant.",
		where:   "The program that builds the client assertion",
		steps: []string{
			"Set aud to {login}/{tenant}/oauth2/v2.0/token.",
			"Use the same tenant in aud and in the address of the request; not common.",
			"With a federated credential: aud is the audience entered there, as a rule api://AzureADTokenExchange.",
			"On behalf of a user: the user's token that is passed on must be for this app, not for Microsoft Graph or another API.",
		},
	},
	{
		cause:   "assertion_subject",
		title:   "The assertion names the wrong issuer or subject",
		meaning: "In an assertion that the app signs itself, iss and sub are both the client id. With a federated credential they are the issuer and subject entered there.",
		where:   "The program that builds the client assertion",
		steps: []string{
			"With a certificate: set both iss and sub to {clientID}.",
			"Sign the assertion with the app's own certificate; do not pass on a user's access token.",
			"With a federated credential: compare issuer and subject in the answer, letter by letter, with App registrations > your app > Certificates & secrets > Federated credentials.",
		},
	},
	{
		cause:   "assertion_expired_clock_skew",
		title:   "The assertion's times do not fit the present time",
		meaning: "The signed assertion was not yet valid, or no longer valid, when Entra read it. A wrong clock or time zone, or an assertion used again later, does that.{clockNote}",
		where:   "This machine's clock, and the program that builds the assertion",
		steps: []string{
			"Switch on automatic time (NTP) and compare the clock with UTC.",
			"Build nbf and exp from UTC seconds, with a life of 5 to 10 minutes.",
			"Make a new assertion for every request.",
		},
		command: "timedatectl status",
	},
}
