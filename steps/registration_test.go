package steps

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// overridden are the hosts of a simulator.
var overridden = registration.Overrides{Authority: "https://127.0.0.1:8443", APIURL: "https://127.0.0.1:8443/api", CAFile: "ca.pem"}

// sameSecrets compares secrets by value: their fields are hidden from go-cmp.
var sameSecrets = cmp.Comparer(func(a, b secret.Secret) bool { return a.Equal(b) })

func TestRegistrationHoldsWhatApplies(t *testing.T) {
	everything := func(a Answers) Answers {
		return a.With(KeyPermissions, "A.B.Read, C.D.Write").With(KeyEnvironments, "Production,Sandbox").With(KeyProject, "1234567").
			With(KeyUsername, "jan@contoso.com").With(KeySecretExpires, "2027-01-31").With(KeyDeployment, "on-premises").With(KeyPartner, Yes).
			With(KeyCertificate, "app.pfx").With(KeyKeep, "key").With(KeyRegion, "eu").With(KeyRedirectURI, "https://x/").
			WithSecret(KeyPassword, secret.New("password")).WithSecret(KeySecret, secret.New("secret")).
			WithSecret(KeyCertificate, secret.New("bytes")).With(KeyCertificate, "app.pfx").WithSecret(KeyCertificatePassword, secret.New("open"))
	}
	base := func(api catalog.API, flow catalog.Flow) registration.Registration {
		return registration.Registration{API: api, Flow: flow, Cloud: catalog.Public, Tenant: tenantName, ClientID: clientGUID}
	}
	tests := map[string]struct {
		answers Answers
		want    func() registration.Registration
	}{
		"lcs password": {everything(registered(catalog.LCS, catalog.Password)), func() registration.Registration {
			r := base(catalog.LCS, catalog.Password)
			r.Region, r.Project, r.Username = "eu", "1234567", "jan@contoso.com"
			r.Credential.Secret = secret.New("password")
			return r
		}},
		"power platform password": {everything(registered(catalog.PowerPlatform, catalog.Password)).With(KeyCloud, "gcc"), func() registration.Registration {
			r := base(catalog.PowerPlatform, catalog.Password)
			r.Cloud, r.Permissions, r.Username = catalog.GCC, []string{"A.B.Read", "C.D.Write"}, "jan@contoso.com"
			r.Credential.Secret = secret.New("password")
			return r
		}},
		"power platform secret": {everything(registered(catalog.PowerPlatform, catalog.ClientSecret)), func() registration.Registration {
			r := base(catalog.PowerPlatform, catalog.ClientSecret)
			r.SecretExpires, r.Credential.Secret = "2027-01-31", secret.New("secret")
			return r
		}},
		"power apps certificate": {everything(registered(catalog.PowerApps, catalog.ClientCertificate)), func() registration.Registration {
			r := base(catalog.PowerApps, catalog.ClientCertificate)
			r.Credential = registration.Credential{CertificateFile: "app.pfx", Certificate: secret.New("bytes"),
				CertificatePassword: secret.New("open"), Keep: registration.KeepKey}
			return r
		}},
		"business central": {everything(registered(catalog.BusinessCentral, catalog.ClientSecret)), func() registration.Registration {
			r := base(catalog.BusinessCentral, catalog.ClientSecret)
			r.Environments, r.Deployment, r.Partner = []string{"Production", "Sandbox"}, registration.OnPremises, true
			r.SecretExpires, r.Credential.Secret = "2027-01-31", secret.New("secret")
			return r
		}},
		"defaults": {registered(catalog.BusinessCentral, catalog.ClientCertificate), func() registration.Registration {
			r := base(catalog.BusinessCentral, catalog.ClientCertificate)
			r.Deployment, r.Credential.Keep = registration.Online, registration.KeepPath
			return r
		}},
		"lcs without a region": {registered(catalog.LCS, catalog.Password), func() registration.Registration {
			r := base(catalog.LCS, catalog.Password)
			r.Region = catalog.RegionUS
			return r
		}},
		"lcs china": {registered(catalog.LCS, catalog.Password).With(KeyRegion, "china"), func() registration.Registration {
			r := base(catalog.LCS, catalog.Password)
			r.Cloud, r.Region = catalog.China, catalog.RegionChina
			return r
		}},
		"other hosts": {registered(catalog.LCS, catalog.Password).WithOverrides(overridden), func() registration.Registration {
			r := base(catalog.LCS, catalog.Password)
			r.Region, r.Overrides = catalog.RegionUS, overridden
			return r
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want(), tt.answers.Registration(), sameSecrets); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRegistrationOfASignIn: the user's name goes along as a hint, an earlier password does not.
func TestRegistrationOfASignIn(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.Browser, catalog.DeviceCode} {
		a := registered(catalog.PowerPlatform, flow).With(KeyPermissions, "A.B.Read").With(KeySecretExpires, "2027-01-31")
		want := registration.Registration{API: catalog.PowerPlatform, Flow: flow, Cloud: catalog.Public, Tenant: tenantName, ClientID: clientGUID,
			Permissions: []string{"A.B.Read"}}
		if diff := cmp.Diff(want, a.Registration(), sameSecrets); diff != "" {
			t.Errorf("%s, nobody named: %s", flow, diff)
		}
		want.Username = "jan@contoso.com"
		a = a.With(KeyUsername, "jan@contoso.com").WithSecret(KeyPassword, secret.New("password")).WithSecret(KeySecret, secret.New("secret"))
		if diff := cmp.Diff(want, a.Registration(), sameSecrets); diff != "" {
			t.Errorf("%s: %s", flow, diff)
		}
	}
}

// TestFromRegistrationIsTheWayBack: what setup --replace starts from gives the same registration, less the credential.
func TestFromRegistrationIsTheWayBack(t *testing.T) {
	for _, c := range combinations() {
		t.Run(c.String(), func(t *testing.T) {
			a := registered(c.api, c.flow).With(KeyUsername, "jan@contoso.com").With(KeyEnvironments, "Production").With(KeyProject, "1234567").
				With(KeyRegion, "no").With(KeyPartner, Yes).With(KeyDeployment, "on-premises").With(KeyKeep, "key").With(KeyPermissions, "A.B.Read").
				WithSecret(KeySecret, secret.New("secret")).WithSecret(KeyPassword, secret.New("password")).With(KeySecretExpires, "2027-01-31").
				WithOverrides(overridden)
			want := a.Registration()
			back := FromRegistration(want)
			want.SecretExpires = ""
			want.Credential = registration.Credential{Keep: want.Credential.Keep, Assertion: want.Credential.Assertion} // the latter is no secret
			if diff := cmp.Diff(want, back.Registration(), sameSecrets); diff != "" {
				t.Error(diff)
			}
			if back.Has(KeySecret) || back.Has(KeyPassword) || back.Has(KeyCertificate) {
				t.Error("the credential is not asked for again")
			}
		})
	}
}

func TestFromRegistrationKnowsTheTenantsGUID(t *testing.T) {
	a := FromRegistration(registration.Registration{API: catalog.LCS, Tenant: tenantGUID})
	if a.Get(KeyTenantID) != tenantGUID {
		t.Errorf("tenant id %q", a.Get(KeyTenantID))
	}
}

func TestDraftHoldsNoSecret(t *testing.T) {
	m := New(testEnv(certificates()), Answers{})
	for _, c := range combinations() {
		m = accept(t, accept(t, m, KeyAPI, string(c.api)), KeyFlow, string(c.flow))
		m = withSecret(t, m)
	}
	m = accept(t, accept(t, m, KeyFlow, "client-certificate"), KeyCertificate, "good.pfx")
	m = accept(t, m, KeyCertificatePassword, pfxPassword)
	a := m.Answers()
	for _, key := range []Key{KeySecret, KeyPassword, KeyCertificatePassword} {
		if !a.Has(key) {
			t.Fatalf("%s was not answered: the test shows nothing", key)
		}
	}
	draft := a.Draft()
	want := map[Key]string{KeyAPI: string(a.API()), KeyFlow: "client-certificate", KeyUsername: "jan@contoso.com", KeyCertificate: "good.pfx"}
	if diff := cmp.Diff(want, draft); diff != "" {
		t.Error(diff)
	}
	if FromDraft(draft).Registration().Credential.Secret.IsZero() != true {
		t.Error("a secret came back from the draft")
	}
}
