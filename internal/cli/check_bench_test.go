package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cli"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/store"
)

// A fleet is 500 profiles of 50 tenants, against a simulator that answers after 50 ms.
const fleetProfiles, fleetTenants, fleetLatency = 500, 50, 50 * time.Millisecond

type fleet struct {
	sim     *tenantsim.Sim
	home    string
	keyring *store.MemoryKeyring
	environ []string
}

func fleetTenant(i int) string { return fmt.Sprintf("10000000-0000-4000-8000-%012d", i%fleetTenants) }

func newFleet(b *testing.B) *fleet {
	b.Helper()
	f := &fleet{sim: newSimulator(tenantsim.Options{}), home: b.TempDir(), keyring: store.NewMemoryKeyring()}
	server, err := f.sim.Start(b.Context(), tenantsim.StartOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = server.Close() })
	f.environ = []string{"APPREG_HOME=" + f.home, "APPREG_GRAPH_URL=" + server.URL, "APPREG_AUTHORITY=" + server.URL, "APPREG_API_URL=" + server.URL}
	st, err := store.Open(store.Options{Home: f.home, Keyring: f.keyring})
	if err != nil {
		b.Fatal(err)
	}
	value := strings.Repeat("s", 37) + "8Q~"
	for i := range fleetTenants {
		admin := &tenantsim.User{UPN: fmt.Sprintf("admin@bench%d.example", i), DirectoryRoles: []string{tenantsim.GlobalAdministrator}}
		f.sim.AddTenant(tenantsim.Tenant{ID: fleetTenant(i), Domains: []string{fmt.Sprintf("bench%d.example", i)}, Users: []*tenantsim.User{admin}})
		f.sim.Inject(fleetTenant(i), tenantsim.Fault{Latency: fleetLatency})
		f.sim.Inject(tenantsim.CallsIn(fleetTenant(i)), tenantsim.Fault{Latency: fleetLatency, Only: func(q tenantsim.Request) bool { return !q.Batched }})
	}
	for i := range fleetProfiles {
		app := fmt.Sprintf("20000000-0000-4000-8000-%012d", i)
		f.sim.AddTenant(tenantsim.Tenant{ID: fleetTenant(i), Apps: []*tenantsim.App{{
			ClientID: app, Secrets: []tenantsim.Secret{{ID: app, Value: value, Expires: time.Now().Add(time.Hour)}},
			Roles: map[catalog.API][]string{catalog.BusinessCentral: {"API.ReadWrite.All", "Automation.ReadWrite.All"}},
		}}})
		f.sim.Inject(tenantsim.APIOf(app), tenantsim.Fault{Latency: fleetLatency})
		reg := registration.Registration{API: catalog.BusinessCentral, Cloud: catalog.Public, Tenant: fleetTenant(i), ClientID: app,
			Flow: catalog.ClientSecret, Overrides: registration.Overrides{Authority: server.URL, APIURL: server.URL, GraphURL: server.URL},
			Credential: registration.Credential{Secret: secret.New(value)}}
		if _, err := st.Save(b.Context(), store.SaveInput{Name: fmt.Sprintf("p%d", i), Registration: reg}); err != nil {
			b.Fatal(err)
		}
	}
	return f
}

// check runs a command over the fleet, and compares its time with that of its requests, so many of which are under way at once.
func (f *fleet) check(b *testing.B, requests int, args ...string) {
	b.Helper()
	const atOnce = 16
	for b.Loop() {
		f.sim.ForgetRequests()
		var out, errs bytes.Buffer
		code := cli.Run(b.Context(), args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &errs, Environ: f.environ, Keyring: f.keyring})
		if strings.Count(out.String(), `"verdict"`) != fleetProfiles {
			b.Fatalf("exit code %d, %s", code, errs.String())
		}
	}
	sent := 0
	for _, q := range f.sim.Requests() {
		if !q.Batched {
			sent++
		}
	}
	bound := time.Duration(requests) * fleetLatency / atOnce
	b.ReportMetric(float64(sent), "requests-logged")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(bound), "x-of-bound")
}

// BenchmarkCheckAll: the bar is 1.3 of the bound, requests x latency / checks at once.
func BenchmarkCheckAll(b *testing.B) {
	newFleet(b).check(b, fleetProfiles*3, "check", "--all", "--json")
}

// BenchmarkCheckAllDeep reads each tenant's registrations too, with the tokens of an Azure CLI that is signed in everywhere.
// The bar is 1.3 of the bound: the requests of BenchmarkCheckAll, and one for each 20 reads of a tenant.
func BenchmarkCheckAllDeep(b *testing.B) {
	f := newFleet(b)
	bin := b.TempDir()
	for i := range fleetTenants {
		token, err := f.sim.AdminToken(fleetTenant(i), fmt.Sprintf("admin@bench%d.example", i), tenantsim.AdminTokenOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bin, fleetTenant(i)), []byte(`{"accessToken":"`+token+`"}`), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	const az = `#!/bin/sh
while [ "$1" != --tenant ]; do shift; done
exec cat "$(dirname "$0")/$2"
`
	if err := os.WriteFile(filepath.Join(bin, "az"), []byte(az), 0o700); err != nil {
		b.Fatal(err)
	}
	b.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	f.check(b, fleetProfiles*3+fleetTenants*3, "check", "--all", "--deep", "--admin", "az", "--json")
}
