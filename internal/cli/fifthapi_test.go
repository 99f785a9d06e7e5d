//go:build fifthapi

package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// TestFifthAPI: an API that is a table of the catalogue and a file of the steps is one of the program's: commands offer it,
// its registration is set up, saved and checked, and its errors name it.
func TestFifthAPI(t *testing.T) {
	m := newMachine(t)
	for _, look := range []struct{ args, want string }{
		{"__complete setup --api ", "ledger Contoso Ledger"},
		{"setup --help", " or ledger"},
		{"explain --api nonsense AADSTS7000215", ", ledger"},
	} {
		stdout, stderr, _ := m.run(strings.Split(look.args, " ")...)
		if said := strings.Join(strings.Fields(stdout+stderr), " "); !strings.Contains(said, look.want) { // the help breaks lines
			t.Errorf("%s does not say %q:\n%s%s", look.args, look.want, stdout, stderr)
		}
	}
	m.save("works-ledger-client-secret")
	stdout, stderr, _ := m.run("check", "--json")
	var rep report.Report
	if err := json.Unmarshal([]byte(stdout), &rep); err != nil || rep.API != catalog.Ledger {
		t.Fatalf("%v\n%s%s", err, stdout, stderr)
	}
	for _, f := range rep.Findings {
		switch f.ID {
		case report.API: // the simulator does not have it
			if !strings.Contains(f.Evidence, "GET /books/all") {
				t.Errorf("its own call was not made: %+v", f)
			}
		case report.Input, report.Tenant, report.Token, report.Claims, report.Permissions:
			if f.Status != report.OK {
				t.Errorf("%+v", f)
			}
		}
	}
}
