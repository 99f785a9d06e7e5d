package cli_test

import (
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/tenantsim"
)

// TestCanaryOfAnAdmin: what is done with an admin's tokens tells nothing of them, and nothing of the secrets that are made on
// the way: not in the output, not in --debug, not in a file.
func TestCanaryOfAnAdmin(t *testing.T) {
	for _, flow := range []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate} {
		t.Run(string(flow), func(t *testing.T) {
			o := newOffice(t)
			h := newHunt()
			h.add("the Graph token", o.admins["global"].GraphToken)
			h.add("the API token", o.admins["global"].APIToken)
			var said []string
			run := func(args ...string) {
				t.Helper()
				stdout, stderr, code := o.run(append(args, "--debug")...)
				if code == 1 {
					t.Errorf("%v: %s", args, stderr)
				}
				said = append(said, stdout, stderr)
			}
			run(append(o.create(catalog.BusinessCentral, flow), "--dry-run")...)
			run(o.create(catalog.BusinessCentral, flow)...)
			made := o.plan(0, "rotate", "made", "--dry-run", "--admin", "token", "--json")
			o.secrets(h)
			run("rotate", "made", "--yes", "--admin", "token", "--json")
			o.secrets(h)
			run("check", "made", "--deep", "--admin", "token", "--json")
			run("duty", "made", "--admin", "token")
			run("check", "made", "--deep", "--fix", "--yes", "--admin", "token")
			run("undo", "made", "--yes", "--admin", "token")
			if len(made.Changes) == 0 {
				t.Error("nothing was rotated")
			}
			for _, text := range said {
				h.check(t, "the output", text)
			}
			h.checkTree(t, o.home)
		})
	}
}

// secrets hunts the client secrets that the tenant's registrations have now.
func (o *office) secrets(h *hunt) {
	o.t.Helper()
	if err := o.sim.UpdateTenant(o.admins["global"].Tenant, func(t *tenantsim.Tenant) {
		for _, a := range t.Apps {
			for _, s := range a.Secrets {
				h.add("a client secret", s.Value)
			}
		}
	}); err != nil {
		o.t.Fatal(err)
	}
}
