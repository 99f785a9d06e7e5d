package steps

import (
	"cmp"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// target returns the chosen API in the chosen cloud and region; before an API is chosen it is empty.
// Where an API lives in regions these decide; a cloud that a script names without one takes that cloud's first.
func target(a Answers) catalog.Target {
	cloud, region := a.Cloud(), catalog.Region("")
	if service(a).Regional {
		cloud, region = catalog.Cloud(a.Get(KeyCloud)), catalog.Region(a.Get(KeyRegion))
	}
	t, err := catalog.Resolve(a.API(), cloud, region)
	if err != nil {
		return catalog.Target{}
	}
	return t
}

// Registration returns what the answers describe, with the credential. Answers that do not apply to the API and flow
// are left out, also when they were given before another choice.
func (a Answers) Registration() registration.Registration {
	t := target(a)
	reg := registration.Registration{
		API: a.API(), Cloud: cmp.Or(t.Cloud, a.Cloud()), Region: t.Region, Flow: a.Flow(),
		Tenant: a.Get(KeyTenant), ClientID: a.Get(KeyClientID), Overrides: a.Overrides,
	}
	own := service(a)
	if own.TriedOn == catalog.AboutEnvironment {
		reg.Environments = a.List(KeyEnvironments)
	}
	if own.TriedOn == catalog.AboutProject {
		reg.Project = a.Get(KeyProject)
	}
	if own.OnPremises {
		reg.Deployment = deployment(a)
	}
	reg.Partner = partner(a)
	if reg.Flow.SignsInUser() {
		reg.Username = a.Get(KeyUsername)
		if own.PersonPicks {
			reg.Permissions = a.List(KeyPermissions)
		}
	}
	if take := proofOf(reg.Flow).take; take != nil {
		take(&reg, a)
	}
	return reg
}

// FromRegistration returns the answers that describe reg, for setup --replace: all but the credential and its end.
func FromRegistration(reg registration.Registration) Answers {
	a := Answers{Overrides: reg.Overrides}
	a = a.With(KeyAPI, string(reg.API)).With(KeyFlow, string(reg.Flow))
	own := service(a)
	if own.Regional {
		a = a.With(KeyRegion, string(reg.Region))
	} else {
		a = a.With(KeyCloud, string(reg.Cloud))
	}
	a = a.With(KeyTenant, reg.Tenant).With(KeyClientID, reg.ClientID).With(KeyUsername, reg.Username)
	if isGUID(reg.Tenant) {
		a = a.With(KeyTenantID, reg.Tenant)
	}
	a = a.With(KeyPermissions, strings.Join(reg.Permissions, ","))
	a = a.With(KeyEnvironments, strings.Join(reg.Environments, ",")).With(KeyProject, reg.Project)
	if own.OnPremises {
		a = a.With(KeyDeployment, string(reg.Deployment))
	}
	if own.Partners {
		a = a.With(KeyPartner, map[bool]string{true: Yes, false: No}[reg.Partner])
	}
	if reg.Flow.Info().Proof == catalog.ProofCertificate {
		a = a.With(KeyKeep, string(reg.Credential.Keep))
	}
	return withAssertion(a, reg.Credential.Assertion)
}

// deployment says where an API runs that need not run at Microsoft's.
func deployment(a Answers) registration.Deployment {
	if d := a.Get(KeyDeployment); d != "" {
		return registration.Deployment(d)
	}
	return registration.Online
}

// onPremises reports whether the API runs on a server of one's own.
func onPremises(a Answers) bool {
	return deployment(a) == registration.OnPremises && service(a).OnPremises
}

// partner reports whether the tenant is the customer of a partner.
func partner(a Answers) bool { return a.Get(KeyPartner) == Yes && service(a).Partners }

func keep(a Answers) registration.Keep {
	if k := a.Get(KeyKeep); k != "" {
		return registration.Keep(k)
	}
	return registration.KeepPath
}
