package cases

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"
)

// StoryKey names a story.
type StoryKey struct {
	API  catalog.API
	Flow catalog.Flow
}

// Values are what a person enters in a story.
type Values struct {
	Case                   // its tenant is a domain
	SecretExpires string   // YYYY-MM-DD; empty where the secret has expired, until the portal showed a fresh one
	Permissions   []string // those that the document tells to add
	Profile       string
	Workload      string // what runs on GitHub, of flow federated
}

// Story is the demo of one API with one flow: values that are right, and one true fault in the tenant, which Fix
// repairs; behind it there may be a second one. It is safe for concurrent use.
type Story struct {
	Key   StoryKey
	Cause string // of the first fault

	mu     sync.Mutex
	values Values
	right  tenantsim.App // as it should be
	faults []fault       // left to fix
	change func(func(*tenantsim.App)) error
}

// fault is what can be wrong in a story. Words in braces in done are filled in.
type fault struct {
	cause cause.Label
	is    func(*world) bool // whether a story can have it
	spoil func(*world)
	fix   func(a *tenantsim.App, st *Story) // what a person does in the portal
	done  string                            // what it says it did
}

// firstFaults are tried in order.
var firstFaults = []fault{
	{cause.PublicClientDisabled, func(w *world) bool { return w.enter.Flow == device }, func(w *world) { w.app.Public = false },
		func(a *tenantsim.App, _ *Story) { a.Public = true }, `Authentication: turned "Allow public client flows" on.`},
	{cause.RedirectPlatformWrong, func(w *world) bool { return w.enter.Flow == browser }, registeredAsWeb,
		func(a *tenantsim.App, _ *Story) { a.RedirectURIs, a.WebURIs = a.WebURIs, nil },
		"Authentication: moved the redirect URI http://localhost from Web to Mobile and desktop applications."},
	{cause.ConsentMissing, func(w *world) bool { return w.enter.Flow.SignsInUser() }, noConsent,
		func(a *tenantsim.App, st *Story) { a.Consents = st.right.Consents },
		"API permissions: granted admin consent for Contoso to {api} ({permissions})."},
	{cause.FederatedSubjectMismatch, func(w *world) bool { return w.enter.Flow == federated },
		func(w *world) {
			w.trust(storyRuns("main").Identity())
			w.app.Outside.Subject = storyRuns("").Identity().Subject
		},
		func(a *tenantsim.App, st *Story) { a.Federated = st.right.Federated },
		"Certificates & secrets: changed the federated credential's subject from the branch to the environment."},
	{cause.APIRoleMissing, func(w *world) bool { return len(w.app.Roles[w.enter.API]) > 0 }, func(w *world) { w.app.Roles = nil },
		func(a *tenantsim.App, st *Story) { a.Roles = st.right.Roles },
		"API permissions: granted admin consent for Contoso to the application permissions {roles} of {api}."},
	{cause.CertNotRegistered, func(w *world) bool { return w.enter.Flow == cert }, func(w *world) { w.app.Certificates = nil },
		func(a *tenantsim.App, st *Story) { a.Certificates = st.right.Certificates },
		"Certificates & secrets: uploaded the certificate (its public part) to the app registration."},
	{cause.SecretExpired, func(w *world) bool { return len(w.app.Secrets) > 0 }, func(w *world) { w.giveSecret(w.now.Add(-3 * 24 * time.Hour)) }, freshSecret,
		"Certificates & secrets: added a client secret that expires on {expires}."},
}

var errNoFault = errors.New("none of firstFaults can be wrong in it")

// secondFault: Entra is satisfied, Power Platform does not know the application yet, which a call to the API shows.
var secondFault = fault{cause.APISPNotManagementApp, func(w *world) bool { return w.app.ManagementApp }, func(w *world) { w.app.ManagementApp = false },
	func(a *tenantsim.App, _ *Story) { a.ManagementApp = true },
	"Power Platform: an administrator registered the application as a management application."}

