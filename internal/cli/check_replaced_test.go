package cli

import (
	"testing"

	"appreg/internal/report"
	"appreg/store"
)

// TestReplacedDuringACheck: of a profile that took another's place after the tenants' registrations were asked for nothing
// was read. That isn't a registration which is gone.
func TestReplacedDuringACheck(t *testing.T) {
	asked := store.Profile{ID: "before", Name: "contoso", Tenant: "contoso.onmicrosoft.com"}
	reads := (&checkCommand{deeply: deepFlags{deep: true}}).newDeepReads([]store.Profile{asked})
	reads.reads[deepKey(asked)].once.Do(func() {})

	sameTenant := asked
	sameTenant.ID = "after"
	otherTenant := sameTenant
	otherTenant.Tenant = "fabrikam.onmicrosoft.com"
	for _, p := range []store.Profile{sameTenant, otherTenant} {
		s := subject{profile: &p}
		s.input.Registration = p.Registration()
		s.input.Registration.API = "business-central"
		f, ends := reads.finding(&s)(t.Context())
		if f.ID != report.Registration || f.Status != report.Skip || !f.Untested || ends != "" {
			t.Errorf("%s: %+v", p.Tenant, f)
		}
	}
}
