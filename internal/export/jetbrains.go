package export

import "appreg/internal/catalog"

// jetBrains is the environment of the HTTP client, for {{$auth.token("NAME")}}.
func jetBrains(in Input) (string, error) {
	if in.flow().Proof != catalog.ProofSecret {
		return "", onlySecret(in, "jetbrains")
	}
	auth := map[string]any{
		"Type": "OAuth2", "Grant Type": "Client Credentials", "Token URL": in.Target.TokenURL(in.tenant()),
		"Client ID": in.Registration.ClientID, "Client Secret": in.secret("{{clientSecret}}"), "Scope": in.Target.Scope, "Client Credentials": "in body",
	}
	return indented(map[string]any{in.Profile: map[string]any{"Security": map[string]any{"Auth": map[string]any{in.Profile: auth}}}})
}

// onlySecret refuses a form that knows client secrets alone.
func onlySecret(in Input, format string) error {
	return &RefusedError{format + " can send a client secret only, and " + in.Profile + " has none", "use http, curl or powershell: they get the token from appreg"}
}
