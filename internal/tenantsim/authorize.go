package tenantsim

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"appreg/internal/pattern"
)

// codeLife is how long an authorization code lives.
const codeLife = 10 * time.Minute

// codeGrant is one authorization code in the state.
type codeGrant struct {
	tenantID, clientID, upn string

	form     url.Values // of the request for it
	scope    wantedScope
	platform platform // of its redirect URI
	issued   time.Time
	redeemed bool
}

// authorize answers a request for an authorization code in Entra's order. As long as client and redirect URI are not known
// to belong together, and for what Entra keeps to itself, a refusal is a page and never a redirect.
func authorize(c *call) reply {
	q := newRequest(c, c.http.URL.Query())
	if no := q.run((*request).findClient, (*request).judgeRedirect); no != nil {
		return c.showRefusal(no)
	}
	if no := q.run(needs("response_type", "scope"), (*request).judgeAuthorization, (*request).readScope); no != nil {
		return q.sendBack(no)
	}
	switch no := q.signIn(q.form.Get("login_hint")); no {
	case nil:
		return q.answerWith(url.Values{"code": {q.newCode()}, "session_state": {c.opts.NewID()}})
	case UserDeclined, ResourceMissing, ResourceDisabled, ResourceNotListed, ScopeNotOnResource:
		return q.sendBack(no)
	default:
		return c.showRefusal(no)
	}
}

// challengeForm is RFC 7636 section 4.2.
var challengeForm = pattern.Lazy(`^[A-Za-z0-9._~-]{43,128}$`)

// judgeAuthorization checks what is told to the app itself.
func (q *request) judgeAuthorization() *Situation {
	kind, challenge, method := q.form.Get("response_type"), q.form.Get("code_challenge"), q.form.Get("code_challenge_method")
	q.tell("{type}", kind)
	malformed := !challengeForm.Regexp().MatchString(challenge) || !slices.Contains([]string{"", "plain", "S256"}, method)
	return cmp.Or(
		when(kind != "code", ResponseTypeUnknown),
		when(challenge == "" && q.platform == platformSPA, PKCEMissing),
		when(challenge != "" && malformed, ChallengeMalformed),
		when(q.form.Get("prompt") == "none", SignInNeeded))
}

// newCode makes a code and forgets those that ended an hour ago.
func (q *request) newCode() string {
	maps.DeleteFunc(q.codes, func(_ string, old *codeGrant) bool { return q.Now().Sub(old.issued) > codeLife+time.Hour })
	code := "1.AX0A" + q.opaque(600)
	q.codes[fingerprint(code)] = &codeGrant{q.tenant.ID, q.app.ClientID, q.user.UPN, q.form, q.scope, q.platform, q.Now(), false}
	return code
}

// sendBack tells the app about a refusal.
func (q *request) sendBack(no *Situation) reply {
	told := q.explain(no)
	values := url.Values{"error": {told.Error}, "error_description": {told.Description}, "error_uri": {told.URI}}
	if no == UserDeclined {
		values.Set("error_subcode", "cancel")
	}
	return q.answerWith(values)
}

// answerWith addresses values to the app, with its state: in the query, the fragment or a form that sends itself. A
// redirect URI without a path comes back with a slash.
func (q *request) answerWith(values url.Values) reply {
	if q.form.Has("state") {
		values.Set("state", q.form.Get("state"))
	}
	target, _ := url.Parse(q.form.Get("redirect_uri")) // it is like a registered one
	target.Path = cmp.Or(target.Path, "/")
	location := target.String() + "#" + values.Encode()
	switch q.form.Get("response_mode") {
	case "form_post":
		form := fill(`<form id="back" method="post" action="%s">`, q.form.Get("redirect_uri"))
		for _, name := range slices.Sorted(maps.Keys(values)) {
			form += fill(`<input type="hidden" name="%s" value="%s">`, name, values.Get(name))
		}
		return q.show(http.StatusOK, "post", form+`<noscript><button>Continue</button></noscript></form>`+
			fill(`<script nonce="%s">document.getElementById("back").submit();</script>`, q.id))
	case "", "query":
		query := target.Query()
		maps.Copy(query, values)
		target.RawQuery = query.Encode()
		location = target.String()
	}
	return reply{status: http.StatusFound, header: map[string]string{"Location": location}}
}

