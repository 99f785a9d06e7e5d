package steps

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// SwitchFlow returns the machine on another flow, with every answer kept, and the steps in the portal that the new flow
// adds to what the old one asked for: none for a device code after a password, the redirect URI for the browser.
// The machine stays on its step where that applies, else it stands on the first. A flow that the API does not allow changes nothing.
func (m Machine) SwitchFlow(f catalog.Flow) (Machine, []catalog.StepID) {
	before := m.answers
	if f == before.Flow() || len(catalog.Order(before.API(), f)) == 0 {
		return m, nil
	}
	m = m.WithAnswers(before.With(KeyFlow, string(f)))
	added := addedSteps(before, m.answers)
	m.passed = maps.Clone(m.passed)
	for _, id := range added {
		delete(m.passed, id)
	}
	return m, added
}

// addedSteps returns the steps that ask for something in the portal now and asked for something else, or nothing, before.
func addedSteps(before, now Answers) []catalog.StepID {
	var added []catalog.StepID
	asked := map[catalog.StepID]string{}
	for _, row := range catalog.Order(before.API(), before.Flow()) {
		asked[row.Step] = portalWork(before, row.Step)
	}
	for _, row := range catalog.Order(now.API(), now.Flow()) {
		if work := portalWork(now, row.Step); work != "" && work != asked[row.Step] {
			added = append(added, row.Step)
		}
	}
	return added
}

// portalWork names what a step asks for outside appreg, so that two flows can be compared; empty if it is nothing, or
// nothing that depends on the flow: the registration itself is the same for all.
func portalWork(a Answers, id catalog.StepID) string {
	switch id {
	case catalog.StepPermissions:
		delegated, wanted := addedPermissions(a)
		if len(wanted) == 0 {
			return ""
		}
		return fmt.Sprintf("delegated=%v %s", delegated, strings.Join(names(wanted), " "))
	case catalog.StepPublicClient:
		if uri := redirectURI(a); uri != "" {
			return "redirect URI " + uri
		}
		return "switch"
	case catalog.StepCredential:
		return a.Flow().Info().Credential
	case catalog.StepDuty:
		return string(id)
	default:
		return ""
	}
}

// Alternatives returns the flows worth offering after a test with a's flow ended in cause, the best first; usually none.
// The API allows them all.
func Alternatives(a Answers, label cause.Label) []catalog.Flow {
	service, ok := catalog.Lookup(a.API())
	if !ok {
		return nil
	}
	var better []catalog.Flow
	for _, row := range alternatives() {
		if row.from != a.Flow() || !slices.Contains(row.causes, label) {
			continue
		}
		for _, f := range row.to {
			if _, offered := catalog.LookupFlow(f); offered && service.Rule(f).Allowed && f != a.Flow() && !slices.Contains(better, f) {
				better = append(better, f)
			}
		}
	}
	return better
}
