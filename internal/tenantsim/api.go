package tenantsim

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"

	"github.com/golang-jwt/jwt/v5"
)

// product is one API behind Entra's tokens: whose tokens it takes, its own first, and how it writes an error.
type product struct {
	takes []catalog.API
	shape func(*call, apiRefusal) any
}

func (p *product) route(pattern string, answer func(*call) reply) route {
	return route{pattern, answer, p}
}

// bearer is what a token says.
type bearer struct {
	jwt.RegisteredClaims
	TenantID string   `json:"tid"`
	ClientID string   `json:"appid"`
	ObjectID string   `json:"oid"`
	UPN      string   `json:"upn"` // empty for an application
	Scopes   string   `json:"scp"`
	Roles    []string `json:"roles"`
}

// audience is the one that counts: the first one, until readBearer has found the API's.
func (b bearer) audience() string { return strings.Join(b.Audience[:min(1, len(b.Audience))], "") }

// may reports whether the token holds one of the permissions: scopes of a user's, roles of an application's.
func (b bearer) may(permissions ...string) bool {
	return slices.ContainsFunc(append(strings.Fields(b.Scopes), b.Roles...), func(held string) bool { return slices.Contains(permissions, held) })
}

// apiRefusal is why an API refuses, before it is put into the API's own shape.
type apiRefusal struct {
	status    int
	code      string
	message   string
	inner     *apiError // the error inside
	details   []apiDetail
	challenge string // error of the WWW-Authenticate header of a 401
}

type apiError struct {
	Code    string    `json:"code"`
	Message string    `json:"message"`
	Inner   *apiError `json:"innererror,omitempty"`
}

type apiDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target"`
}

// wrapped is the shape {"error":{"code","message"}}.
func wrapped(_ *call, no apiRefusal) any {
	return map[string]any{"error": apiError{no.code, no.message, no.inner}}
}

// refuse refuses in the API's own shape.
func (c *call) refuse(status int, code, message string) reply {
	return c.deny(apiRefusal{status: status, code: code, message: message})
}

func (c *call) deny(no apiRefusal) reply {
	r := reply{status: no.status, body: c.product.shape(c, no)}
	if no.status == http.StatusUnauthorized {
		r.header = map[string]string{"WWW-Authenticate": "Bearer" + no.challenge}
	}
	return r
}

func unauthorized(challenge, code, message string) *apiRefusal {
	return &apiRefusal{status: http.StatusUnauthorized, code: code, message: message, challenge: fmt.Sprintf(" error=%q", challenge)}
}

// list is the answer that holds values; none is an empty list.
func list[T any](values ...T) reply {
	return reply{body: map[string]any{"value": append([]T{}, values...)}}
}

// readBearer judges the request's token as an API does: there, signed with our key, in time, for an API that is taken here.
func (c *call) readBearer() *apiRefusal {
	kind, raw, _ := strings.Cut(c.http.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || raw == "" {
		return unauthorized("invalid_request", "MissingAuthenticationToken", "The request carries no bearer token.")
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(c.Now), jwt.WithExpirationRequired())
	_, err := parser.ParseWithClaims(raw, &c.bearer, func(*jwt.Token) (any, error) {
		key, err := c.opts.Key()
		if err != nil {
			return nil, err
		}
		return &key.PublicKey, nil
	})
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return unauthorized("invalid_token", "ExpiredAuthenticationToken", "The token is expired.")
	case err != nil:
		return unauthorized("invalid_token", "InvalidAuthenticationToken", "The token is not valid.")
	}
	taken := slices.IndexFunc(c.bearer.Audience, func(audience string) bool {
		r, known := c.resourceNamed(audience)
		return known && slices.Contains(c.product.takes, r.api)
	})
	if taken < 0 {
		return c.wrongAudience("")
	}
	c.bearer.Audience = c.bearer.Audience[taken : taken+1]
	return nil
}

// enter finds the bearer's tenant, application and user. In a tenant of one cloud that cloud's tokens alone are taken.
func (c *call) enter() *apiRefusal {
	if c.tenant = c.tenantNamed(c.bearer.TenantID); c.tenant == nil {
		return unauthorized("invalid_token", "AuthenticationFailed", "The tenant is not known.")
	}
	if c.app = c.tenant.App(c.bearer.ClientID); c.app == nil {
		return unauthorized("invalid_token", "AuthenticationFailed", "The application is not known.")
	}
	c.user = c.tenant.User(c.bearer.UPN)
	if cloud := c.tenant.Cloud; cloud != "" && len(c.audiences("")) > 0 && !containsFold(c.audiences(cloud), strings.TrimRight(c.bearer.audience(), "/")) {
		return c.wrongAudience(cloud)
	}
	return nil
}

// wrongAudience refuses a token for another API or cloud; the text lists what would have been taken.
func (c *call) wrongAudience(cloud catalog.Cloud) *apiRefusal {
	return unauthorized("invalid_token", "InvalidAuthenticationAudience", fmt.Sprintf("The received access token has been obtained from "+
		"wrong audience or resource '%s'. It should exactly match (including forward slash) with one of the allowed audiences '%s'.",
		c.bearer.audience(), strings.Join(c.audiences(cloud), "','")))
}

// audiences returns the audiences of the API in a cloud; in all clouds if none is named.
func (c *call) audiences(cloud catalog.Cloud) []string {
	var all []string
	for _, target := range targetsOf(c.product.takes[0]) {
		if cloud == "" || target.Cloud == cloud {
			all = append(all, target.Audiences...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
