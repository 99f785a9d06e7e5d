package tenantsim

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"appreg/internal/catalog"
)

// AddTenant adds a directory.
func (s *Sim) AddTenant(t Tenant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tenants = append(s.tenants, &tenant{Tenant: t})
}

// AddUser adds an account to the tenant with that GUID or domain.
func (s *Sim) AddUser(tenantName string, u User) error {
	return s.changeTenant(tenantName, func(t *tenant) { t.users = append(t.users, &u) })
}

// AddApp adds an app registration to the tenant with that GUID or domain.
func (s *Sim) AddApp(tenantName string, a App) error {
	return s.changeTenant(tenantName, func(t *tenant) { t.apps = append(t.apps, &a) })
}

// UpdateTenant changes a tenant under the lock.
func (s *Sim) UpdateTenant(tenantName string, change func(*Tenant)) error {
	return s.changeTenant(tenantName, func(t *tenant) { change(&t.Tenant) })
}

// UpdateUser changes an account under the lock.
func (s *Sim) UpdateUser(tenantName, upn string, change func(*User)) error {
	found := false
	err := s.changeTenant(tenantName, func(t *tenant) {
		if u := t.user(upn); u != nil {
			found = true
			change(u)
		}
	})
	if err == nil && !found {
		return fmt.Errorf("could not change the simulated user %s: not in tenant %s", upn, tenantName)
	}
	return err
}

// UpdateApp changes an app registration under the lock.
func (s *Sim) UpdateApp(tenantName, clientID string, change func(*App)) error {
	found := false
	err := s.changeTenant(tenantName, func(t *tenant) {
		if a := t.app(clientID); a != nil {
			found = true
			change(a)
		}
	})
	if err == nil && !found {
		return fmt.Errorf("could not change the simulated app %s: not in tenant %s", clientID, tenantName)
	}
	return err
}

func (s *Sim) changeTenant(name string, change func(*tenant)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tenantNamed(name)
	if t == nil {
		return fmt.Errorf("could not find the simulated tenant %s", name)
	}
	change(t)
	return nil
}

// GrantConsent adds delegated permissions of an API to the app's list and consents to them for the whole tenant.
func (s *Sim) GrantConsent(tenantName, clientID string, api catalog.API, permissions ...string) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) {
		a.require(api)
		a.Consents = granted(a.Consents, api, permissions)
	})
}

// GrantRole adds application permissions of an API to the app's list and grants them.
func (s *Sim) GrantRole(tenantName, clientID string, api catalog.API, roles ...string) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) {
		a.require(api)
		a.Roles = granted(a.Roles, api, roles)
	})
}

func (a *App) require(api catalog.API) {
	if !slices.Contains(a.Requires, api) {
		a.Requires = append(a.Requires, api)
	}
}

// granted gives a copy of grants with names added, so that a map handed in by a caller is never written to.
func granted(grants map[catalog.API][]string, api catalog.API, names []string) map[catalog.API][]string {
	next := make(map[catalog.API][]string, len(grants)+1)
	for key, list := range grants {
		next[key] = slices.Clone(list)
	}
	for _, name := range names {
		if !slices.Contains(next[api], name) {
			next[api] = append(next[api], name)
		}
	}
	return next
}

// AddSecret adds a client secret.
func (s *Sim) AddSecret(tenantName, clientID string, secret Secret) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) { a.Secrets = append(slices.Clone(a.Secrets), secret) })
}

// ExpireSecret puts the end of a client secret, named by its Secret ID, an hour into the past.
func (s *Sim) ExpireSecret(tenantName, clientID, secretID string) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) {
		a.Secrets = slices.Clone(a.Secrets)
		for i := range a.Secrets {
			if a.Secrets[i].ID == secretID {
				a.Secrets[i].Expires = s.now().Add(-time.Hour)
			}
		}
	})
}

// AddCertificate uploads a certificate to the app registration.
func (s *Sim) AddCertificate(tenantName, clientID string, cert *x509.Certificate) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) { a.Certificates = append(slices.Clone(a.Certificates), cert) })
}

// SetPublicClient turns "Allow public client flows" on or off.
func (s *Sim) SetPublicClient(tenantName, clientID string, on bool) error {
	return s.UpdateApp(tenantName, clientID, func(a *App) { a.Public = on })
}
