package export

import (
	"fmt"
	"net/url"
	"strings"

	"appreg/internal/catalog"
)

// httpFile is requests for the REST Client: a token as the document asks for it, and a first call. Only a client secret can be
// sent from there; others take the token from a variable.
func httpFile(in Input) (string, error) {
	var text strings.Builder
	if in.flow().Proof != catalog.ProofSecret {
		fmt.Fprintf(&text, "# The token: APPREG_ACCESS_TOKEN, from %s.\n@token = {{$processEnv APPREG_ACCESS_TOKEN}}\n\n", in.tokenCommand())
		fmt.Fprintf(&text, "GET %s HTTP/1.1\nAuthorization: Bearer {{token}}\n", in.address())
		return text.String(), nil
	}
	if !in.WithSecret {
		fmt.Fprintf(&text, "# The client secret: %s in a .env file beside this one.\n", variableSecret)
	}
	fmt.Fprintf(&text, "@tenantId = %s\n@clientId = %s\n@clientSecret = %s\n@scope = %s\n\n", in.tenant(), in.Registration.ClientID,
		in.secretInForm(), in.Target.Scope)
	fmt.Fprintf(&text, "# @name auth\nPOST %s HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n", in.Target.TokenURL(in.tenant()))
	text.WriteString("grant_type=client_credentials&client_id={{clientId}}&client_secret={{clientSecret}}&scope={{scope}}\n\n###\n\n")
	fmt.Fprintf(&text, "GET %s HTTP/1.1\nAuthorization: Bearer {{auth.response.body.$.access_token}}\n", in.address())
	return text.String(), nil
}

// secretInForm is the client secret as a form takes it.
func (in Input) secretInForm() string {
	if !in.WithSecret {
		return "{{$dotenv " + variableSecret + "}}"
	}
	return url.QueryEscape(in.secret(""))
}
