package tenantsim

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha512"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
)

// world is one registration with everything right, before it is added to the simulator: tenant, user, app, and what a
// person enters. A faulty case spoils one thing of it.
type world struct {
	tenant Tenant
	user   User
	app    App
	enter  Case

	cert      *x509.Certificate
	file      []byte // the certificate file, if there is one
	extension string
	faults    map[string]Fault
	keys      caseKeys
	now       time.Time
}

// caseKeys are shared by all certificates of the cases: certificates over one key still have thumbprints of their own.
type caseKeys struct {
	right, wrong *rsa.PrivateKey
}

func newCaseKeys() (caseKeys, error) {
	right, err := newRSAKey()
	if err != nil {
		return caseKeys{}, fmt.Errorf("could not make the simulated keys: %w", err)
	}
	wrong, err := newRSAKey()
	if err != nil {
		return caseKeys{}, fmt.Errorf("could not make the simulated keys: %w", err)
	}
	return caseKeys{right: right, wrong: wrong}, nil
}

// simulatedPassword holds characters that a form must encode.
const simulatedPassword = "Oak+Lamp&River=7%"

// contoso is the tenant of the working cases and of the demo.
func contoso() Tenant {
	return Tenant{ID: stableID("tenant", "contoso"), Name: "Contoso", Domains: []string{"contoso.onmicrosoft.com", "contoso.example"}}
}

// ownTenant keeps a faulty case away from all others.
func ownTenant(name string) Tenant {
	domain := strings.ReplaceAll(name, "_", "") + ".onmicrosoft.com"
	return Tenant{ID: stableID("tenant", name), Name: "Contoso " + strings.ReplaceAll(name, "_", " "), Domains: []string{domain}}
}

// newWorld makes a registration in which everything is right. The world is usable for its name even with an error.
func (s *Sim) newWorld(name string, t Tenant, api catalog.API, flow catalog.Flow, keys caseKeys) (*world, error) {
	w := &world{
		tenant: t, keys: keys, now: s.now(), faults: map[string]Fault{},
		user: User{UPN: "adele.vance@" + t.Domains[0], Name: "Adele Vance", Password: simulatedPassword},
		app: App{
			ClientID: stableID("app", name), Name: "appreg " + name, Requires: []catalog.API{api},
			Consents: map[catalog.API][]string{}, Roles: map[catalog.API][]string{},
		},
		enter: Case{Name: name, API: api, Flow: flow, Tenant: t.Domains[0], ClientID: stableID("app", name)},
	}
	switch api {
	case catalog.BusinessCentral:
		w.enter.Environment = "Production"
	case catalog.LCS:
		w.enter.Project = simulatedProject
	}
	service, ok := catalog.Lookup(api)
	if !ok || !service.Rule(flow).Allowed {
		return w, fmt.Errorf("could not use the flow %s with the API %s", flow, api)
	}
	w.doDuty()
	if flow.SignsInUser() {
		w.app.Public = flow != catalog.Browser            // a redirect URI of a native client needs no switch
		w.app.RedirectURIs = []string{"http://localhost"} // so that the browser is a way out where a password fails
		w.app.Consents[api] = consentsOf(service, flow)
		w.enter.Username = w.user.UPN
		if flow == catalog.Password {
			w.enter.Password = w.user.Password
		}
		return w, nil
	}
	w.enter.Tenant = t.ID
	w.app.Public = api == catalog.PowerApps // its document turns the switch on for application flows too
	w.app.Roles[api] = names(service.Wanted(flow))
	if flow == catalog.ClientCertificate {
		return w, w.giveCertificate(w.now.Add(-30*24*time.Hour), 365*24*time.Hour)
	}
	w.giveSecret(w.now.Add(180 * 24 * time.Hour))
	return w, nil
}

// consentsOf are the delegated permissions consented to: those that the documents suggest and, for Power Platform, where
// the person chooses, the namespaces chosen most.
func consentsOf(service catalog.Service, flow catalog.Flow) []string {
	list := names(service.Wanted(flow))
	if service.API != catalog.PowerPlatform {
		return list
	}
	for _, p := range service.Delegated {
		switch p.Namespace() {
		case "AppManagement", "EnvironmentManagement", "Licensing", "PowerApps", "PowerAutomate":
			if !slices.Contains(list, p.Name) {
				list = append(list, p.Name)
			}
		}
	}
	return list
}

// giveSecret adds a client secret to the app and to what is entered.
func (w *world) giveSecret(expires time.Time) {
	value := secretValue(w.enter.Name)
	w.app.Secrets = []Secret{{ID: stableID("secret", w.enter.Name), Value: value, Expires: expires}}
	w.enter.Secret = value
}

// giveCertificate uploads a certificate to the app and puts it with its key into the file.
func (w *world) giveCertificate(start time.Time, life time.Duration) error {
	cert, err := NewCertificate(w.keys.right, w.enter.Name, start, life)
	if err != nil {
		return err
	}
	w.cert = cert
	w.app.Certificates = []*x509.Certificate{cert}
	return w.fillFile(w.keys.right)
}

// fillFile makes the PEM file of the certificate and a key.
func (w *world) fillFile(key crypto.Signer) (err error) {
	w.extension = ".pem"
	w.file, err = certificatePEM(w.cert, key)
	return err
}

// secretValue gives a value in the form of today's client secrets, 40 characters with 8Q~ in the fourth place
// (facts/entra.md section 6), the same in every run.
func secretValue(name string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-"
	sum := sha512.Sum512([]byte("simulated secret " + name))
	value := make([]byte, 37)
	for i := range value {
		value[i] = alphabet[int(sum[i])%len(alphabet)]
	}
	return string(value[:3]) + "8Q~" + string(value[3:])
}
