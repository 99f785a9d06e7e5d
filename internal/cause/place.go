package cause

import "strings"

// Place is where in the set-up something is put right: a step and, behind a slash, a field of it. The names are those of
// catalog.StepID and steps.Key, which are above this package.
type Place string

// The places.
const (
	AtFlow          Place = "start/flow"
	AtCloud         Place = "start/cloud"
	AtApplication   Place = "application"
	AtTenant        Place = "application/tenant"
	AtClientID      Place = "application/client-id"
	AtPermissions   Place = "permissions"
	AtPublicClient  Place = "public-client"
	AtCredential    Place = "credential"
	AtSecret        Place = "credential/client-secret"
	AtSecretExpires Place = "credential/secret-expires"
	AtCertificate   Place = "credential/certificate"
	AtDuty          Place = "duty"
	AtUsername      Place = "token/username"
	AtPassword      Place = "token/password"
	AtEnvironment   Place = "token/environment"
)

// Split returns the step and the field; empty where there is none.
func (p Place) Split() (step, field string) {
	step, field, _ = strings.Cut(string(p), "/")
	return step, field
}
