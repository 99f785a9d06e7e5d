package tenantsim

import (
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Outside is what the simulated platforms say in the tokens that they provide for an app registration: GitHub Actions, Azure
// DevOps, a cluster or GitLab, by the issuer that is named. The simulator signs for all of them with one key, which
// is not Entra's.
type Outside struct {
	Issuer   string // as the platform names itself; empty: the simulator's own issuer, whose keys are under /outside
	Subject  string
	Audience string
	Age      time.Duration // how long ago the token was made
	ByEntra  bool          // signed by Entra itself, as the tokens that it issues are
}

// outsideLife is how long an outside token is good. The real ones live for minutes; a demo goes on for longer.
const outsideLife = 30 * 24 * time.Hour

// OwnIssuer is the simulator's own issuer at a base address.
func OwnIssuer(base string) string { return base + "/outside" }

// JobToken is what a job on the simulated platforms proves itself with when it asks for a token for a client.
func JobToken(clientID string) string { return "job-" + StableID("job", strings.ToLower(clientID)) }

// OutsideToken signs a token of an outside issuer. The error says that there is no key.
func (s *Sim) OutsideToken(said Outside) (string, error) {
	source := s.opts.OutsideKey
	if said.ByEntra {
		source = s.opts.Key
	}
	key, err := source()
	if err != nil {
		return "", fmt.Errorf("could not make the key of the outside issuer: %w", err)
	}
	made := s.Now().Add(-said.Age)
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
		"iss": said.Issuer, "sub": said.Subject, "aud": said.Audience, "jti": StableID(said.Issuer, said.Subject),
		"iat": made.Unix(), "nbf": made.Unix(), "exp": made.Add(outsideLife).Unix(),
	})
	token.Header["kid"] = keyID(&key.PublicKey)
	signed, err := token.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("could not sign an outside token: %w", err)
	}
	return signed, nil
}

func outsideRoutes() []route {
	return []route{
		{pattern: "GET /outside/.well-known/openid-configuration", answer: outsideDiscovery},
		{pattern: "GET /outside/keys", answer: outsideKeys},
		{pattern: "GET /outside/github/{client}", answer: gitHubToken},
		{pattern: "POST /outside/azure-devops/{client}", answer: azureDevOpsToken},
	}
}

func outsideDiscovery(c *call) reply {
	return reply{body: map[string]any{
		"issuer": OwnIssuer(c.baseURL()), "jwks_uri": OwnIssuer(c.baseURL()) + "/keys", "response_types_supported": []string{"id_token"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	}}
}

func outsideKeys(c *call) reply {
	return reply{body: later(func() (any, error) {
		key, err := c.opts.OutsideKey()
		if err != nil {
			return nil, err
		}
		return map[string]any{"keys": []any{publicKey(&key.PublicKey)}}, nil
	})}
}

// publicKey is a key as key sets hold it.
func publicKey(key *rsa.PublicKey) map[string]any {
	return map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID(key),
		"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}
}

// gitHubToken is GitHub Actions' token service, as a job reaches it (GitHub, OpenID Connect reference).
func gitHubToken(c *call) reply {
	app, no := c.job()
	if no != nil {
		return *no
	}
	said := app.Outside
	if audience := c.http.URL.Query().Get("audience"); said.Audience == "" {
		said.Audience = audience
	}
	return c.outsideToken(said, func(token string) any { return map[string]any{"count": len(token), "value": token} })
}

// azureDevOpsToken is Azure DevOps' token service. Who doesn't ask it to leave its redirect out is sent to a sign-in page.
func azureDevOpsToken(c *call) reply {
	if c.http.Header.Get("X-TFS-FedAuthRedirect") != "Suppress" {
		return reply{status: http.StatusFound, header: map[string]string{"Location": "https://spsprodweu.vssps.visualstudio.com/_signin"}}
	}
	app, no := c.job()
	if no != nil {
		return *no
	}
	return c.outsideToken(app.Outside, func(token string) any { return map[string]any{"oidcToken": token} })
}

// job finds the app registration for which a job asks, and judges the job's own token.
func (c *call) job() (*App, *reply) {
	client := c.words["client"]
	if c.http.Header.Get("Authorization") != "Bearer "+JobToken(client) {
		return nil, &reply{status: http.StatusUnauthorized, body: map[string]string{"message": "The token of the job is not valid."}}
	}
	for _, tenant := range c.tenants {
		if app := tenant.App(client); app != nil {
			return app, nil
		}
	}
	return nil, &reply{status: http.StatusNotFound, body: map[string]string{"message": "There is no such job."}}
}

func (c *call) outsideToken(said Outside, shape func(token string) any) reply {
	if said.Issuer == "" {
		said.Issuer = OwnIssuer(c.baseURL())
	}
	return reply{body: later(func() (any, error) {
		token, err := c.OutsideToken(said)
		return shape(token), err
	})}
}
