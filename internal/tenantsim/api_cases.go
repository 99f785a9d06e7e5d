package tenantsim

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// LoadAPICases fills the simulator with the cases whose fault only a call to the API shows, and gives them. Certificates
// are written to dir, readable by the owner alone. The error names the case that could not be made.
func (s *Sim) LoadAPICases(dir string) ([]Case, error) {
	keys, err := newCaseKeys()
	if err != nil {
		return nil, err
	}
	return s.addAPICases(dir, keys, simulatedFlows())
}

// addAPICases is LoadAPICases for these flows alone.
func (s *Sim) addAPICases(dir string, keys caseKeys, flows []catalog.Flow) ([]Case, error) {
	var cases []Case
	for _, row := range apiCases() {
		if !slices.Contains(flows, row.flow) {
			continue
		}
		w, err := s.newWorld(row.name, ownTenant(row.name), row.api, row.flow, keys)
		if err == nil {
			w.enter.Cause = strings.TrimSuffix(row.name, "-2")
			err = row.shape(w)
		}
		if err == nil {
			err = s.settle(w, dir)
		}
		if err != nil {
			return nil, fmt.Errorf("could not make the simulated case %s: %w", row.name, err)
		}
		cases = append(cases, w.enter)
	}
	return cases, nil
}
