package tenantsim

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
)

// Sign-in pages ask nobody: the request names the user or the tenant's first one is there, and what the state says about
// user and app decides at once.

func signInRoutes() []route {
	return []route{
		{pattern: "/{tenant}/oauth2/v2.0/devicecode", answer: startDevice},
		{pattern: "/{tenant}/oauth2/devicecode", answer: startDevice},
		{pattern: devicePath, answer: visitDevicePage},
		{pattern: "GET /{tenant}/oauth2/v2.0/authorize", answer: authorize},
		{pattern: "GET /{tenant}/oauth2/authorize", answer: authorize},
	}
}

// findClient finds tenant and app of a sign-in. At a common endpoint there is no app that could sign in: every app of the
// simulator belongs to one tenant.
func (q *request) findClient() *Situation {
	if !q.shared() {
		return q.run(needs("client_id"), (*request).findTenant, (*request).findApp)
	}
	q.tell("{tenantname}", q.segment)
	for _, t := range q.tenants {
		if a := t.App(q.clientID); a != nil {
			q.tell("{app}", a.Name)
			return MultiTenantDisabled
		}
	}
	return ClientUnknown
}

// signIn does what a person does on the pages: sign in as upn, or as the tenant's first user, and consent. Second factors
// and new passwords stand in nobody's way there: the browser is where they are given.
func (q *request) signIn(upn string) *Situation {
	if upn == "" && len(q.tenant.Users) > 0 {
		upn = q.tenant.Users[0].UPN
	}
	q.user, q.session = q.tenant.User(upn), session{at: q.Now(), mfa: true}
	if q.user == nil {
		return UserUnknown
	}
	no := cmp.Or(
		when(q.user.Declines, UserDeclined), when(q.user.Disabled, UserDisabled), when(q.user.Locked, UserLocked),
		when(q.device && q.tenant.DevicePageSaysNo, ConditionalAccess))
	if no == nil {
		no = q.run((*request).findResource, (*request).admit)
	}
	if no != ConsentMissing {
		return no
	}
	asked := q.scope.names
	if q.scope.isDefault() {
		asked = q.app.Requires[q.resource.api]
	}
	q.app.consent(q.user.UPN, q.resource.api, asked)
	return nil
}

// page is HTML, as opposed to a string, which is text to be shown.
type page string

// fill puts texts, escaped, in the place of the verbs of form.
func fill(form string, texts ...string) page {
	safe := make([]any, len(texts))
	for i, text := range texts {
		safe[i] = html.EscapeString(text)
	}
	return page(fmt.Sprintf(form, safe...))
}

// show returns a page of the simulator's: kind is the id of its content, for tests and browser drivers.
func (c *call) show(status int, kind string, content page) reply {
	return reply{status: status, header: map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src data:; script-src 'nonce-" + c.id + "'",
	}, body: `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Sign in (simulated)</title></head>
<body><header>Simulated sign-in. No real account is used and nothing leaves this machine.</header>
` + fill(`<main id="%s">`, kind) + content + `</main></body></html>
`}
}

// showRefusal is Entra's own page about a refusal, which never leads back to the app.
func (c *call) showRefusal(no *Situation) reply {
	return c.show(http.StatusBadRequest, "error", fill(`<h1>Sorry, but we're having trouble signing you in.</h1>
<p id="message">%s</p>
<p>Error code: <span id="code">%s</span></p>`, c.explain(no).Description, fmt.Sprint(no.code)))
}
