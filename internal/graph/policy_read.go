package graph

import (
	"strconv"
	"strings"
	"time"

	"appreg/internal/pattern"
	"appreg/internal/transport"
)

// An app management policy as Graph writes it. The tenant's has applicationRestrictions, a registration's own restrictions.
type (
	wirePolicy struct {
		IsEnabled               bool
		ApplicationRestrictions wireRestrictions
		Restrictions            wireRestrictions
	}
	wireRestrictions struct {
		PasswordCredentials []wireRestriction
		KeyCredentials      []wireRestriction
		Audiences           struct{ AzureADMultipleOrgs *wireRestriction }
	}
	wireRestriction struct {
		RestrictionType                     string
		State                               string
		MaxLifetime                         string
		RestrictForAppsCreatedAfterDateTime string
		ExcludeActors                       any
	}
)

func takeCreation(a *Actual, r *transport.Response) error {
	var outer struct {
		DefaultUserRolePermissions struct{ AllowedToCreateApps *bool }
	}
	if err := decode(r, &outer); err != nil {
		return err
	}
	a.Policies.MayCreate = outer.DefaultUserRolePermissions.AllowedToCreateApps
	return nil
}

func takePolicy(a *Actual, r *transport.Response) error {
	var w wirePolicy
	if err := decode(r, &w); err != nil {
		return err
	}
	if a.Policies.Apps == nil { // else the registration's own counts
		a.Policies.Apps = w.policy(w.ApplicationRestrictions)
	}
	return nil
}

// takeOwnPolicy puts the registration's own policy in the place of the tenant's. At most one is assigned.
func takeOwnPolicy(a *Actual, r *transport.Response) error {
	list, err := many(r, func(w wirePolicy) *AppPolicy { return w.policy(w.Restrictions) })
	if len(list) > 0 {
		a.Policies.Apps = list[0]
	}
	return err
}

func (w wirePolicy) policy(from wireRestrictions) *AppPolicy {
	p := &AppPolicy{}
	if !w.IsEnabled {
		return p
	}
	for _, one := range from.PasswordCredentials {
		switch strings.ToLower(one.RestrictionType) {
		case "passwordaddition":
			p.NoSecrets = one.restriction()
		case "passwordlifetime":
			p.SecretLifetime = one.restriction()
		}
	}
	for _, one := range from.KeyCredentials {
		switch strings.ToLower(one.RestrictionType) {
		case "asymmetrickeylifetime":
			p.KeyLifetime = one.restriction()
		case "trustedcertificateauthority":
			p.TrustedIssuers = one.restriction()
		}
	}
	p.NoMultitenant = from.Audiences.AzureADMultipleOrgs.restriction()
	return p
}

// restriction returns a rule that is in force; nil for one that isn't.
func (w *wireRestriction) restriction() *Restriction {
	if w == nil || w.State != "" && !strings.EqualFold(w.State, "enabled") {
		return nil
	}
	return &Restriction{Longest: lifetime(w.MaxLifetime), After: when(w.RestrictForAppsCreatedAfterDateTime), Exempting: w.ExcludeActors != nil}
}

// duration is an ISO 8601 duration as the policies have them: P180D, P6M, P2Y, P4DT12H.
var duration = pattern.Lazy(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$`)

// lifetime reads a duration; 0 for what is none. Years and months are the shortest that they can be.
func lifetime(s string) time.Duration {
	match := duration.Regexp().FindStringSubmatch(strings.ToUpper(s))
	if match == nil {
		return 0
	}
	const day = 24 * time.Hour
	total := time.Duration(0)
	for i, unit := range []time.Duration{365 * day, 28 * day, 7 * day, day, time.Hour, time.Minute, time.Second} {
		n, err := strconv.Atoi(match[i+1])
		if err == nil && n < 10000 {
			total += time.Duration(n) * unit
		}
	}
	return total
}
