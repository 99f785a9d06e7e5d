package tenantsim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	gitHub   = "https://token.actions.githubusercontent.com"
	mainOf   = "repo:contoso/erp:ref:refs/heads/main"
	exchange = "api://AzureADTokenExchange"
	eid1     = "/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/11111111-2222-4333-8444-555555555555/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
)

// outsideToken is an outside token and what Entra says to it.
type outsideToken struct {
	name      string
	said      Outside
	change    func(*App)
	spoil     bool       // the signature is another's
	situation *Situation // nil: it gets a token
}

func outsideTokens() []outsideToken {
	good := Outside{Issuer: gitHub, Subject: mainOf, Audience: exchange}
	with := func(change func(*Outside)) Outside {
		said := good
		change(&said)
		return said
	}
	policy := func(s *Situation) func(*App) { return func(a *App) { a.OutsidePolicy = s } }
	devOps := Outside{Issuer: "https://login.microsoftonline.com/" + testTenant + "/v2.0", Subject: eid1, Audience: exchange}
	return []outsideToken{
		{name: "good", said: good},
		{name: "azure devops", said: devOps},
		{name: "no credential", said: good, change: func(a *App) { a.Federated = nil }, situation: FederatedNone},
		{name: "issuer", said: with(func(o *Outside) { o.Issuer += "/contoso" }), situation: FederatedIssuer},
		{name: "issuer's slash", said: with(func(o *Outside) { o.Issuer += "/" }), situation: FederatedIssuer},
		{name: "audience", said: with(func(o *Outside) { o.Audience = "https://github.com/contoso" }), situation: FederatedAudience},
		{name: "subject", said: with(func(o *Outside) { o.Subject = "repo:contoso@1/erp@2:ref:refs/heads/main" }), situation: FederatedSubject},
		{name: "case", said: with(func(o *Outside) { o.Subject = strings.ToUpper(mainOf) }), situation: FederatedSubjectCase},
		{name: "another connection", said: Outside{Issuer: devOps.Issuer, Subject: eid1 + "x", Audience: exchange}, situation: FederatedSubjectEID1},
		{name: "several tenants", said: devOps, change: func(a *App) { a.Audience = "AzureADMultipleOrgs" }, situation: FederatedMultitenant},
		{name: "entra's own", said: with(func(o *Outside) { o.ByEntra = true }), situation: FederatedByEntra},
		{name: "too old", said: with(func(o *Outside) { o.Age = outsideLife + time.Hour }), situation: AssertionExpired},
		{name: "signature", said: good, spoil: true, situation: FederatedSignature},
		{name: "off", said: good, change: policy(FederatedOff), situation: FederatedOff},
		{name: "limited", said: good, change: policy(FederatedLimited), situation: FederatedLimited},
		{name: "managed", said: good, change: policy(FederatedManaged), situation: FederatedManaged},
		{name: "forbidden", said: good, change: policy(FederatedForbidden), situation: FederatedForbidden},
		{name: "older", said: good, change: policy(FederatedAny), situation: FederatedAny},
		{name: "audience, other number", said: good, change: policy(FederatedAudience2), situation: FederatedAudience2},
		{name: "other cloud", said: good, change: policy(FederatedCrossCloud), situation: FederatedCrossCloud},
	}
}

// federate gives the test's app two federated credentials.
func federate(h *harness, change func(*App)) {
	h.t.Helper()
	must(h.t, h.sim.UpdateApp(testTenant, testClient, func(a *App) {
		a.Federated = []FederatedCredential{
			{Name: "main", Issuer: gitHub, Subject: mainOf, Audiences: []string{exchange}},
			{Name: "devops", Issuer: "https://login.microsoftonline.com/" + testTenant + "/v2.0", Subject: eid1, Audiences: []string{exchange}},
		}
		if change != nil {
			change(a)
		}
	}))
}

// presenting is the form of flow federated.
func presenting(assertion string) url.Values {
	form := secretForm("client_assertion", assertion, "client_assertion_type", assertionType)
	form.Del("client_secret")
	return form
}