// proveCode judges an authorization code and the client that redeems it. A scope that is sent along narrows or moves the
// request; the sign-in's own scopes stay.
func (q *request) proveCode() *Situation {
	g := q.codes[fingerprint(q.form.Get("code"))]
	if g == nil || g.clientID != q.app.ClientID {
		return CodeUnknown
	}
	q.user, q.scope, q.nonce, q.platform = q.tenant.User(g.upn), g.scope, g.form.Get("nonce"), g.platform
	q.session = session{at: g.issued, mfa: true, native: g.platform == platformNative}
	q.spend = func() { g.redeemed = true }
	redirect := g.form.Get("redirect_uri")
	q.tell("{registered}", redirect, "{resourceasked}", g.scope.asked)
	no := cmp.Or(
		q.proveCodeClient(),
		when(g.tenantID != q.tenant.ID, CodeOfAnotherTenant),
		when(g.redeemed, CodeRedeemed),
		when(q.Now().Sub(g.issued) > codeLife, CodeExpired),
		when(redirect != q.form.Get("redirect_uri"), RedirectDiffers),
		when(!g.verifies(q.form.Get("code_verifier")), PKCEMismatch),
		when(q.user == nil, CodeUnknown)) // the account was deleted meanwhile
	switch {
	case no != nil:
		return no
	case q.user.Disabled:
		return UserDisabled
	case q.form.Has("scope"):
		no = q.readScope()
		q.scope.oidc = g.scope.oidc
	}
	return no
}

// proveCodeClient judges the client by the platform of the redirect URI that the code came through.
func (q *request) proveCodeClient() *Situation {
	spa, web, page := q.platform == platformSPA, q.platform == platformWeb, q.http.Header.Get("Origin") != ""
	no := q.proveClient()
	return cmp.Or(
		when(spa && !page, CodeOutsideBrowser),
		when(!spa && page, OriginUnwanted),
		when(!web && (no != nil || q.acr != acrPublic), CredentialUnwanted),
		no,
		when(web && q.acr == acrPublic, CredentialMissing))
}

// verifies compares a verifier with the challenge (RFC 7636 section 4.6).
func (g *codeGrant) verifies(verifier string) bool {
	if g.form.Get("code_challenge_method") == "S256" {
		sum := sha256.Sum256([]byte(verifier))
		verifier = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	challenge := g.form.Get("code_challenge")
	return challenge == "" || subtle.ConstantTimeCompare([]byte(verifier), []byte(challenge)) == 1
}

// platform is where a redirect URI is registered; it decides what redeeming a code takes.
type platform int

const (
	platformNone   platform = iota
	platformNative          // "Mobile and desktop applications": a public client
	platformSPA             // "Single-page application": a script in a browser page
	platformWeb             // "Web": a server with a credential
)

// platformOf finds where a redirect URI is registered; a native client's platform wins, as it asks for least.
func (a *App) platformOf(sent string) platform {
	for i, registered := range [][]string{a.RedirectURIs, a.SPAURIs, a.WebURIs} {
		at := platformNative + platform(i)
		if slices.ContainsFunc(registered, func(r string) bool { return sameRedirect(r, sent, at == platformNative) }) {
			return at
		}
	}
	return platformNone
}

// judgeRedirect judges where the answer shall go. What is refused is shown as a page: there is nowhere to send the person to.
func (q *request) judgeRedirect() *Situation {
	sent, mode := q.form.Get("redirect_uri"), q.form.Get("response_mode")
	q.platform = q.app.platformOf(sent)
	no := cmp.Or(
		when(len(q.app.RedirectURIs)+len(q.app.SPAURIs)+len(q.app.WebURIs) == 0, RedirectNone),
		when(sent == "", RedirectMissing),
		when(q.platform == platformNone, RedirectMismatch),
		when(!slices.Contains([]string{"", "query", "fragment", "form_post"}, mode), ResponseModeUnknown))
	if no == ResponseModeUnknown {
		q.tell("{type}", mode)
	}
	return no
}

// sameRedirect compares letter by letter, final slash included, but for the port of http on loopback: a native client
// may use any; elsewhere any stands for a registration without one. [::1] is left out: Entra does not support it.
func sameRedirect(registered, sent string, native bool) bool {
	want, err := url.Parse(registered)
	got, err2 := url.Parse(sent)
	if err != nil || err2 != nil || registered == sent {
		return err == nil && err2 == nil
	}
	loopback := want.Scheme == "http" && containsFold([]string{"localhost", "127.0.0.1"}, want.Hostname())
	anyPort := native || want.Port() == ""
	want.Host, got.Host = strings.ToLower(want.Hostname()), strings.ToLower(got.Hostname())
	return loopback && anyPort && got.String() == want.String()
}
