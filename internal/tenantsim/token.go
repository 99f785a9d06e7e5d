package tenantsim

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"appreg/internal/pattern"
)

// tokenRequest is one POST to the token endpoint. Everything in it was read under s.mu, which is held while a grant
// decides; pointers into the state do not leave that time.
type tokenRequest struct {
	http     *http.Request
	form     url.Values
	tenant   *tenant // nil at /organizations until the user tells
	segment  string  // the tenant as the URL has it
	clientID string
	secret   string
	app      *App
}

// decision is what a grant decided to issue: plain values, signed after the lock is gone.
type decision struct {
	tenantID string
	clientID string
	scope    wantedScope
	acr      string   // appidacr: 0 public, 1 secret, 2 certificate
	user     *User    // a copy; nil for an application
	granted  []string // delegated permissions, or roles
	session  session  // of the user
	nonce    string   // for the ID token; empty if none was sent
}

// grantFunc decides on one kind of grant. The caller holds s.mu.
type grantFunc func(s *Sim, req *tokenRequest) (decision, *refusal)

// grantOf is the table of grants.
func grantOf(grantType string) (grantFunc, bool) {
	switch grantType {
	case "password":
		return grantPassword, true
	case "client_credentials":
		return grantClientCredentials, true
	case "refresh_token":
		return grantRefresh, true
	case "urn:ietf:params:oauth:grant-type:device_code", "device_code":
		return grantDevice, true
	case "authorization_code":
		return grantCode, true
	}
	return nil, false
}

// serveToken answers POST /{tenant}/oauth2/v2.0/token.
func (s *Sim) serveToken(w http.ResponseWriter, r *http.Request) {
	d, no := s.decide(r)
	if no != nil {
		s.writeRefusal(w, r, no)
		return
	}
	answer, err := s.issue(d)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// decide reads the request against the state, in Entra's order: form, tenant, client, then the grant's own questions.
func (s *Sim) decide(r *http.Request) (decision, *refusal) {
	if r.Method != http.MethodPost {
		return decision{}, refuse(WrongVerb, "{verb}", r.Method)
	}
	grantType := r.PostForm.Get("grant_type")
	if grantType == "" {
		return decision{}, missing("grant_type")
	}
	grant, known := grantOf(grantType)
	if !known {
		return decision{}, refuse(GrantUnknown, "{grant}", grantType)
	}
	req := &tokenRequest{http: r, form: r.PostForm, segment: r.PathValue("tenant")}
	req.clientID, req.secret = clientCredentialsOf(r)

	s.mu.Lock()
	defer s.mu.Unlock()
	if no := s.findTenant(req, grantType); no != nil {
		return decision{}, no
	}
	if no := findApp(req); no != nil {
		return decision{}, no
	}
	return grant(s, req)
}

// findTenant fills in the tenant, from the URL or, at /organizations, from the user name.
func (s *Sim) findTenant(req *tokenRequest, grantType string) *refusal {
	name := req.segment
	switch strings.ToLower(name) {
	case "common", "consumers":
		if grantType == "password" {
			return refuse(CommonEndpoint)
		}
		return refuse(TenantMissing)
	case "organizations":
		if name = domainOf(req.form.Get("username")); name == "" {
			return refuse(TenantMissing)
		}
	}
	if no := judgeTenant(name); no != nil {
		return no
	}
	if req.tenant = s.tenantNamed(name); req.tenant == nil {
		return refuse(TenantUnknown, "{tenant}", name)
	}
	return nil
}

// dnsName is a domain with at least one dot.
var dnsName = pattern.Lazy(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$`)

// judgeTenant refuses what is neither a GUID nor a domain.
func judgeTenant(name string) *refusal {
	if isGUID(name) || dnsName.Regexp().MatchString(name) {
		return nil
	}
	return refuse(TenantMalformed, "{tenant}", name)
}

// isGUID accepts the plain form only, without braces.
func isGUID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}

// findApp fills in the app registration and judges its service principal.
func findApp(req *tokenRequest) *refusal {
	switch id := req.clientID; {
	case id == "":
		return missing("client_id")
	case id == uuid.Nil.String():
		return refuse(ClientZero, "{client}", id)
	}
	req.app = req.tenant.app(req.clientID)
	switch a := req.app; {
	case a == nil:
		return refuse(ClientUnknown, "{client}", req.clientID, "{tenant}", req.tenant.Name)
	case a.NoServicePrincipal:
		return refuse(ClientWithoutSP, "{client}", a.ClientID, "{tenant}", req.tenant.ID)
	case a.Disabled:
		return refuse(ClientDisabled, "{client}", a.ClientID, "{app}", a.Name)
	}
	return nil
}

// need gives a form value or the refusal that names the parameter.
func (req *tokenRequest) need(parameter string) (string, *refusal) {
	if value := req.form.Get(parameter); value != "" {
		return value, nil
	}
	return "", missing(parameter)
}

func missing(parameter string) *refusal { return refuse(ParameterMissing, "{parameter}", parameter) }

// clientCredentialsOf reads client id and secret from the form or, as Entra also takes them, from the Basic header,
// where both are percent-encoded first (RFC 6749 section 2.3.1). The form wins.
func clientCredentialsOf(r *http.Request) (id, secret string) {
	id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	encoded, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Basic ")
	if !ok {
		return id, secret
	}
	plain, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return id, secret
	}
	headerID, headerSecret, _ := strings.Cut(string(plain), ":")
	if id == "" {
		id = unescaped(headerID)
	}
	if secret == "" {
		secret = unescaped(headerSecret)
	}
	return id, secret
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
