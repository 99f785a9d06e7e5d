package tenantsim

import (
	"crypto/subtle"
)

// grantPassword signs a user in by name and password (facts/entra.md section 4, ROPC).
func grantPassword(s *Sim, req *tokenRequest) (decision, *refusal) {
	raw, no := req.need("scope")
	if no != nil {
		return decision{}, no
	}
	scope, no := parseScope(raw)
	if no != nil {
		return decision{}, no
	}
	username, no := req.need("username")
	if no != nil {
		return decision{}, no
	}
	password, no := req.need("password")
	if no != nil {
		return decision{}, no
	}
	acr, no := s.proveUserClient(req)
	if no != nil {
		return decision{}, no
	}
	r, no := s.resourceFor(req.tenant, scope)
	if no != nil {
		return decision{}, no
	}
	user, no := provePassword(req.tenant, username, password)
	if no != nil {
		return decision{}, no
	}
	return admit(req, user, r, scope, acr, session{at: s.now()})
}

// provePassword finds the user. A federated account is refused like a wrong password: Entra holds none to compare with.
func provePassword(t *tenant, username, password string) (*User, *refusal) {
	user := t.user(username)
	switch {
	case containsFold(t.Federated, domainOf(username)):
		return nil, refuse(PasswordWrong)
	case user == nil:
		return nil, refuse(UserUnknown, "{user}", "{EUII Hidden}", "{tenantname}", t.Name)
	case user.Locked:
		return nil, refuse(UserLocked)
	case subtle.ConstantTimeCompare([]byte(user.Password), []byte(password)) != 1:
		return nil, refuse(PasswordWrong)
	case user.Disabled:
		return nil, refuse(UserDisabled)
	case user.PasswordExpired:
		return nil, refuse(PasswordIsExpired)
	}
	return user, nil
}

// admit asks what comes after a proven user: policy, assignment, consent.
func admit(req *tokenRequest, user *User, r resource, scope wantedScope, acr string, in session) (decision, *refusal) {
	if situation, stopped := in.stoppedBy(user.Policy); stopped {
		return decision{}, refuse(situation, "{resource}", r.appID)
	}
	if req.app.AssignmentRequired && !containsFold(req.app.Assigned, user.UPN) {
		return decision{}, refuse(UserNotAssigned, "{user}", user.UPN, "{client}", req.app.ClientID, "{app}", req.app.Name)
	}
	granted, no := delegatedGrant(req.app, user.UPN, r, scope)
	if no != nil {
		return decision{}, no
	}
	copied := *user
	return decision{
		tenantID: req.tenant.ID, clientID: req.app.ClientID, scope: scope, acr: acr, user: &copied, granted: granted,
		session: in,
	}, nil
}

// situationOf is what a policy answers.
func situationOf(p Policy) (Situation, bool) {
	switch p {
	case PolicyMFA:
		return MFARequired, true
	case PolicyMFAEnrollment:
		return MFAEnrollment, true
	case PolicyConditionalAccess:
		return ConditionalAccess, true
	case PolicySecurityDefaults:
		return SecurityDefaults, true
	}
	return "", false
}
