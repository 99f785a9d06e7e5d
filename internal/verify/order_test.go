package verify

import (
	"slices"
	"testing"

	"appreg/internal/report"
)

// TestEveryFindingOfTheOrderIsMade: what a verification runs is what a report tells, in its order, and each has a name.
func TestEveryFindingOfTheOrderIsMade(t *testing.T) {
	at := slices.IndexFunc(checks, func(c check) bool { return c.id == report.Registration })
	if at < 1 || checks[at-1].id != report.Account || checks[at+1].id != report.Token || report.Registration.Name() == string(report.Registration) {
		t.Fatalf("the registration is number %d, called %q", at, report.Registration.Name())
	}
	checks := slices.Delete(slices.Clone(checks), at, at+1) // it is made only where the registration is read
	if len(checks) != len(report.Order) {
		t.Fatalf("%d checks, %d findings in the order", len(checks), len(report.Order))
	}
	seen := map[report.ID]bool{}
	for i, row := range report.Order {
		if checks[i].id != row.ID || row.Name == "" || row.Name == string(row.ID) || row.ID.Name() != row.Name {
			t.Errorf("check %d is %s, finding %s is called %q", i, checks[i].id, row.ID, row.ID.Name())
		}
		for _, need := range checks[i].needs {
			if !seen[need] {
				t.Errorf("%s needs %s, which comes later", row.ID, need)
			}
		}
		seen[row.ID] = true
	}
}
