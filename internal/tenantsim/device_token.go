package tenantsim

import "time"

// slowDownStep is what slow_down adds to the interval (RFC 8628 section 3.5).
const slowDownStep = 5 * time.Second

// grantDevice is one poll with a device code. Its scope is the one that the code was started with.
func grantDevice(s *Sim, req *tokenRequest) (decision, *refusal) {
	code, no := req.need("device_code")
	if no != nil {
		return decision{}, no
	}
	acr, no := s.proveUserClient(req)
	if no != nil {
		return decision{}, no
	}
	grant := s.devices[refreshKey(code)]
	if grant == nil || grant.clientID != req.app.ClientID || grant.tenantID != req.tenant.ID {
		return decision{}, refuse(DeviceCodeUnknown)
	}
	if no := s.judgePoll(grant); no != nil {
		return decision{}, no
	}
	user := req.tenant.user(grant.upn)
	if no := judgeDeviceUser(req.tenant, user); no != nil {
		return decision{}, no
	}
	r, no := s.resourceFor(req.tenant, grant.scope)
	if no != nil {
		return decision{}, no
	}
	d, no := admit(req, user, r, grant.scope, acr, session{at: grant.at, mfa: true})
	if no == nil {
		grant.state = deviceRedeemed
	}
	return d, no
}

// judgePoll says whether a device code is ready to be redeemed.
func (s *Sim) judgePoll(grant *deviceGrant) *refusal {
	now := s.now()
	early := !grant.polled.IsZero() && now.Sub(grant.polled) < grant.interval*9/10 // a tenth for the network's jitter
	early, grant.slowNext = early || grant.slowNext, false
	grant.polled = now
	switch {
	case grant.state == deviceRedeemed:
		return refuse(CodeRedeemed)
	case grant.state == deviceDeclined:
		return refuse(DeviceDeclined)
	case now.After(grant.expires):
		return refuse(DeviceExpired)
	case grant.state == devicePending && early:
		grant.interval += slowDownStep
		return refuse(DeviceSlowDown)
	case grant.state == devicePending:
		return refuse(DevicePending)
	}
	return nil
}

// judgeDeviceUser is what the token endpoint says about a user who approved on the page.
func judgeDeviceUser(t *tenant, user *User) *refusal {
	switch {
	case user == nil:
		return refuse(DeviceCodeUnknown) // the account was deleted meanwhile
	case user.Disabled:
		return refuse(UserDisabled)
	}
	switch deviceFlowOf(t, user) {
	case DeviceFlowTokenBlocked:
		return refuse(ConditionalAccess)
	case DeviceFlowTokenConfirm:
		return refuse(ConfirmationRequired)
	}
	return nil
}

// deviceFlowOf is the policy for a user: their own, or the tenant's.
func deviceFlowOf(t *tenant, user *User) DeviceFlow {
	if user.DeviceFlow != DeviceFlowAllowed {
		return user.DeviceFlow
	}
	return t.DeviceFlow
}