// TestOutsideTokens: issuer, audience and subject are compared byte for byte, and the token is really verified.
func TestOutsideTokens(t *testing.T) {
	for _, test := range outsideTokens() {
		t.Run(test.name, func(t *testing.T) {
			h := newHarness(t)
			federate(h, test.change)
			assertion, err := h.sim.OutsideToken(test.said)
			must(t, err)
			if test.spoil {
				assertion = assertion[:strings.LastIndexByte(assertion, '.')+1] + "c2lnbmF0dXJl"
			}
			a := h.post(testTenant, presenting(assertion))
			want := test.situation
			switch {
			case want == nil && a.status != http.StatusOK:
				t.Errorf("got %d: %s", a.status, a.raw)
			case want == nil:
			case a.status != want.status || a.code() != want.code || a.text("error") != want.err || strings.ContainsAny(a.text("error_description"), "{}"):
				t.Errorf("got %d %d %s: %s", a.status, a.code(), a.text("error"), a.raw)
			}
		})
	}
}

// TestPlatformsGiveTokens: each in its own way, to the job alone.
func TestPlatformsGiveTokens(t *testing.T) {
	h := newHarness(t)
	federate(h, func(a *App) { a.Outside = Outside{Issuer: gitHub, Subject: mainOf} })
	job := []string{"Authorization", "Bearer " + JobToken(testClient)}
	gitHubPath := "GET /outside/github/" + testClient + "?audience=" + url.QueryEscape(exchange)
	devOpsPath := "POST /outside/azure-devops/" + testClient + "?api-version=7.1"
	answer := h.ask(gitHubPath, job...)
	if got := claimsOf(t, answer.text("value")); got["aud"] != exchange || got["sub"] != mainOf || got["iss"] != gitHub {
		t.Errorf("GitHub: %s", answer.raw)
	}
	if a := h.post(testTenant, presenting(answer.text("value"))); a.status != http.StatusOK {
		t.Errorf("not taken: %s", a.raw)
	}
	answer = h.ask(devOpsPath, append(job, "X-TFS-FedAuthRedirect", "Suppress")...)
	if got := claimsOf(t, answer.text("oidcToken")); got["sub"] != mainOf {
		t.Errorf("Azure DevOps: %s", answer.raw)
	}
	if a := h.ask(devOpsPath, job...); a.status != http.StatusFound {
		t.Errorf("without the header: %d", a.status)
	}
	for _, what := range []string{gitHubPath, devOpsPath} {
		if a := h.ask(what, "X-TFS-FedAuthRedirect", "Suppress", "Authorization", "Bearer x"); a.status != http.StatusUnauthorized {
			t.Errorf("%s: another job got %d", what, a.status)
		}
	}
	if a := h.ask("GET /outside/github/x", "Authorization", "Bearer "+JobToken("x")); a.status != http.StatusNotFound {
		t.Errorf("no app: %d", a.status)
	}
}

// TestOwnIssuerCanBeRead: anybody finds the keys and verifies its tokens.
func TestOwnIssuerCanBeRead(t *testing.T) {
	h := newHarness(t)
	federate(h, func(a *App) { a.Outside = Outside{Subject: "job-1", Audience: exchange} })
	raw := h.ask("GET /outside/github/"+testClient, "Authorization", "Bearer "+JobToken(testClient)).text("value")
	issuer := claimsOf(t, raw)["iss"].(string)
	found := h.get("/outside/.well-known/openid-configuration")
	if found.text("issuer") != issuer || !strings.HasSuffix(found.text("jwks_uri"), "/outside/keys") {
		t.Fatalf("%s, issuer %s", found.raw, issuer)
	}
	var set struct{ Keys []struct{ Kid, N, E string } }
	must(t, json.Unmarshal([]byte(h.get("/outside/keys").raw), &set))
	head, _, err := jwt.NewParser().ParseUnverified(raw, jwt.MapClaims{})
	if err != nil || len(set.Keys) != 1 || set.Keys[0].Kid != head.Header["kid"] || set.Keys[0].N == "" || set.Keys[0].E != "AQAB" {
		t.Errorf("%+v, %v, %v", set, head.Header, err)
	}
}

// ask sends a request with headers, in pairs.
func (h *harness) ask(what string, headers ...string) answer {
	h.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, nil)
	must(h.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.send(r)
}
