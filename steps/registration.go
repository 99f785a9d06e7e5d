package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// target gives the chosen API in the chosen cloud and region; before an API is chosen it is empty.
// For Lifecycle Services the region decides; a cloud that a script names without one takes that cloud's first.
func target(a Answers) catalog.Target {
	cloud, region := a.Cloud(), catalog.Region("")
	if a.API() == catalog.LCS {
		cloud, region = catalog.Cloud(a.Get(KeyCloud)), catalog.Region(a.Get(KeyRegion))
	}
	t, err := catalog.Resolve(a.API(), cloud, region)
	if err != nil {
		return catalog.Target{}
	}
	return t
}

// Registration gives what the answers describe, with the credential. Answers that do not apply to the API and flow
// are left out, also when they were given before another choice.
func (a Answers) Registration() registration.Registration {
	t := target(a)
	reg := registration.Registration{
		API: a.API(), Cloud: t.Cloud, Region: t.Region, Flow: a.Flow(),
		Tenant: a.Get(KeyTenant), ClientID: a.Get(KeyClientID), Overrides: a.Overrides,
	}
	if reg.Cloud == "" {
		reg.Cloud = a.Cloud()
	}
	switch reg.API {
	case catalog.PowerPlatform:
		if reg.Flow.SignsInUser() {
			reg.Permissions = a.List(KeyPermissions)
		}
	case catalog.BusinessCentral:
		reg.Environments = a.List(KeyEnvironments)
		reg.Deployment = deployment(a)
		reg.Partner = partner(a)
	case catalog.LCS:
		reg.Project = a.Get(KeyProject)
	}
	switch reg.Flow {
	case catalog.Browser, catalog.DeviceCode: // their proof is the sign-in, which no answer holds
		reg.Username = a.Get(KeyUsername)
	case catalog.Password:
		reg.Username = a.Get(KeyUsername)
		reg.Credential.Secret = a.Secret(KeyPassword)
	case catalog.ClientSecret:
		reg.Credential.Secret = a.Secret(KeySecret)
		reg.SecretExpires = a.Get(KeySecretExpires)
	case catalog.ClientCertificate:
		reg.Credential = registration.Credential{
			CertificateFile:     a.Get(KeyCertificate),
			Certificate:         a.Secret(KeyCertificate),
			CertificatePassword: a.Secret(KeyCertificatePassword),
			Keep:                keep(a),
		}
	}
	return reg
}

// FromRegistration gives the answers that describe reg, for setup --replace: all but the credential and its end.
func FromRegistration(reg registration.Registration) Answers {
	a := Answers{Overrides: reg.Overrides}
	a = a.With(KeyAPI, string(reg.API)).With(KeyFlow, string(reg.Flow))
	if reg.API == catalog.LCS {
		a = a.With(KeyRegion, string(reg.Region))
	} else {
		a = a.With(KeyCloud, string(reg.Cloud))
	}
	if reg.Flow.SignsInUser() {
		a = a.With(KeySignsIn, SignsInUser)
	} else if reg.Flow != "" {
		a = a.With(KeySignsIn, SignsInApp)
	}
	a = a.With(KeyTenant, reg.Tenant).With(KeyClientID, reg.ClientID).With(KeyUsername, reg.Username)
	if isGUID(reg.Tenant) {
		a = a.With(KeyTenantID, reg.Tenant)
	}
	a = a.With(KeyPermissions, strings.Join(reg.Permissions, ","))
	a = a.With(KeyEnvironments, strings.Join(reg.Environments, ",")).With(KeyProject, reg.Project)
	if reg.API == catalog.BusinessCentral {
		a = a.With(KeyDeployment, string(reg.Deployment)).With(KeyPartner, No)
		if reg.Partner {
			a = a.With(KeyPartner, Yes)
		}
	}
	if reg.Flow == catalog.ClientCertificate {
		a = a.With(KeyKeep, string(reg.Credential.Keep))
	}
	return a
}

func deployment(a Answers) registration.Deployment {
	if d := a.Get(KeyDeployment); d != "" {
		return registration.Deployment(d)
	}
	return registration.Online
}

// partner reports whether the tenant is the customer of a partner.
func partner(a Answers) bool { return a.API() == catalog.BusinessCentral && a.Get(KeyPartner) == Yes }

func keep(a Answers) registration.Keep {
	if k := a.Get(KeyKeep); k != "" {
		return registration.Keep(k)
	}
	return registration.KeepPath
}
