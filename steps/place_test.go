package steps

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
)

// TestPlacesExist: where a cause or a finding is put right is a step of some registration, and a field of that step.
func TestPlacesExist(t *testing.T) {
	known := map[cause.Place]bool{}
	for _, service := range catalog.Services() {
		for _, flow := range catalog.Flows() {
			a := chosen(service.API, flow.Flow)
			for _, row := range rows(a) {
				known[cause.Place(row.Step)] = true
				for _, f := range fieldsOf(testEnv(nil), a, row.Step) {
					known[cause.Place(row.Step)+"/"+cause.Place(f.Key)] = true
				}
			}
		}
	}
	for _, label := range cause.All() {
		if row, _ := label.Row(); row.At != "" && !known[row.At] {
			t.Errorf("%s: there is no %s", label, row.At)
		}
	}
	for _, row := range report.Order {
		if !known[row.At] {
			t.Errorf("%s: there is no %s", row.ID, row.At)
		}
	}
}
