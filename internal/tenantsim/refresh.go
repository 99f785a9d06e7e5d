package tenantsim

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// refreshLife is how long an unused refresh token lives (facts/errors.md, 700082).
const refreshLife = 90 * 24 * time.Hour

// refreshGrant is what a refresh token stands for. It is bound to tenant, client and user, not to a resource.
type refreshGrant struct {
	tenantID string
	clientID string
	upn      string
	issued   time.Time
	revoked  time.Time // zero if it is good
	session  session   // of the sign-in that it goes back to
}

// grantRefresh renews a user's token without the user.
func grantRefresh(s *Sim, req *tokenRequest) (decision, *refusal) {
	token, no := req.need("refresh_token")
	if no != nil {
		return decision{}, no
	}
	raw, no := req.need("scope")
	if no != nil {
		return decision{}, no
	}
	scope, no := parseScope(raw)
	if no != nil {
		return decision{}, no
	}
	session := s.refreshes[refreshKey(token)].session
	acr, no := s.proveSessionClient(req, session)
	if no != nil {
		return decision{}, no
	}
	user, no := s.proveRefresh(req, token)
	if no != nil {
		return decision{}, no
	}
	r, no := s.resourceFor(req.tenant, scope)
	if no != nil {
		return decision{}, no
	}
	return admit(req, user, r, scope, acr, session)
}

// proveRefresh finds the user whom a refresh token stands for.
func (s *Sim) proveRefresh(req *tokenRequest, token string) (*User, *refusal) {
	grant, ok := s.refreshes[refreshKey(token)]
	user := req.tenant.user(grant.upn)
	layout := time.RFC3339Nano
	switch {
	case !ok || grant.tenantID != req.tenant.ID || grant.clientID != req.app.ClientID || user == nil:
		return nil, refuse(RefreshTokenMalformed)
	case !grant.revoked.IsZero():
		return nil, refuse(RefreshTokenRevoked, "{start}", grant.issued.UTC().Format(layout), "{end}", grant.revoked.UTC().Format(layout))
	case s.now().Sub(grant.issued) > refreshLife:
		return nil, refuse(RefreshTokenExpired, "{start}", grant.issued.UTC().Format(layout))
	case user.SignInFrequency > 0 && s.now().Sub(grant.session.at) > user.SignInFrequency:
		return nil, refuse(SignInFrequencyOver, "{start}", grant.session.at.UTC().Format(layout),
			"{seconds}", fmt.Sprintf("%.0f", user.SignInFrequency.Seconds()))
	case user.Disabled:
		return nil, refuse(UserDisabled)
	}
	return user, nil
}

// RevokeSessions voids every refresh token of a user, as a changed password does.
func (s *Sim) RevokeSessions(upn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, grant := range s.refreshes {
		if grant.upn == upn {
			grant.revoked = s.now()
			s.refreshes[key] = grant
		}
	}
}

// newRefreshToken makes a token of realistic size, 1.5 KB, and remembers it by its hash alone. The old one stays good,
// as Entra's do.
func (s *Sim) newRefreshToken(d decision) string {
	token := "1.AX0A" + s.opaque(1100)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refreshes[refreshKey(token)] = refreshGrant{
		tenantID: d.tenantID, clientID: d.clientID, upn: d.user.UPN, issued: s.now(), session: d.session,
	}
	return token
}

func refreshKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
