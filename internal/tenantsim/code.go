package tenantsim

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"time"
)

// codeLife is how long an authorization code lives (facts/entra.md section 4).
const codeLife = 10 * time.Minute

// codeGrant is one authorization code, kept by its hash.
type codeGrant struct {
	tenantID  string
	clientID  string
	scope     wantedScope
	redirect  string
	platform  platform
	challenge string // empty without PKCE
	plain     bool   // the challenge is the verifier itself
	nonce     string
	upn       string
	issued    time.Time
	redeemed  bool
}

// newCode makes a code and forgets those that ended an hour ago. The caller holds s.mu.
func (s *Sim) newCode(grant codeGrant) string {
	for key, old := range s.codes {
		if s.now().Sub(old.issued) > codeLife+time.Hour {
			delete(s.codes, key)
		}
	}
	grant.issued = s.now()
	code := "1.AX0A" + s.opaque(600)
	s.codes[refreshKey(code)] = &grant
	return code
}

// grantCode redeems an authorization code.
func grantCode(s *Sim, req *tokenRequest) (decision, *refusal) {
	code, no := req.need("code")
	if no != nil {
		return decision{}, no
	}
	redirect, no := req.need("redirect_uri")
	if no != nil {
		return decision{}, no
	}
	grant := s.codes[refreshKey(code)]
	if grant == nil || grant.clientID != req.app.ClientID {
		return decision{}, refuse(CodeUnknown)
	}
	acr, no := s.proveCodeClient(req, grant.platform)
	if no != nil {
		return decision{}, no
	}
	if no := s.judgeCode(req, grant, redirect); no != nil {
		return decision{}, no
	}
	return s.redeem(req, grant, acr)
}

// proveCodeClient judges the client by the platform of the redirect URI that the code came through.
func (s *Sim) proveCodeClient(req *tokenRequest, p platform) (acr string, no *refusal) {
	origin := req.http.Header.Get("Origin")
	switch {
	case p == platformSPA && origin == "":
		return "", refuse(CodeOutsideBrowser)
	case p != platformSPA && origin != "":
		return "", refuse(OriginUnwanted, "{origin}", origin)
	}
	acr, no = s.proveClient(req)
	switch {
	case p != platformWeb && (no != nil || acr != acrPublic):
		return "", refuse(CredentialUnwanted)
	case p == platformWeb && no == nil && acr == acrPublic:
		return "", refuse(CredentialMissing)
	}
	return acr, no
}

// judgeCode asks whether this request may have what the code stands for.
func (s *Sim) judgeCode(req *tokenRequest, grant *codeGrant, redirect string) *refusal {
	switch {
	case grant.tenantID != req.tenant.ID:
		return refuse(CodeOfAnotherTenant)
	case grant.redeemed:
		return refuse(CodeRedeemed)
	case s.now().Sub(grant.issued) > codeLife:
		return refuse(CodeExpired)
	case grant.redirect != redirect:
		return refuse(RedirectDiffers, "{redirect}", redirect, "{registered}", grant.redirect)
	case !grant.verifies(req.form.Get("code_verifier")):
		return refuse(PKCEMismatch)
	}
	return nil
}

// verifies compares a verifier with the challenge (RFC 7636 section 4.6).
func (g *codeGrant) verifies(verifier string) bool {
	if g.challenge == "" {
		return true
	}
	if !g.plain {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return subtle.ConstantTimeCompare([]byte(verifier), []byte(g.challenge)) == 1
}

// redeem uses the code up. A scope that is sent along narrows or moves the request; the sign-in's own scopes stay.
func (s *Sim) redeem(req *tokenRequest, grant *codeGrant, acr string) (decision, *refusal) {
	scope := grant.scope
	if raw := req.form.Get("scope"); raw != "" {
		sent, no := parseScope(raw)
		if no != nil {
			return decision{}, no
		}
		sent.oidc = grant.scope.oidc
		scope = sent
	}
	user := req.tenant.user(grant.upn)
	switch {
	case user == nil:
		return decision{}, refuse(CodeUnknown) // the account was deleted meanwhile
	case user.Disabled:
		return decision{}, refuse(UserDisabled)
	}
	r, no := s.resourceFor(req.tenant, scope)
	if no != nil {
		return decision{}, no
	}
	d, no := admit(req, user, r, scope, acr, session{at: grant.issued, mfa: true, native: grant.platform == platformNative})
	if no == nil {
		grant.redeemed, d.nonce = true, grant.nonce
	}
	return d, no
}
