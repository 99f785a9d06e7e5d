package cases

import (
	"crypto"
	"crypto/sha512"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// world is one registration with everything right, before it is added to the simulator: tenant, user, app, and what a
// person enters. A faulty case spoils one thing of it.
type world struct {
	tenant tenantsim.Tenant
	user   tenantsim.User
	app    tenantsim.App
	enter  Case

	cert      *x509.Certificate
	file      []byte // the certificate file, if there is one
	extension string
	run       func(*world) map[string]string // the environment of a job on the case's platform; nil: it runs nowhere
	deleted   bool                           // the app registration is, in the end
	faults    map[string]tenantsim.Fault
	keys      keyPair
	now       time.Time
	err       error // what could not be made
}

// contoso is the tenant of the working cases and of the demo. Somebody there adds the card that no API of Business Central
// makes, so that a registration can be completed without a person.
func contoso() tenantsim.Tenant {
	return tenantsim.Tenant{ID: tenantsim.StableID("tenant", "contoso"), Name: "Contoso", Domains: []string{"contoso.onmicrosoft.com", "contoso.example"}, CardMaker: true}
}

// ownTenant keeps a faulty case away from all others.
func ownTenant(name string) tenantsim.Tenant {
	domain := strings.ReplaceAll(name, "_", "") + ".onmicrosoft.com"
	return tenantsim.Tenant{ID: tenantsim.StableID("tenant", name), Name: "Contoso " + strings.ReplaceAll(name, "_", " "), Domains: []string{domain}}
}

// products is what an API needs beyond Entra, if anything: what a person enters for it, and the duty after registration.
func products() map[catalog.API]func(w *world, application bool) {
	return map[catalog.API]func(w *world, application bool){
		lcs: func(w *world, _ bool) { w.enter.Project, w.user.Projects = "1234567", []string{"1234567"} },
		pp:  func(w *world, application bool) { w.app.ManagementApp = application },
		pa: func(w *world, application bool) {
			w.app.ManagementApp = application
			w.app.Public = true // its document turns the switch on for application flows too
		},
		bc: func(w *world, application bool) {
			w.enter.Environment = "Production"
			if application {
				w.app.Cards = []tenantsim.Card{{Environment: "Production", PermissionSets: []string{"D365 AUTOMATION", "EXTEN. MGT. - ADMIN"}}}
			}
		},
	}
}

// chosen are the namespaces of which people choose permissions, where the API's document leaves the choice to them.
var chosen = []string{"AppManagement", "EnvironmentManagement", "Licensing", "PowerApps", "PowerAutomate"}

// newWorld makes a registration in which everything is right.
func newWorld(now time.Time, name string, t tenantsim.Tenant, api catalog.API, flow catalog.Flow, keys keyPair) *world {
	w := &world{
		tenant: t, keys: keys, now: now, faults: map[string]tenantsim.Fault{},
		user:  adele(t),
		app:   tenantsim.App{ClientID: tenantsim.StableID("app", name), Name: "appreg " + name, Requires: map[catalog.API][]string{api: nil}},
		enter: Case{Name: name, API: api, Flow: flow, Tenant: t.ID, ClientID: tenantsim.StableID("app", name)},
	}
	service, ok := catalog.Lookup(api)
	if !ok || !service.Rule(flow).Allowed {
		w.err = fmt.Errorf("could not use the flow %s with the API %s", flow, api)
		return w
	}
	w.app.Owners, w.app.Created = []string{w.user.UPN}, w.now.Add(-60*24*time.Hour)
	if needed := products()[api]; needed != nil {
		needed(w, !flow.SignsInUser())
	}
	if flow.SignsInUser() {
		w.app.Public = flow.Info().RedirectURI == ""            // a redirect URI of a native client needs no switch
		w.app.RedirectURIs = []string{catalog.LoopbackRedirect} // so that the browser is a way out where a password fails
		w.app.Consent(api, consentsOf(service, flow)...)
		w.enter.Tenant = t.Domains[0]
	} else {
		w.giveRights(service)
	}
	w.giveProof(flow.Info())
	return w
}

// giveProof lets the simulated tenant know what the flow signs in with, and enters it.
func (w *world) giveProof(flow catalog.FlowInfo) {
	switch flow.Proof {
	case catalog.ProofPassword, catalog.ProofPage:
		w.signedInBy(w.user, flow.Flow)
	case catalog.ProofSecret:
		w.giveSecret(w.now.Add(180 * 24 * time.Hour))
	case catalog.ProofCertificate:
		w.giveCertificate(w.now.Add(-30*24*time.Hour), 365*24*time.Hour)
	case catalog.ProofAssertion:
		w.giveOutside()
	case catalog.NoProof:
		fallthrough
	default:
		w.err = fmt.Errorf("could not sign in with the flow %s: the simulator doesn't know its proof", flow.Flow)
	}
}

// adele is the user of a tenant. Her password holds characters that a form must encode.
func adele(t tenantsim.Tenant) tenantsim.User {
	return tenantsim.User{UPN: "adele.vance@" + t.Domains[0], Name: "Adele Vance", Password: "Oak+Lamp&River=7%"}
}

// signedInBy enters who signs in, and the password if the flow sends it.
func (w *world) signedInBy(u tenantsim.User, flow catalog.Flow) {
	if w.enter.Username = u.UPN; flow.Info().Proof == catalog.ProofPassword {
		w.enter.Password = u.Password
	}
}

// giveRights grants the app what its document asks for where it signs in as itself.
func (w *world) giveRights(service catalog.Service) {
	api, flow := w.enter.API, w.enter.Flow
	w.app.Roles = map[catalog.API][]string{api: names(service.Wanted(flow))}
	if permissions, delegated := service.ToAdd(flow); delegated {
		w.app.Consent(api, names(permissions)...)
	} else {
		w.app.RequiresRoles = map[catalog.API][]string{api: names(permissions)}
	}
}

// consentsOf are the delegated permissions consented to: those that the documents suggest and those that people choose.
func consentsOf(service catalog.Service, flow catalog.Flow) []string {
	list := names(service.Wanted(flow))
	for _, p := range service.Delegated {
		if service.PersonPicks && slices.Contains(chosen, p.Namespace()) && !slices.Contains(list, p.Name) {
			list = append(list, p.Name)
		}
	}
	return list
}

func names(permissions []catalog.Permission) []string {
	var list []string
	for _, p := range permissions {
		list = append(list, p.Name)
	}
	return list
}

// giveSecret adds a client secret to the app and to what is entered.
func (w *world) giveSecret(expires time.Time) {
	w.enter.Secret = secretValue(w.enter.Name)
	w.app.Secrets = []tenantsim.Secret{{ID: tenantsim.StableID("secret", w.enter.Name), Value: w.enter.Secret, Expires: expires}}
}

// giveCertificate uploads a certificate to the app and puts it with its key into the file.
func (w *world) giveCertificate(start time.Time, life time.Duration) {
	if w.cert, w.err = tenantsim.NewCertificate(w.keys.right, w.enter.Name, start, life); w.err == nil {
		w.app.Certificates = []*x509.Certificate{w.cert}
		w.fillFile(w.keys.right)
	}
}

// fillFile makes the file that people keep: certificate, then key.
func (w *world) fillFile(key crypto.Signer) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	w.err, w.extension = err, ".pem"
	w.file = append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.cert.Raw}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
}

