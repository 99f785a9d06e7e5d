package steps

import (
	"strings"

	"appreg/internal/catalog"
)

// credentialGuide tells how to make the client secret or upload the certificate.
func credentialGuide(a Answers) Guide {
	var g Guide
	g.tell(do("In the app registration open **Certificates & secrets**."))
	if a.Flow() == catalog.ClientCertificate {
		g.tell(certificateBlocks()...)
		g.offer("Commands that make a certificate", strings.Join(certificateCommands, "\n"))
	} else {
		g.tell(secretBlocks()...)
	}
	if a.API() == catalog.PowerPlatform || a.API() == catalog.PowerApps {
		g.tell(note("Secret and certificate are two ways to the same thing: with either one the application gets a token for itself, which it passes to the REST API or the PowerShell cmdlets."))
	}
	if a.API() == catalog.BusinessCentral {
		g.tell(note("Business Central's document makes a secret; Microsoft's newer pages prefer a certificate. Both work."))
	}
	g.link("Certificates & secrets", page(a, catalog.PageCredentials))
	g.document(a)
	return g
}

func secretBlocks() []Block {
	return []Block{
		do("On the tab **Client secrets** select **New client secret**."),
		do("Add a **Description**, choose how long it lasts (24 months at most; less than 12 is advised) and select **Add**."),
		do("Copy the column **Value** at once and paste it here; copy the date in **Expires** too."),
		warn("**Value** is never shown again once you leave the page. **Secret ID** is not the secret."),
		note("You no longer have the value? Make a new secret. The old one goes on working until it ends or you delete it."),
		note("Once appreg has saved the secret in the system's keyring, keep no second copy. If the portal does not let you make one, a policy of the tenant forbids it: use a certificate."),
	}
}

// certificateCommands make a key and a self-signed X.509 certificate, and join them for appreg.
var certificateCommands = []string{
	"openssl req -x509 -newkey rsa:2048 -sha256 -days 365 -nodes -subj /CN=appreg -keyout app.key -out app.cer",
	"openssl pkcs12 -export -inkey app.key -in app.cer -out app.pfx",
}

func certificateBlocks() []Block {
	return []Block{
		do("On the tab **Certificates** select **Upload certificate** and choose the public part of an X.509 certificate (.cer, .pem or .crt)."),
		do("Enter here the file that holds the private key as well: PFX, or PEM with key and certificate."),
		do("Compare **Thumbprint** in the portal with the one that appreg shows."),
		warn("Upload the public part only: the private key never leaves your machine."),
		note("The key must be RSA, 2048 bits or more. A self-signed certificate will do; these commands make one for a year:"),
		code(strings.Join(certificateCommands, "\n")),
	}
}
