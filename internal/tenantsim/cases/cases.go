// Package cases fills the tenant simulator: with the registrations of "demo serve", one that works for each API and flow and
// one for each fault, and with the stories of the demo.
package cases

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"slices"
	"sync"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// Case is one registration to try, with the values to enter. The JSON keys are the contract of "demo serve"; an absent
// key means the default. A case without a cause works; any other has one fault, named by its cause.
type Case struct {
	Name     string       `json:"name"`
	Cause    string       `json:"cause"`
	API      catalog.API  `json:"api"`
	Flow     catalog.Flow `json:"flow"`
	Tenant   string       `json:"tenant"`
	ClientID string       `json:"client_id"`

	Secret              string `json:"secret,omitempty"`
	Username            string `json:"username,omitempty"`
	Password            string `json:"password,omitempty"`
	Certificate         string `json:"certificate,omitempty"` // path of a file
	CertificatePassword string `json:"certificate_password,omitempty"`
	Cloud               string `json:"cloud,omitempty"`
	Region              string `json:"region,omitempty"`
	Environment         string `json:"environment,omitempty"`
	Project             string `json:"project,omitempty"`

	AssertionFile string            `json:"assertion_file,omitempty"` // path of a file with the platform's token
	Env           map[string]string `json:"env,omitempty"`            // what a job on the case's platform finds in its environment

	AtAPI bool `json:"-"` // Entra issues a good token: only a call to the API shows the fault
}

// Load fills the simulator with the cases of these flows, or of all that the catalogue offers, and returns them, the
// working ones first. Certificates are written to dir, readable by the owner alone. The error names the case that could not
// be made.
func Load(sim *tenantsim.Sim, dir string, flows ...catalog.Flow) ([]Case, error) {
	return load(sim, dir, slices.Concat(working(), faults()), flows)
}

// LoadWorking is Load for the working cases alone, of all flows.
func LoadWorking(sim *tenantsim.Sim, dir string) ([]Case, error) {
	return load(sim, dir, working(), nil)
}

func load(sim *tenantsim.Sim, dir string, rows []row, flows []catalog.Flow) ([]Case, error) {
	keys, err := newKeys()
	if err != nil {
		return nil, err
	}
	var list []Case
	for _, r := range rows {
		if !slices.Contains(orAll(flows), r.flow) {
			continue
		}
		tenant := contoso()
		if r.seen != nowhere && r.seen != halfDone {
			tenant = ownTenant(r.name)
		}
		w := newWorld(sim.Now(), r.name, tenant, r.api, r.flow, keys)
		w.enter.Cause, w.enter.AtAPI = string(r.cause), r.seen == atAPI
		if r.change != nil && w.err == nil {
			r.change(w)
		}
		if err := w.settle(sim, dir); err != nil {
			return nil, fmt.Errorf("could not make the simulated case %s: %w", r.name, err)
		}
		list = append(list, w.enter)
	}
	return list, nil
}

func orAll(flows []catalog.Flow) []catalog.Flow {
	if len(flows) > 0 {
		return flows
	}
	for _, info := range catalog.Flows() {
		flows = append(flows, info.Flow)
	}
	return flows
}

// keyPair is shared by all certificates of the cases: certificates over one key still have thumbprints of their own.
type keyPair struct{ right, wrong *rsa.PrivateKey }

// newKeys makes them once: it takes a moment.
var newKeys = sync.OnceValues(func() (keys keyPair, err error) {
	if keys.right, err = rsa.GenerateKey(rand.Reader, 2048); err == nil {
		keys.wrong, err = rsa.GenerateKey(rand.Reader, 2048)
	}
	if err != nil {
		return keyPair{}, fmt.Errorf("could not make the simulated keys: %w", err)
	}
	return keys, nil
})
