package admin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/entra"
	"appreg/internal/secret"
)

// Fault is what is wrong with a source.
type Fault string

// The faults. Missing is one that was not given or isn't installed; the others were there and can't be used.
const (
	Missing   Fault = "admin_missing"
	Unusable  Fault = "admin_unusable"
	Expired   Fault = "admin_token_expired"
	Foreign   Fault = "admin_token_foreign" // for another API or another tenant
	Powerless Fault = "admin_rights_missing"
)

// Error says why a source has no token that can be used. It holds no part of one.
type Error struct {
	Fault  Fault
	Source string // its name
	What   string // what is wrong, a phrase
	Next   string // what to do
}

func (e *Error) Error() string {
	return fmt.Sprintf("couldn't use the admin source %s: %s", e.Source, e.What)
}

// Fix says what to do.
func (e *Error) Fix() string { return e.Next }

// skew is how far a clock may be behind Entra's.
const skew = 2 * time.Minute

// judge returns an *Error if a token can't be good where it is about to be sent.
func (s *Source) judge(r Resource, token secret.Secret) error {
	name := s.place.name(r)
	claims, err := entra.DecodeClaims(token)
	if err != nil {
		return s.fault(Unusable, "its token for "+name+" can't be read: "+err.Error(), s.again(r))
	}
	now := s.now()
	switch {
	case !claims.ExpiresAt.IsZero() && !claims.ExpiresAt.After(now):
		return s.fault(Expired, fmt.Sprintf("its token for %s ended on %s", name, claims.ExpiresAt.UTC().Format(time.RFC3339)), s.again(r))
	case claims.NotBefore.After(now.Add(skew)):
		return s.fault(Unusable, fmt.Sprintf("its token for %s isn't good before %s; this machine's clock may be wrong", name, claims.NotBefore.UTC().Format(time.RFC3339)), s.again(r))
	case !among(claims.Audience, s.place.audiences(r)):
		return s.fault(Foreign, fmt.Sprintf("its token is for %s, not for %s", strings.Join(claims.Audience, ", "), name), s.again(r))
	case s.place.TenantID != "" && claims.TenantID != "" && !strings.EqualFold(claims.TenantID, s.place.TenantID):
		return s.fault(Foreign, fmt.Sprintf("its token is of tenant %s, not of %s", claims.TenantID, s.place.TenantID), s.again(r))
	case r == API && len(claims.Scopes) == 0:
		return s.fault(Powerless, "its token for "+name+" is an app's; only a user's can change the product", s.again(r))
	}
	return nil
}

// among reports whether one of the audiences is wanted; a trailing slash doesn't count.
func among(audiences, wanted []string) bool {
	plain := func(text string) string { return strings.ToLower(strings.TrimRight(text, "/")) }
	return slices.ContainsFunc(audiences, func(a string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return w != "" && plain(a) == plain(w) })
	})
}

func (s *Source) fault(f Fault, what, next string) *Error {
	return &Error{Fault: f, Source: s.Name, What: what, Next: next}
}

// again says how to get a better token.
func (s *Source) again(r Resource) string {
	switch s.Name {
	case AzureCLI:
		return "sign in again: az login --tenant " + s.place.Tenant
	case Given:
		return fmt.Sprintf("set %s to a new one, for example: %s", variables[r], azCommand(s.place, r))
	}
	return "sign in as somebody of tenant " + s.place.Tenant
}
