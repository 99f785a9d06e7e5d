package cli_test

import "appreg/internal/registration"

// federatedSituations are those of an app that a platform's token signs in as.
var federatedSituations = map[string]situation{
	"a workflow is configured": {sites: []string{
		"internal/cli/federate.go: check --api --client-id --flow --tenant",
	}, meet: func(a *adviser) {
		c := a.cases[federatedProfile].At(a.url)
		a.hasFederated(federatedProfile)
		told := a.works("federate", "github", "contoso/erp", "--environment", "production")
		var env []string
		for name, value := range c.Env {
			env = append(env, name+"="+value)
		}
		a.followAt(at{env: env}, told, "check --api "+string(c.API)+" --flow federated --tenant "+c.Tenant+" --client-id "+c.ClientID)
	}},
}

// hasFederated saves a federated case as a profile of the same name.
func (a *adviser) hasFederated(name string) {
	a.t.Helper()
	a.hasChanged(name, func(reg *registration.Registration) {
		reg.Permissions, reg.Credential = nil, registration.Credential{Assertion: registration.Assertion{From: registration.FromFile, File: a.cases[name].AssertionFile}}
	})
}
