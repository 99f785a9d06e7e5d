package cli

import (
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// TestDemoNamesRealHosts: what the demo says of a problem names Microsoft's hosts, never the simulator's port.
func TestDemoNamesRealHosts(t *testing.T) {
	target, err := catalog.Resolve(catalog.BusinessCentral, catalog.Public, "")
	if err != nil {
		t.Fatal(err)
	}
	const simulator, tenant = "http://127.0.0.1:4711", "70690105-d730-5fe6-b0a5-f41595ea170b"
	f := report.Finding{
		Evidence: "GET " + simulator + "/v2.0/x", Meaning: simulator + "/" + tenant + " and " + simulator + "/common/v2.0",
		Fix: report.Fix{Command: "curl " + simulator + "/" + tenant + "/v2.0", Steps: []string{"open " + simulator + "/" + tenant + "/adminconsent?x"}},
	}
	got := aliased(f, simulator, target)
	text := strings.Join(append(got.Fix.Steps, got.Evidence, got.Meaning, got.Fix.Command), "\n")
	if strings.Contains(text, "127.0.0.1") || !strings.Contains(text, target.Login+"/"+tenant+"/adminconsent?x") ||
		!strings.Contains(text, target.APIURL+"/v2.0/x") || !strings.Contains(text, target.Login+"/common/v2.0") {
		t.Errorf("the demo says:\n%s", text)
	}
	if !strings.Contains(f.Fix.Steps[0], simulator) {
		t.Error("the finding itself was changed")
	}
	if same := aliased(f, "", target); same.Evidence != f.Evidence {
		t.Errorf("without a simulator: %q", same.Evidence)
	}
}
