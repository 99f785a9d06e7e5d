package cli_test

import (
	"bytes"
	"os"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cli"
)

// TestCanaryInTheDemo: a real secret that is tried in the demo goes nowhere either, and nothing is left of the demo.
func TestCanaryInTheDemo(t *testing.T) {
	s := newCanarySite(t)
	real := canarySecret("a real one", true)
	s.hunt.add("environment's secret", canarySecret("environment", false))
	for _, api := range []catalog.API{catalog.BusinessCentral, catalog.PowerApps} {
		s.hunt.add("real secret", real)
		p := &person{site: s, t: t, slips: []string{real, canaryJWT}, slipped: map[string]int{}, answers: map[string]string{
			"What do you want to call?": string(api), "How will it sign in?": string(catalog.ClientSecret), "Tenant": "contoso.onmicrosoft.com",
			"Client ID": s.rows[0].c.ClientID, "Client secret": real, "What now": "quit",
		}}
		var out bytes.Buffer
		code := cli.Run(t.Context(), []string{"demo", "--plain", "--debug"}, cli.Streams{
			In: p, Out: &out, Err: p, Browser: visit, Wait: soon, Keyring: s.keyring,
			Environ: []string{"APPREG_HOME=" + s.home, "APPREG_CLIENT_SECRET=" + canarySecret("environment", false), "APPREG_AUTHORITY=" + s.url},
		})
		if code == 1 || p.slipped["What do you want to call? "] != 2 {
			t.Errorf("ended with %d\n%s", code, p.written.String())
		}
		s.hunt.check(t, "the demo", p.written.String()+out.String())
		for _, dir := range []string{s.home, s.temp} {
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("left behind: %v (%v)", left, err)
			}
		}
	}
}
