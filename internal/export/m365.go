package export

import (
	"fmt"

	"appreg/internal/catalog"
	"appreg/internal/posix"
)

// writeM365 writes a sign-in of CLI for Microsoft 365. Source: its reference, m365 login.
func writeM365(in Input) (string, error) {
	app, tenant := posix.Word(in.ClientID), posix.Word(in.Tenant)
	login := func(kind string) string {
		return fmt.Sprintf("m365 login --appId %s --tenant %s --authType %s", app, tenant, kind)
	}
	switch in.Flow.Proof {
	case catalog.ProofCertificate:
		return script(fmt.Sprintf("m365 login --appId %s --tenant %s --authType certificate --certificateFile %s", app, tenant, posix.Word(in.Certificate))), nil
	case catalog.ProofAssertion:
		return script(login("federatedIdentity")), nil
	case catalog.ProofPage:
		if in.Flow.RedirectURI != "" {
			return script(login("browser")), nil
		}
		return script(login("deviceCode")), nil
	case catalog.NoProof, catalog.ProofSecret, catalog.ProofPassword: // others are refused by the table
	}
	return script(fmt.Sprintf("m365 login --appId %s --tenant %s --authType secret --secret %s", app, tenant, variable(in.secretVariable()))), nil
}