// settle writes the certificate file and adds the world to the simulator.
func (w *world) settle(sim *tenantsim.Sim, dir string) error {
	switch {
	case w.err != nil:
	case w.run != nil:
		w.err = w.settleOutside(sim, dir)
	case w.file != nil:
		w.enter.Certificate = filepath.Join(dir, w.enter.Name+w.extension)
		w.err = os.WriteFile(w.enter.Certificate, w.file, 0o600)
	}
	if w.err != nil {
		return w.err
	}
	w.tenant.Users, w.tenant.Apps = []*tenantsim.User{&w.user}, []*tenantsim.App{&w.app}
	sim.AddTenant(w.tenant)
	for subject, fault := range w.faults {
		sim.Inject(subject, fault)
	}
	if w.deleted {
		return sim.DeleteApp(w.tenant.ID, w.app.ClientID)
	}
	return nil
}

// secretValue has the form of today's client secrets, 40 characters with 8Q~ in the fourth place, and is the same in every
// run.
func secretValue(name string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-"
	sum := sha512.Sum512([]byte("simulated secret " + name))
	value := make([]byte, 37)
	for i := range value {
		value[i] = alphabet[int(sum[i])%len(alphabet)]
	}
	return string(value[:3]) + "8Q~" + string(value[3:])
}
