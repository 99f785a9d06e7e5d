package export

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// writeHTTP writes a file for the REST Client extension of VS Code, in the shape of Business Central's own sample (Using
// Service-to-Service Authentication). Where the client can't sign in by itself, it reads a token from the environment.
func writeHTTP(in Input) (string, error) {
	var b strings.Builder
	made := in.call()
	for _, v := range []pair{{"tenantId", in.Tenant}, {"clientId", in.ClientID}, {"baseUri", in.Target.APIURL}, {"scope", in.Target.Scope}} {
		fmt.Fprintf(&b, "@%s = %s\n", v.name, oneLine(v.value))
	}
	if in.Flow.Proof == catalog.ProofSecret || in.Flow.Proof == catalog.ProofPassword {
		writeHTTPSignIn(&b, in)
	} else {
		fmt.Fprintf(&b, "# Start VS Code with a token: %s=\"$(%s)\" code .\n@accessHeader = Bearer {{$processEnv %s}}\n", tokenVariable, in.tokenCall(), tokenVariable)
	}
	fmt.Fprintf(&b, "\n###\n\n# @name %s\nGET {{baseUri}}%s HTTP/1.1\nAuthorization: {{accessHeader}}\n", made.name, made.path)
	for _, h := range made.headers {
		fmt.Fprintf(&b, "%s: %s\n", h.name, oneLine(h.value))
	}
	return b.String(), nil
}

// writeHTTPSignIn writes the token's request. Its body is sent as it stands, so values are encoded here; what comes from
// the environment has to be encoded there.
func writeHTTPSignIn(b *strings.Builder, in Input) {
	name, grant, secret := "clientSecret", "client_credentials", "client_secret"
	if in.Flow.Proof == catalog.ProofPassword {
		name, grant, secret = "password", "password", "password"
		fmt.Fprintf(b, "@username = %s\n", form(in.Username))
	}
	if in.value() != "" {
		fmt.Fprintf(b, "@%s = %s\n", name, form(in.value()))
	} else {
		fmt.Fprintf(b, "@%s = {{$dotenv %s}}\n", name, in.secretVariable())
	}
	fmt.Fprintf(b, "\n# @name auth\nPOST %s/{{tenantId}}/oauth2/v2.0/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n", in.Target.Login)
	fmt.Fprintf(b, "grant_type=%s&client_id={{clientId}}&%s={{%s}}&scope={{scope}}", grant, secret, name)
	if in.Flow.Proof == catalog.ProofPassword {
		b.WriteString("&username={{username}}")
	}
	b.WriteString("\n\n###\n\n@accessHeader = Bearer {{auth.response.body.$.access_token}}\n")
}
