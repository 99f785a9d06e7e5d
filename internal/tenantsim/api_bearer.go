package tenantsim

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"

	"github.com/golang-jwt/jwt/v5"
)

// bearer is what a token says, after its signature, time and audience were found right.
type bearer struct {
	tenantID string
	clientID string
	audience string
	objectID string
	upn      string // empty for an application
	scopes   []string
	roles    []string
}

// readBearer judges the request's token as an API does: there, signed with our key, in time, for one of apis.
func (s *Sim) readBearer(r *http.Request, apis []catalog.API) (bearer, *apiRefusal) {
	kind, raw, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || raw == "" {
		return bearer{}, &apiRefusal{status: http.StatusUnauthorized, code: "MissingAuthenticationToken", message: "The request carries no bearer token.", challenge: "invalid_request"}
	}
	claims := jwt.MapClaims{}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(s.now), jwt.WithExpirationRequired())
	_, err := parser.ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) {
		key, err := s.key()
		if err != nil {
			return nil, fmt.Errorf("could not make the key that signs tokens: %w", err)
		}
		return &key.PublicKey, nil
	})
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return bearer{}, &apiRefusal{status: http.StatusUnauthorized, code: "ExpiredAuthenticationToken", message: "The token is expired.", challenge: "invalid_token"}
	case err != nil:
		return bearer{}, &apiRefusal{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", message: "The token is not valid.", challenge: "invalid_token"}
	}
	b := newBearer(claims)
	if res, ok := s.resourceNamed(b.audience); !ok || !slices.Contains(apis, res.api) {
		return bearer{}, wrongAudience(b.audience, audiencesIn("", apis[0]))
	}
	return b, nil
}

func newBearer(claims jwt.MapClaims) bearer {
	text := func(name string) string { value, _ := claims[name].(string); return value }
	b := bearer{
		tenantID: text("tid"), clientID: text("appid"), audience: text("aud"), objectID: text("oid"), upn: text("upn"),
		scopes: strings.Fields(text("scp")),
	}
	list, _ := claims["roles"].([]any)
	for _, item := range list {
		if role, ok := item.(string); ok {
			b.roles = append(b.roles, role)
		}
	}
	return b
}

// audiencesIn gives the audiences of an API in a cloud; in all clouds if none is named.
func audiencesIn(cloud catalog.Cloud, api catalog.API) []string {
	var list []string
	for _, target := range targetsOf(api) {
		if cloud == "" || target.Cloud == cloud {
			list = append(list, target.Audiences...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// acceptedIn reports whether an audience is taken in a cloud; without one, readBearer has judged it already.
func acceptedIn(cloud catalog.Cloud, api catalog.API, audience string) bool {
	return cloud == "" || containsFold(audiencesIn(cloud, api), strings.TrimRight(audience, "/"))
}

// bodyOf reads a small request body.
func bodyOf(r *http.Request) []byte {
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody)) // what is cut off is no JSON and is refused as such
	return body
}
