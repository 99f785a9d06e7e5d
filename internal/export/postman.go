package export

import "appreg/internal/catalog"

// postmanValue is one variable of a Postman environment.
type postmanValue struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Type    string `json:"type"` // default or secret
	Enabled bool   `json:"enabled"`
}

// writePostman writes an environment, whose secret is empty unless it is given.
func writePostman(in Input) (string, error) {
	if err := templated(in.value()); err != nil {
		return "", err
	}
	values := []postmanValue{}
	for _, v := range []pair{{"tenantId", in.Tenant}, {"clientId", in.ClientID}, {"tokenUrl", in.Target.TokenURL(in.Tenant)},
		{"scope", in.Target.Scope}, {"url", in.call().url}, {"username", in.Username}} {
		if v.value != "" {
			values = append(values, postmanValue{v.name, v.value, "default", true})
		}
	}
	if HoldsSecret(in.Flow) {
		name := "clientSecret"
		if in.Flow.Who == catalog.User {
			name = "password"
		}
		values = append(values, postmanValue{name, in.value(), "secret", true})
	}
	return jsonBlock(map[string]any{"name": in.Profile, "values": values, "_postman_variable_scope": "environment"}), nil
}