// freshSecret adds a client secret, which is the value to enter then.
func freshSecret(a *tenantsim.App, st *Story) {
	expires := st.right.Secrets[0].Expires
	st.values.Secret, st.values.SecretExpires = secretValue("fresh "+a.Name), dateOf(st.right.Secrets[0])
	a.Secrets = append(slices.Clone(a.Secrets), tenantsim.Secret{ID: tenantsim.StableID("fresh secret", a.Name), Value: st.values.Secret, Expires: expires})
}

// dateOf is the day on which a secret ends, as the portal shows it.
func dateOf(s tenantsim.Secret) string { return s.Expires.UTC().Format(time.DateOnly) }

// Values returns what to enter now: after Fix a story about a secret has another one.
func (st *Story) Values() Values {
	st.mu.Lock()
	defer st.mu.Unlock()
	v := st.values
	v.Permissions = slices.Clone(v.Permissions)
	return v
}

// Fixable reports whether anything is left to fix.
func (st *Story) Fixable() bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	return len(st.faults) > 0
}

// Fix makes in the simulated tenant the change that a person would make in the portal, one fault a call, and says what
// it did. ok is false when nothing is left to fix.
func (st *Story) Fix() (done string, ok bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if len(st.faults) == 0 || st.change(func(a *tenantsim.App) { st.faults[0].fix(a, st) }) != nil {
		return "", false
	}
	service, _ := catalog.Lookup(st.Key.API)
	done = strings.NewReplacer("{api}", service.PortalName, "{permissions}", strings.Join(st.values.Permissions, ", "),
		"{roles}", strings.Join(st.right.Roles[st.Key.API], " and "), "{expires}", st.values.SecretExpires).Replace(st.faults[0].done)
	st.faults = st.faults[1:]
	return done, true
}

// LoadStories fills the simulator with the demo's stories, one for each API and each of these flows, or of all that the
// catalogue offers, that the API's document allows. Certificates are written to dir, readable by the owner alone. The error
// names the story that could not be made.
func LoadStories(sim *tenantsim.Sim, dir string, flows ...catalog.Flow) (map[StoryKey]*Story, error) {
	keys, err := newKeys()
	if err != nil {
		return nil, err
	}
	stories := map[StoryKey]*Story{}
	for _, service := range catalog.Services() {
		for _, flow := range orAll(flows) {
			if !service.Rule(flow).Allowed {
				continue
			}
			st, err := loadStory(sim, dir, service, newWorld(sim.Now(), fmt.Sprintf("story-%s-%s", service.API, flow), contoso(), service.API, flow, keys))
			if err != nil {
				return nil, fmt.Errorf("could not make the story of %s with %s: %w", service.API, flow, err)
			}
			stories[st.Key] = st
		}
	}
	return stories, nil
}

// loadStory makes the story of a world and fills the simulator with it.
func loadStory(sim *tenantsim.Sim, dir string, service catalog.Service, w *world) (*Story, error) {
	flow := w.enter.Flow
	if flow == federated {
		w.trust(storyRuns("").Identity())
	}
	first := slices.IndexFunc(firstFaults, func(f fault) bool { return f.is(w) })
	if w.err != nil || first < 0 {
		return nil, cmp.Or(w.err, errNoFault)
	}
	st := &Story{Key: StoryKey{service.API, flow}, right: w.app}
	for _, f := range []fault{firstFaults[first], secondFault} {
		if f.is(w) {
			f.spoil(w)
			st.faults = append(st.faults, f)
		}
	}
	if err := w.settle(sim, dir); err != nil {
		return nil, err
	}
	w.enter.Tenant = w.tenant.Domains[0]
	st.Cause = string(st.faults[0].cause)
	st.values = Values{Case: w.enter, Permissions: names(service.Wanted(flow)), Profile: fmt.Sprintf("demo-%s", service.API)}
	st.change = func(change func(*tenantsim.App)) error { return sim.UpdateApp(w.tenant.ID, st.values.ClientID, change) }
	if flow.Info().Proof == catalog.ProofSecret && st.faults[0].cause != cause.SecretExpired {
		st.values.SecretExpires = dateOf(st.right.Secrets[0])
	}
	if flow == federated {
		st.values.Workload = storyWorkload
	}
	return st, nil
}
