package cli_test

import (
	"slices"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/store"
)

// TestRotateShared: a credential that another profile has, too, stays on the app registration until the last of them is rotated.
func TestRotateShared(t *testing.T) {
	t.Parallel()
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		o := newOffice(t)
		o.made(catalog.PowerPlatform, flow)
		p, err := o.store().Find("made")
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := o.store().LoadCredential(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		reg := p.Registration()
		reg.Credential = loaded.Credential
		if _, err := o.store().Save(t.Context(), store.SaveInput{Name: "second", Registration: reg, Facts: store.Facts{TenantID: p.TenantID}}); err != nil {
			t.Fatal(err)
		}
		stdout, stderr, code := o.run("rotate", "made", "--yes", "--admin", "token")
		if code != 0 || strings.Contains(stdout, "Remove the old") || !strings.Contains(stderr, "profile second has the same "+p.Flow.Info().Credential) {
			t.Errorf("%s: exit code %d\n%s%s", flow, code, stdout, stderr)
		}
		if stdout, stderr, code := o.run("check", "second"); code != 0 {
			t.Errorf("%s: the other profile: exit code %d\n%s%s", flow, code, stdout, stderr)
		}
		last := o.plan(0, "rotate", "second", "--yes", "--admin", "token", "--json")
		if !slices.ContainsFunc(last.Changes, func(c plan.Change) bool { return c.Action == plan.Delete && c.State == plan.Done }) {
			t.Errorf("%s: nobody has the old one any more, and it stays: %+v", flow, last.Changes)
		}
		if stdout, stderr, code := o.run("check", "made"); code != 0 {
			t.Errorf("%s: exit code %d\n%s%s", flow, code, stdout, stderr)
		}
	}
}
