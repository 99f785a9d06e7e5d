package plan

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/graph"
	"appreg/internal/longtest"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
	"appreg/internal/transport"
	"appreg/store"
)

const (
	testTenant = "6f890000-1111-4222-8333-444455556666"
	testDomain = "contoso.onmicrosoft.com"
)

func TestMain(m *testing.M) {
	longtest.InMemory()
	os.Exit(m.Run())
}

// The people of the tenant.
const (
	global    = "grady@" + testDomain
	cloudApps = "lidia@" + testDomain
	developer = "megan@" + testDomain
	plain     = "alex@" + testDomain
	platform  = "isaiah@" + testDomain
	erp       = "nestor@" + testDomain
)

// signingKey signs the tokens of all tests; a short one is faster, and here nobody checks who has signed.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 1024) })

// rig is a simulated tenant with an engine on it. Time passes when the engine sleeps.
type rig struct {
	t      *testing.T
	sim    *tenantsim.Sim
	url    string
	store  *store.Store
	http   *transport.Client
	mu     sync.Mutex
	now    time.Time
	slept  time.Duration
	admin  string // who changes the tenant
	tokens *tokens

	missing []catalog.API // what the tenant lacks
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), admin: global}
	r.sim = tenantsim.New(tenantsim.Options{Now: r.clock, Key: signingKey})
	r.sim.AddTenant(tenantsim.Tenant{ID: testTenant, Name: "Contoso", Domains: []string{testDomain}, Users: []*tenantsim.User{
		{UPN: global, DirectoryRoles: []string{tenantsim.GlobalAdministrator}},
		{UPN: cloudApps, DirectoryRoles: []string{tenantsim.CloudApplicationAdministrator}},
		{UPN: developer, DirectoryRoles: []string{tenantsim.ApplicationDeveloper}},
		{UPN: plain},
		{UPN: platform, DirectoryRoles: []string{tenantsim.PowerPlatformAdministrator}},
		{UPN: erp, DirectoryRoles: []string{tenantsim.BusinessCentralAdministrator}},
	}})
	server, err := r.sim.Start(context.Background(), tenantsim.StartOptions{})
	must(t, err)
	t.Cleanup(func() { server.Close() })
	r.url = server.URL
	r.http, err = transport.New(transport.Options{Sleep: r.sleep})
	must(t, err)
	r.store, err = store.Open(store.Options{Home: filepath.Join(t.TempDir(), "home"), Keyring: store.NewMemoryKeyring(), Now: r.clock})
	must(t, err)
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) sleep(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now, r.slept = r.now.Add(d), r.slept+d
	return ctx.Err()
}

// tokens hands out tokens of one person.
type tokens struct {
	r         *rig
	upn       string
	resources []string
	renewed   int
	cached    secret.Secret
}

func (s *tokens) Token(_ context.Context, renew bool) (secret.Secret, error) {
	if renew {
		s.renewed++
	}
	if !renew && !s.cached.IsZero() {
		return s.cached, nil
	}
	token, err := s.r.sim.AdminToken(testTenant, s.upn, tenantsim.AdminTokenOptions{Resources: s.resources})
	s.cached = secret.New(token)
	return s.cached, err
}

func (r *rig) engine() Engine {
	if r.tokens == nil || r.tokens.upn != r.admin {
		r.tokens = &tokens{r: r, upn: r.admin}
	}
	return Engine{
		Graph: &graph.Client{HTTP: r.http, Base: r.url, Token: r.tokens, NewID: uuid.NewString},
		HTTP:  r.http, AdminToken: &tokens{r: r, upn: r.admin, resources: tenantsim.AdminAudiences()},
		Now: r.clock, Sleep: r.sleep, NewCertificate: quickCertificate,
	}
}

// want is what a new registration of an API and a flow should be.
func (r *rig) want(api catalog.API, flow catalog.Flow) Desired {
	r.t.Helper()
	target, err := catalog.Resolve(api, "", "")
	must(r.t, err)
	target.Login, target.Graph, target.APIURL, target.ManagementURL = r.url, r.url, r.url, r.url
	d := Want(registration.Registration{API: api, Flow: flow, Tenant: testDomain}, target, testTenant)
	d.Profile, d.DisplayName = "dev", "appreg dev"
	d.UniqueName, err = UniqueName(d.Profile, rand.Reader)
	must(r.t, err)
	return d
}

func (r *rig) make(d Desired, earlier *store.Run) Plan {
	r.t.Helper()
	p, err := r.engine().Make(context.Background(), d, Actor{Source: "token"}, earlier)
	must(r.t, err)
	return p
}

func (r *rig) begin(d Desired) *store.Journal {
	r.t.Helper()
	j, err := r.store.BeginRun(context.Background(), store.Run{Kind: "create", Profile: d.Profile, TenantID: testTenant, Name: d.DisplayName, Unique: d.UniqueName})
	must(r.t, err)
	r.t.Cleanup(j.Close)
	return j
}

// create makes and applies a plan, and fails unless all of it is done.
func (r *rig) create(d Desired) (Result, *store.Journal) {
	r.t.Helper()
	j := r.begin(d)
	result, err := r.engine().Apply(context.Background(), r.make(d, nil), j, nil)
	must(r.t, err)
	if !result.OK() {
		r.t.Fatalf("not done: %+v", result.Plan.Failures())
	}
	return result, j
}

// existing creates what d asks for. It returns d for that registration, and what changes it as others would.
func (r *rig) existing(d Desired) (Desired, func(change func(*tenantsim.App))) {
	r.t.Helper()
	result, _ := r.create(d)
	d.ClientID = result.ClientID
	return d, func(change func(*tenantsim.App)) {
		r.t.Helper()
		must(r.t, r.sim.UpdateApp(testTenant, d.ClientID, change))
	}
}

// rules changes the tenant's rules.
func (r *rig) rules(change func(*tenantsim.Rules)) {
	r.t.Helper()
	must(r.t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) { change(&t.Rules) }))
}

// apps returns the registrations of the tenant but that of Azure CLI.
func (r *rig) apps() []tenantsim.App {
	r.t.Helper()
	var all []tenantsim.App
	must(r.t, r.sim.UpdateTenant(testTenant, func(t *tenantsim.Tenant) {
		for _, a := range t.Apps {
			if a.ClientID != "04b07795-8ddb-461a-bbee-02f9e1bf7b46" {
				all = append(all, *a)
			}
		}
	}))
	return all
}

// requests counts what was sent, batches as one, and what of it wrote.
func (r *rig) requests() (all, writes int) {
	for _, q := range r.sim.Requests() {
		if !q.Batched {
			all++
		}
		if tenantsim.Writes(q) {
			writes++
		}
	}
	return all, writes
}
