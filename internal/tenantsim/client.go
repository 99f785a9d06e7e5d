package tenantsim

import (
	"crypto/subtle"
	"slices"
)

// Values of the claim appidacr: how the client proved itself.
const (
	acrPublic      = "0"
	acrSecret      = "1"
	acrCertificate = "2"
)

// grantClientCredentials signs the application itself in (facts/entra.md section 4, client credentials).
func grantClientCredentials(s *Sim, req *tokenRequest) (decision, *refusal) {
	raw, no := req.need("scope")
	if no != nil {
		return decision{}, no
	}
	scope, no := parseScope(raw)
	if no != nil {
		return decision{}, no
	}
	if !scope.isDefault() {
		return decision{}, refuse(ScopeNotDefault, "{scope}", raw)
	}
	acr, no := s.proveClient(req)
	switch {
	case no != nil:
		return decision{}, no
	case acr == acrPublic:
		return decision{}, refuse(CredentialMissingApp)
	}
	r, no := s.resourceFor(req.tenant, scope)
	if no != nil {
		return decision{}, no
	}
	return decision{
		tenantID: req.tenant.ID, clientID: req.app.ClientID, scope: scope, acr: acr, granted: slices.Clone(req.app.Roles[r.api]),
	}, nil
}

// proveClient judges the client's secret or assertion and gives appidacr: public if it sent neither.
func (s *Sim) proveClient(req *tokenRequest) (acr string, no *refusal) {
	assertion := req.form.Get("client_assertion")
	if assertion == "" && req.secret == "" {
		return acrPublic, nil
	}
	if req.app.Native {
		return "", refuse(CredentialUnwanted)
	}
	if assertion != "" {
		return acrCertificate, s.proveAssertion(req, assertion)
	}
	return acrSecret, s.proveSecret(req.app, req.secret)
}

// proveUserClient judges the client of a user's sign-in: a public client sends no credential, any other must.
func (s *Sim) proveUserClient(req *tokenRequest) (acr string, no *refusal) {
	acr, no = s.proveClient(req)
	switch {
	case no != nil:
		return "", no
	case acr == acrPublic && !req.app.Public && !req.app.Native:
		return "", refuse(CredentialMissing)
	case acr != acrPublic && req.app.Public:
		return "", refuse(CredentialUnwanted)
	}
	return acr, nil
}

// proveSessionClient judges the client that renews a sign-in. One through a redirect URI of a native client is a public
// client's, whatever the switch says.
func (s *Sim) proveSessionClient(req *tokenRequest, in session) (acr string, no *refusal) {
	if in.native && req.secret == "" && req.form.Get("client_assertion") == "" {
		return acrPublic, nil
	}
	return s.proveUserClient(req)
}

// proveSecret compares with every secret of the app: a match that is past its end is a reason of its own.
func (s *Sim) proveSecret(a *App, sent string) *refusal {
	expired := false
	for _, secret := range a.Secrets {
		if subtle.ConstantTimeCompare([]byte(secret.Value), []byte(sent)) != 1 {
			continue
		}
		if s.now().Before(secret.Expires) {
			return nil
		}
		expired = true
	}
	if expired {
		return refuse(SecretExpired, "{client}", a.ClientID)
	}
	return refuse(SecretWrong, "{client}", a.ClientID)
}
