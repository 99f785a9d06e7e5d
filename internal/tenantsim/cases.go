package tenantsim

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"appreg/internal/catalog"
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
}

// LoadCases fills the simulator with the cases of "demo serve" and gives them, the working ones first: those of every
// flow that the catalogue offers. Certificates are written to dir, readable by the owner alone. The error names the case
// that could not be made.
func (s *Sim) LoadCases(dir string) ([]Case, error) { return s.LoadCasesFor(dir, simulatedFlows()...) }

// LoadCasesFor is LoadCases for these flows alone.
func (s *Sim) LoadCasesFor(dir string, flows ...catalog.Flow) ([]Case, error) {
	keys, err := newCaseKeys()
	if err != nil {
		return nil, err
	}
	var cases []Case
	add := func(w *world, err error) error {
		if err == nil {
			err = s.settle(w, dir)
		}
		if err != nil {
			return fmt.Errorf("could not make the simulated case %s: %w", w.enter.Name, err)
		}
		cases = append(cases, w.enter)
		return nil
	}
	for _, row := range workingCases(flows) {
		w, err := s.newWorld(row.name, contoso(), row.api, row.flow, keys)
		if err == nil && row.shape != nil {
			err = row.shape(w)
		}
		if err := add(w, err); err != nil {
			return nil, err
		}
	}
	for _, row := range slices.Concat(faultyCases(), interactiveCases()) {
		if !slices.Contains(flows, row.flow) {
			continue
		}
		w, err := s.newWorld(row.name, ownTenant(row.name), row.api, row.flow, keys)
		w.enter.Cause = strings.TrimSuffix(row.name, "-2")
		if err == nil {
			err = row.shape(w)
		}
		if err := add(w, err); err != nil {
			return nil, err
		}
	}
	more, err := s.addAPICases(dir, keys, flows)
	return append(cases, more...), err
}

// settle writes a world's certificate file and adds the world to the simulator.
func (s *Sim) settle(w *world, dir string) error {
	if w.file != nil {
		path := filepath.Join(dir, w.enter.Name+w.extension)
		if err := os.WriteFile(path, w.file, 0o600); err != nil {
			return fmt.Errorf("could not write the certificate: %w", err)
		}
		w.enter.Certificate = path
	}
	s.mu.Lock()
	if s.tenantNamed(w.tenant.ID) == nil {
		s.tenants = append(s.tenants, &tenant{Tenant: w.tenant})
	}
	t := s.tenantNamed(w.tenant.ID)
	if t.user(w.user.UPN) == nil {
		t.users = append(t.users, &w.user)
	}
	t.apps = append(t.apps, &w.app)
	s.mu.Unlock()
	for subject, fault := range w.faults {
		s.Inject(subject, fault)
	}
	return nil
}
