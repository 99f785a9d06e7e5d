package tenantsim

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const (
	keptRequests = 4096    // bounds the log of a long-running demo
	maxBody      = 1 << 20 // the largest body that is read
)

// AddTenant adds a directory. Like every tenant in life it knows Azure CLI. One that is there already is left as it is, but
// for users and apps that it lacks.
func (s *Sim) AddTenant(t Tenant) {
	defer s.lock()()
	there := s.tenantNamed(t.ID)
	if there == nil {
		there = &t
		t.records, t.Apps = map[string][]record{}, append(slices.Clone(t.Apps), azureCLI())
		s.tenants = append(s.tenants, there)
		return
	}
	there.Apps = append(there.Apps, t.Apps...)
	there.Users = append(there.Users, slices.DeleteFunc(slices.Clone(t.Users), func(u *User) bool { return there.User(u.UPN) != nil })...)
}

// UpdateTenant changes a tenant, named by GUID or domain, and what lives in it.
func (s *Sim) UpdateTenant(name string, change func(*Tenant)) error {
	defer s.lock()()
	return update(s.tenantNamed(name), change, "tenant", name)
}

// UpdateUser changes an account.
func (s *Sim) UpdateUser(tenant, upn string, change func(*User)) (err error) {
	missing := s.UpdateTenant(tenant, func(t *Tenant) { err = update(t.User(upn), change, "user", upn) })
	return cmp.Or(missing, err)
}

// UpdateApp changes an app registration: what a person does in the portal, and in the products after registration.
func (s *Sim) UpdateApp(tenant, clientID string, change func(*App)) (err error) {
	missing := s.UpdateTenant(tenant, func(t *Tenant) { err = update(t.App(clientID), change, "app", clientID) })
	return cmp.Or(missing, err)
}

func update[T any](there *T, change func(*T), kind, name string) error {
	if there == nil {
		return fmt.Errorf("could not change the simulated %s %s: there is none", kind, name)
	}
	change(there)
	return nil
}

// tenantNamed finds a tenant by GUID or domain. The caller holds s.mu.
func (s *Sim) tenantNamed(name string) *Tenant {
	return found(s.tenants, func(t *Tenant) bool { return t.has(name) })
}

// Request is one request that was answered: never a value of its form.
type Request struct {
	Method string
	Path   string
	Grant  string // the form's grant_type
	Status int    // 0: the connection was cut

	Batched bool // it was part of a batch, which is a request of its own
}

// Writes reports whether the request changes something: a batch does not, its parts may.
func Writes(r Request) bool {
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	return !reads && r.Grant == "" && !strings.HasSuffix(r.Path, "/$batch")
}

// Requests returns the last 4096 requests, oldest first.
func (s *Sim) Requests() []Request {
	defer s.lock()()
	return slices.Clone(s.requests)
}

// Grants returns how many of those were of a grant type, refusals included.
func (s *Sim) Grants(grantType string) (n int) {
	for _, r := range s.Requests() {
		if r.Grant == grantType {
			n++
		}
	}
	return n
}

// ForgetRequests empties the log.
func (s *Sim) ForgetRequests() {
	defer s.lock()()
	s.requests = nil
}

func (s *Sim) note(r Request) {
	defer s.lock()()
	if len(s.requests) == keptRequests {
		s.requests = slices.Delete(s.requests, 0, keptRequests/4)
	}
	s.requests = append(s.requests, r)
}
