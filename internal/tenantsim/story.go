package tenantsim

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"appreg/internal/catalog"
)

// StoryKey names a story.
type StoryKey struct {
	API  catalog.API
	Flow catalog.Flow
}

// Values are what a person enters in a story.
type Values struct {
	Tenant              string // domain
	ClientID            string
	Username            string
	Password            string
	Secret              string
	SecretExpires       string // YYYY-MM-DD; empty until the portal showed a fresh secret
	Certificate         string // path of a file
	CertificatePassword string
	Permissions         []string // those that the document tells to add
	Environment         string
	Project             string
	Profile             string
}

// Story is the demo of one API with one flow: values that are right, and one true fault in the tenant, which Mend
// repairs; behind it there may be a second one. It is safe for concurrent use.
type Story struct {
	Key   StoryKey
	Cause string // of facts/causes.md; of the first fault

	mend func(v *Values) (string, error)
	next func(v *Values) (string, error) // mends the second fault; nil if there is none

	mu     sync.Mutex
	values Values
	mended bool
}

// Values gives what to enter now: after Mend a story about a secret has another one.
func (st *Story) Values() Values {
	st.mu.Lock()
	defer st.mu.Unlock()
	v := st.values
	v.Permissions = slices.Clone(v.Permissions)
	return v
}

// Mend makes in the simulated tenant the change that a person would make in the portal, one fault a call, and says what
// it did. ok is false when nothing is left to mend.
func (st *Story) Mend() (done string, ok bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.mended {
		return "", false
	}
	done, err := st.mend(&st.values)
	if err != nil {
		return "", false
	}
	st.mend, st.next, st.mended = st.next, nil, st.next == nil
	return done, true
}

// LoadStories fills the simulator with the demo's stories, one for each API and each flow that the catalogue offers and
// the API's document allows. Certificates are written to dir, readable by the owner alone. The error names the story that
// could not be made.
func (s *Sim) LoadStories(dir string) (map[StoryKey]*Story, error) {
	return s.LoadStoriesFor(dir, simulatedFlows()...)
}

// LoadStoriesFor is LoadStories for these flows alone.
func (s *Sim) LoadStoriesFor(dir string, flows ...catalog.Flow) (map[StoryKey]*Story, error) {
	keys, err := newCaseKeys()
	if err != nil {
		return nil, err
	}
	stories := map[StoryKey]*Story{}
	for _, service := range catalog.Services() {
		for _, flow := range flows {
			if !service.Rule(flow).Allowed {
				continue
			}
			key := StoryKey{service.API, flow}
			if stories[key], err = s.newStory(key, service, dir, keys); err != nil {
				return nil, fmt.Errorf("could not make the story of %s with %s: %w", key.API, key.Flow, err)
			}
		}
	}
	return stories, nil
}

func (s *Sim) newStory(key StoryKey, service catalog.Service, dir string, keys caseKeys) (*Story, error) {
	w, err := s.newWorld(fmt.Sprintf("story-%s-%s", key.API, key.Flow), contoso(), key.API, key.Flow, keys)
	if err != nil {
		return nil, err
	}
	st := &Story{Key: key}
	switch {
	case key.Flow == catalog.DeviceCode:
		s.withoutPublicClient(st, w)
	case key.Flow == catalog.Browser:
		s.withWebRedirect(st, w)
	case key.Flow.SignsInUser():
		s.withoutConsent(st, w, service)
	case key.API == catalog.BusinessCentral:
		s.withoutRoles(st, w, service)
	case key.Flow == catalog.ClientCertificate:
		s.withoutCertificate(st, w)
	default:
		s.withExpiredSecret(st, w)
	}
	if storyNeedsManagementApp(key) {
		s.thenWithoutManagementApp(st, w)
	}
	if err := s.settle(w, dir); err != nil {
		return nil, err
	}
	st.values = Values{
		Tenant: w.tenant.Domains[0], ClientID: w.app.ClientID, Username: w.enter.Username, Password: w.enter.Password,
		Secret: w.enter.Secret, Certificate: w.enter.Certificate, CertificatePassword: w.enter.CertificatePassword,
		Permissions: names(service.Wanted(key.Flow)), Environment: w.enter.Environment, Project: w.enter.Project,
		Profile: fmt.Sprintf("demo-%s", key.API),
	}
	return st, nil
}

// withoutConsent: the permissions are listed, nobody consented.
func (s *Sim) withoutConsent(st *Story, w *world, service catalog.Service) {
	consents := w.app.Consents[st.Key.API]
	w.app.Consents = nil
	st.Cause = "consent_missing"
	st.mend = func(v *Values) (string, error) {
		err := s.GrantConsent(w.tenant.ID, v.ClientID, st.Key.API, consents...)
		return fmt.Sprintf("API permissions: granted admin consent for Contoso to %s (%s).", service.PortalName,
			strings.Join(v.Permissions, ", ")), err
	}
}

// withoutRoles: the application permissions were never granted, so the token holds no roles.
func (s *Sim) withoutRoles(st *Story, w *world, service catalog.Service) {
	roles := w.app.Roles[st.Key.API]
	w.app.Roles = nil
	st.Cause = "api_role_missing"
	st.mend = func(v *Values) (string, error) {
		err := s.GrantRole(w.tenant.ID, v.ClientID, st.Key.API, roles...)
		return fmt.Sprintf("API permissions: granted admin consent for Contoso to the application permissions %s of %s.",
			strings.Join(roles, " and "), service.PortalName), err
	}
}

// withExpiredSecret: the secret entered was right once.
func (s *Sim) withExpiredSecret(st *Story, w *world) {
	w.giveSecret(w.now.Add(-3 * 24 * time.Hour))
	st.Cause = "secret_expired"
	st.mend = func(v *Values) (string, error) {
		expires := s.now().Add(180 * 24 * time.Hour)
		fresh := Secret{ID: stableID("fresh secret", w.enter.Name), Value: secretValue("fresh " + w.enter.Name), Expires: expires}
		if err := s.AddSecret(w.tenant.ID, v.ClientID, fresh); err != nil {
			return "", err
		}
		v.Secret, v.SecretExpires = fresh.Value, expires.UTC().Format(time.DateOnly)
		return fmt.Sprintf("Certificates & secrets: added a new client secret that expires on %s; its value is the one to enter now.",
			v.SecretExpires), nil
	}
}

// withoutCertificate: the certificate is good, nobody uploaded it.
func (s *Sim) withoutCertificate(st *Story, w *world) {
	w.app.Certificates = nil
	st.Cause = "cert_not_registered"
	st.mend = func(v *Values) (string, error) {
		err := s.AddCertificate(w.tenant.ID, v.ClientID, w.cert)
		return "Certificates & secrets: uploaded the certificate (its public part) to the app registration.", err
	}
}
