package export

import (
	"fmt"

	"appreg/internal/catalog"
)

// bruno is a request of a collection. The secret is in the collection's .env file.
func bruno(in Input) (string, error) {
	if in.flow().Proof != catalog.ProofSecret {
		return "", onlySecret(in, "bruno")
	}
	return fmt.Sprintf(`meta {
  name: %s
  type: http
  seq: 1
}

get {
  url: %s
  body: none
  auth: oauth2
}

auth:oauth2 {
  grant_type: client_credentials
  access_token_url: %s
  client_id: %s
  client_secret: {{process.env.%s}}
  scope: %s
  credentials_placement: body
}
`, in.Profile, in.address(), in.Target.TokenURL(in.tenant()), in.Registration.ClientID, variableSecret, in.Target.Scope), nil
}
