package tenantsim

import (
	"cmp"
	"crypto/subtle"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// provePassword finds the user. A federated account is refused like a wrong password: Entra holds none to compare with.
func (q *request) provePassword() *Situation {
	username := q.form.Get("username")
	q.user, q.session = q.tenant.User(username), session{at: q.Now()}
	switch {
	case containsFold(q.tenant.Federated, domainOf(username)):
		return PasswordWrong
	case q.user == nil:
		return UserUnknown
	}
	right := subtle.ConstantTimeCompare([]byte(q.user.Password), []byte(q.form.Get("password"))) == 1
	return cmp.Or(when(q.user.Locked, UserLocked), when(!right, PasswordWrong), when(q.user.Disabled, UserDisabled), when(q.user.PasswordExpired, PasswordIsExpired))
}

// admit asks what comes after a proven user: policy, assignment, consent. A second factor satisfies every policy but a
// block.
func (q *request) admit() *Situation {
	q.tell("{user}", q.user.UPN)
	if q.user.Policy != nil && (!q.session.mfa || q.user.Policy == ConditionalAccess) {
		return q.user.Policy
	}
	if q.app.AssignmentRequired && !containsFold(q.app.Assigned, q.user.UPN) {
		return UserNotAssigned
	}
	return q.grantConsented()
}

// grantConsented grants what the user's token will hold: the permissions consented to, if any was asked for.
func (q *request) grantConsented() *Situation {
	api := q.resource.api
	if q.app.consentSeen(api) {
		q.granted = q.app.consented(q.user.UPN, api)
	}
	all := true
	for _, name := range q.scope.names {
		if name != ".default" && !holds(q.resource.delegated, name) {
			q.facts = slices.Insert(q.facts, 0, "{scope}", name) // not the whole
			return ScopeNotOnResource
		}
		all = all && containsFold(q.granted, name)
	}
	if len(q.granted) > 0 && (all || q.scope.isDefault()) {
		return nil
	}
	var listed []string
	for _, api := range slices.Sorted(maps.Keys(q.app.Requires)) {
		listed = append(listed, string(api))
	}
	q.tell("{listed}", strings.Join(listed, ", "))
	return cmp.Or(when(!slices.Contains(listed, string(api)), ResourceNotListed), when(q.app.AdminConsentOnly, AdminConsentMissing), ConsentMissing)
}

// consented are the delegated permissions that the tenant or this user consented to.
func (a *App) consented(upn string, api catalog.API) []string {
	return with(a.Consents, api, a.userConsents[strings.ToLower(upn)][api])[api]
}

// consent keeps a user's own consent, which counts for this user alone.
func (a *App) consent(upn string, api catalog.API, permissions []string) {
	if a.userConsents == nil {
		a.userConsents = map[string]map[catalog.API][]string{}
	}
	user := strings.ToLower(upn)
	a.userConsents[user] = with(a.userConsents[user], api, permissions)
}

// refreshLife is how long an unused refresh token lives.
const refreshLife = 90 * 24 * time.Hour

// refreshGrant is what a refresh token stands for. It is bound to tenant, client and user, not to a resource.
type refreshGrant struct {
	tenantID, clientID, upn string

	issued  time.Time
	revoked time.Time // zero if it is good
	session session   // of the sign-in that it goes back to
}

// proveRefresh finds the user whom a refresh token stands for. A sign-in through a redirect URI of a native client goes
// on as a public client's, whatever the switch says.
func (q *request) proveRefresh() *Situation {
	g, ok := q.refreshes[fingerprint(q.form.Get("refresh_token"))]
	prove := q.proveUserClient
	if g.session.native && q.secret == "" && q.form.Get("client_assertion") == "" {
		prove = q.proveClient
	}
	q.user, q.session = q.tenant.User(g.upn), g.session
	foreign := !ok || g.tenantID != q.tenant.ID || g.clientID != q.app.ClientID || q.user == nil
	if no := cmp.Or(prove(), when(foreign, RefreshTokenMalformed)); no != nil {
		return no
	}
	layout, frequency := time.RFC3339Nano, q.user.SignInFrequency
	q.tell("{start}", g.issued.UTC().Format(layout), "{end}", g.revoked.UTC().Format(layout), "{seconds}", fmt.Sprintf("%.0f", frequency.Seconds()))
	return cmp.Or(
		when(!g.revoked.IsZero(), RefreshTokenRevoked),
		when(q.Now().Sub(g.issued) > refreshLife, RefreshTokenExpired),
		when(frequency > 0 && q.Now().Sub(g.session.at) > frequency, SignInFrequencyOver),
		when(q.user.Disabled, UserDisabled))
}

// newRefreshToken makes a token of realistic size, 1.5 KB. The old one stays good, as Entra's do.
func (q *request) newRefreshToken() string {
	token := "1.AX0A" + q.opaque(1100)
	q.refreshes[fingerprint(token)] = refreshGrant{q.tenant.ID, q.app.ClientID, q.user.UPN, q.Now(), time.Time{}, q.session}
	return token
}

// RevokeSessions voids every refresh token of a user, as a changed password does.
func (s *Sim) RevokeSessions(upn string) {
	defer s.lock()()
	for key, grant := range s.refreshes {
		if grant.upn == upn {
			grant.revoked = s.Now()
			s.refreshes[key] = grant
		}
	}
}
