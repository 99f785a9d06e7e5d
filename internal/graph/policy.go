package graph

import "time"

// Policies are what the tenant forbids, as far as it may be read.
type Policies struct {
	MayCreate *bool // defaultUserRolePermissions.allowedToCreateApps; nil: not known
	Apps      *AppPolicy
}

// AppPolicy is the app management policy that applies: the tenant's, or the registration's own in its place.
type AppPolicy struct {
	NoSecrets      *Restriction // passwordAddition
	SecretLifetime *Restriction // passwordLifetime
	KeyLifetime    *Restriction // asymmetricKeyLifetime
	TrustedIssuers *Restriction // trustedCertificateAuthority: self-signed certificates are refused
	NoMultitenant  *Restriction // audiences: AzureADMultipleOrgs and wider
}

// Restriction is one rule of an AppPolicy that is in force.
type Restriction struct {
	Longest   time.Duration // of a lifetime; 0 where the rule limits none
	After     time.Time     // only for registrations created after it; zero: for all
	Exempting bool          // names actors who are exempt: whether the caller is one isn't known
}

// Holds reports whether the rule is in force for a registration created at that time; a nil rule isn't.
func (r *Restriction) Holds(created time.Time) bool {
	return r != nil && (r.After.IsZero() || created.After(r.After))
}
