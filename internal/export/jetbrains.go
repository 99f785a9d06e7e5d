package export

import "appreg/internal/catalog"

// writeJetBrains writes an environment with an OAuth 2.0 sign-in. Source: JetBrains, HTTP client, OAuth 2.0 authorization.
func writeJetBrains(in Input) (string, error) {
	auth := map[string]any{
		"Type": "OAuth2", "Token URL": in.Target.TokenURL(in.Tenant), "Client ID": in.ClientID, "Scope": in.Target.Scope, "Client Credentials": "in body",
	}
	switch in.Flow.Proof {
	case catalog.ProofSecret:
		auth["Grant Type"] = "Client Credentials"
		if in.value() != "" {
			auth["Client Secret"] = in.value()
		}
	case catalog.ProofPassword:
		auth["Grant Type"], auth["Username"] = "Password", in.Username
		if in.value() != "" {
			auth["Password"] = in.value()
		}
	case catalog.ProofPage:
		if in.Flow.RedirectURI == "" {
			auth["Grant Type"], auth["Device Auth URL"] = "Device Authorization", in.Target.DeviceCodeURL(in.Tenant)
			break
		}
		auth["Grant Type"], auth["Auth URL"] = "Authorization Code", in.Target.AuthorizeURL(in.Tenant)
		auth["Redirect URL"], auth["PKCE"] = in.Flow.RedirectURI, true
	case catalog.NoProof, catalog.ProofCertificate, catalog.ProofAssertion: // refused by the table
	}
	if err := templated(in.value()); err != nil {
		return "", err
	}
	return jsonBlock(map[string]any{"appreg": map[string]any{"Security": map[string]any{"Auth": map[string]any{"appreg": auth}}}}), nil
}
