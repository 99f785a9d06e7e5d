package tenantsim

import (
	"strings"
	"time"

	"appreg/internal/catalog"
)

// session is one sign-in that a user went through. Refresh tokens carry it on, so that what was proven once stays proven.
type session struct {
	at     time.Time // when the user signed in
	mfa    bool      // with a second factor, as every sign-in in a browser here
	native bool      // its code came through a redirect URI of "Mobile and desktop applications"
}

// methods is the claim amr.
func (s session) methods() []string {
	if s.mfa {
		return []string{"pwd", "mfa"}
	}
	return []string{"pwd"}
}

// stoppedBy is what a policy answers to this session. A second factor satisfies all of them but a block.
func (s session) stoppedBy(p Policy) (Situation, bool) {
	if s.mfa && p != PolicyConditionalAccess {
		return "", false
	}
	return situationOf(p)
}

// consented are the delegated permissions that the tenant or this user consented to.
func (a *App) consented(upn string, api catalog.API) []string {
	list := append([]string(nil), a.Consents[api]...)
	for _, name := range a.userConsents[strings.ToLower(upn)][api] {
		if !containsFold(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// consent keeps a user's own consent, which counts for this user alone. The caller holds s.mu.
func (a *App) consent(upn string, api catalog.API, permissions []string) {
	if a.userConsents == nil {
		a.userConsents = map[string]map[catalog.API][]string{}
	}
	user := strings.ToLower(upn)
	a.userConsents[user] = granted(a.userConsents[user], api, permissions)
}

// asked are the permissions that a consent page lists: those of the scope or, for .default, what the API's document
// tells to add.
func asked(r resource, scope wantedScope) []string {
	if !scope.isDefault() {
		return scope.names
	}
	service, _ := catalog.Lookup(r.api)
	return consentsOf(service, catalog.Browser)
}
