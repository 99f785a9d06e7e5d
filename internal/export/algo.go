package export

// algoContext is AL-Go's AUTHCONTEXT. Source: microsoft/AL-Go, Scenarios/secrets.md.
type algoContext struct {
	TenantID     string `json:"tenantId"`
	Scopes       string `json:"scopes"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret,omitempty"` // none: federated
}

// writeALGo writes one line: GitHub couldn't mask a secret of several.
func writeALGo(in Input) (string, error) {
	return jsonLine(algoContext{in.Tenant, in.Target.APIURL + "/", in.ClientID, in.value()}), nil
}
