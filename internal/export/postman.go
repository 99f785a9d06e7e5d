package export

import "appreg/internal/catalog"

// postman is an environment. Its secret is empty, to be filled in there.
func postman(in Input) (string, error) {
	if in.flow().Proof != catalog.ProofSecret {
		return "", onlySecret(in, "postman")
	}
	type value struct {
		Key     string `json:"key"`
		Value   string `json:"value"`
		Type    string `json:"type"`
		Enabled bool   `json:"enabled"`
	}
	return indented(struct {
		Name   string  `json:"name"`
		Values []value `json:"values"`
		Scope  string  `json:"_postman_variable_scope"`
	}{in.Profile, []value{
		{"tenantId", in.tenant(), "default", true}, {"clientId", in.Registration.ClientID, "default", true}, {"clientSecret", in.secret(""), "secret", true},
		{"scope", in.Target.Scope, "default", true}, {"tokenUrl", in.Target.TokenURL(in.tenant()), "default", true}, {"url", in.address(), "default", true},
	}, "environment"})
}
