package export

import (
	"encoding/json"

	"appreg/internal/catalog"
)

// alGo is the secret AUTHCONTEXT, in one line: with more, GitHub doesn't mask it.
func alGo(in Input) (string, error) {
	if in.Registration.API != catalog.BusinessCentral {
		return "", &RefusedError{"AL-Go is for Business Central", "name a profile of Business Central"}
	}
	context := struct {
		TenantID string `json:"tenantId"`
		Scopes   string `json:"scopes"`
		ClientID string `json:"clientId"`
		Secret   string `json:"clientSecret,omitempty"`
	}{in.tenant(), in.Target.APIURL + "/", in.Registration.ClientID, ""}
	switch in.flow().Proof {
	case catalog.ProofSecret:
		context.Secret = in.secret("PUT-IN-THE-CLIENT-SECRET")
	case catalog.ProofAssertion:
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofCertificate, catalog.ProofPage:
		return "", &RefusedError{"AL-Go takes a client secret or a federated credential", "use a profile with one of them"}
	}
	text, err := json.Marshal(context)
	return string(text) + "\n", err
}
