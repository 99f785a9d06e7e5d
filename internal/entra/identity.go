package entra

import (
	"fmt"
	"strings"

	"appreg/internal/cause"
)

// Expected is for whom a token was asked for. What is empty is not known, and is not compared.
type Expected struct {
	TenantID string // GUID
	ClientID string // GUID
	Username string // user principal name
}

// Foreign is a claim that names another tenant, application or user than the token was asked for.
type Foreign struct {
	Cause    cause.Label
	Evidence string // holds a value from outside: sanitise it before showing it
}

// identity is one of the claims that say for whom a token is (Microsoft identity platform, access token claims reference).
type identity struct {
	name  string
	cause cause.Label // of a token that names another
	named func(Claims) string
	want  func(Expected) string
}

var identities = []identity{
	{"tenant", cause.AuthorityWrongTenant, func(c Claims) string { return c.TenantID }, func(e Expected) string { return e.TenantID }},
	{"application", cause.ClientIDWrong, func(c Claims) string { return c.AppID }, func(e Expected) string { return e.ClientID }},
	{"user", cause.GuestOrMSAAccount, func(c Claims) string { return c.UPN }, func(e Expected) string { return e.Username }},
}

// Foreign returns the first claim that names another than was expected. A claim that is absent names nobody.
func (c Claims) Foreign(want Expected) (Foreign, bool) {
	for _, i := range identities {
		got, wanted := i.named(c), i.want(want)
		if got != "" && wanted != "" && !strings.EqualFold(got, wanted) {
			return Foreign{Cause: i.cause, Evidence: fmt.Sprintf("the token is of %s %s", i.name, got)}, true
		}
	}
	return Foreign{}, false
}

// Unnamed lists what of the expected the token does not name, so that it could not be compared: "tenant", "application",
// "user".
func (c Claims) Unnamed(want Expected) []string {
	var names []string
	for _, i := range identities {
		if i.want(want) != "" && i.named(c) == "" {
			names = append(names, i.name)
		}
	}
	return names
}
