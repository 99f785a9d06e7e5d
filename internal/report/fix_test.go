package report_test

import (
	"testing"

	"appreg/internal/report"
)

// A fix is something as soon as it says anything.
func TestFixIsZero(t *testing.T) {
	if !(report.Fix{}).IsZero() || !(report.Fix{Steps: []string{}}).IsZero() {
		t.Error("nothing is something")
	}
	for _, f := range []report.Fix{{Where: "x"}, {Steps: []string{"x"}}, {Command: "x"}, {URL: "x"}} {
		if f.IsZero() {
			t.Errorf("%+v is nothing", f)
		}
	}
}
