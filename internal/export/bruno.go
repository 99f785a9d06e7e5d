package export

import (
	"errors"
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// writeBruno writes one request with its sign-in. Source: Bruno, Bru language and OAuth 2.0.
func writeBruno(in Input) (string, error) {
	made := in.call()
	mode := "bearer"
	if in.Flow.Proof == catalog.ProofSecret || in.Flow.Proof == catalog.ProofPassword {
		mode = "oauth2"
	}
	blocks := []string{
		block("meta", pair{"name", made.name}, pair{"type", "http"}, pair{"seq", "1"}),
		block("get", pair{"url", made.url}, pair{"body", "none"}, pair{"auth", mode}),
	}
	if len(made.headers) > 0 {
		blocks = append(blocks, block("headers", made.headers...))
	}
	if mode == "bearer" {
		blocks = append(blocks, block("auth:bearer", pair{"token", "{{process.env." + tokenVariable + "}}"}))
		return strings.Join(blocks, "\n"), nil
	}
	secret, err := brunoSecret(in)
	if err != nil {
		return "", err
	}
	auth := []pair{{"grant_type", "client_credentials"}, {"access_token_url", in.Target.TokenURL(in.Tenant)}, {"client_id", in.ClientID}, {"client_secret", secret}}
	if in.Flow.Proof == catalog.ProofPassword {
		auth = []pair{{"grant_type", "password"}, {"access_token_url", in.Target.TokenURL(in.Tenant)}, {"username", in.Username}, {"password", secret}, {"client_id", in.ClientID}}
	}
	auth = append(auth, pair{"scope", in.Target.Scope}, pair{"credentials_placement", "body"})
	return strings.Join(append(blocks, block("auth:oauth2", auth...)), "\n"), nil
}

// brunoSecret is the secret or its reference. A value in a .bru file ends with its line and has no escapes.
func brunoSecret(in Input) (string, error) {
	value := in.value()
	switch {
	case value == "":
		return "{{process.env." + in.secretVariable() + "}}", nil
	case strings.TrimSpace(value) != value, strings.ContainsAny(value, "\r\n"), strings.HasPrefix(value, "'''"):
		return "", errors.New("a value has line ends, outer blanks or ''', which .bru files can't hold")
	}
	return value, templated(value)
}

func block(name string, pairs ...pair) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s {\n", name)
	for _, p := range pairs {
		fmt.Fprintf(&b, "  %s: %s\n", p.name, p.value)
	}
	return b.String() + "}\n"
}
