// Package tenantsim is a small Microsoft Entra in memory, served over HTTP: tenants, users, app registrations, the four
// APIs' service principals, real signed tokens, and Entra's error answers. The demo and the tests talk to it instead of
// Microsoft; nothing of it leaves the machine, and every credential in it is made up.
//
// What it answers follows facts/client.md section 2 and facts/entra.md sections 4 and 5.
package tenantsim

import (
	"cmp"
	"context"
	"crypto/rsa"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Options are what a test may want to hold still. The zero value is a simulator on the real clock.
type Options struct {
	Now      func() time.Time                           // default time.Now
	NewID    func() string                              // GUIDs of answers, default random
	Lifetime func() int                                 // expires_in in seconds, default random from 3600 to 5400
	Wait     func(ctx context.Context, d time.Duration) // how a Fault's latency passes, default real time
	Key      func() (*rsa.PrivateKey, error)            // signs tokens, default a new key at the first token

	DeviceLife     time.Duration // of a device code, default 15 minutes
	DeviceInterval time.Duration // between two polls, default 5 seconds; announced in whole seconds, at least one
}

// Sim is one simulated Entra. It is safe for concurrent use.
type Sim struct {
	now      func() time.Time
	newID    func() string
	lifetime func() int
	wait     func(ctx context.Context, d time.Duration)
	key      func() (*rsa.PrivateKey, error)

	deviceLife     time.Duration
	deviceInterval time.Duration

	resources []resource

	mu        sync.Mutex // guards what follows
	tenants   []*tenant
	refreshes map[string]refreshGrant // by SHA-256 of the refresh token
	faults    map[string]*Fault       // by lower-case tenant or client id
	devices   map[string]*deviceGrant // by SHA-256 of the device code
	codes     map[string]*codeGrant   // by SHA-256 of the authorization code
	auto      string                  // see AutoApprove
	log       requestLog
}

// New makes an empty simulator. It is cheap: keys are made when first needed.
func New(opts Options) *Sim {
	s := &Sim{
		now: opts.Now, newID: opts.NewID, lifetime: opts.Lifetime, wait: opts.Wait, key: opts.Key,
		resources: resourcesOfCatalog(),
		refreshes: map[string]refreshGrant{},
		faults:    map[string]*Fault{},
		devices:   map[string]*deviceGrant{},
		codes:     map[string]*codeGrant{},

		deviceLife: cmp.Or(opts.DeviceLife, deviceLife), deviceInterval: cmp.Or(opts.DeviceInterval, deviceInterval),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.newID == nil {
		s.newID = uuid.NewString
	}
	if s.lifetime == nil {
		s.lifetime = func() int { return 3600 + rand.IntN(1801) }
	}
	if s.wait == nil {
		s.wait = waitRealTime
	}
	if s.key == nil {
		s.key = newRSAKey
	}
	s.key = sync.OnceValues(s.key)
	return s
}

func waitRealTime(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// Handler serves the simulator's endpoints.
func (s *Sim) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.serveDiscovery)
	mux.HandleFunc("GET /{tenant}/discovery/v2.0/keys", s.serveKeys)
	mux.HandleFunc("GET /common/discovery/instance", s.serveInstance)
	mux.HandleFunc("GET /common/UserRealm/{upn}", s.serveRealm)
	mux.HandleFunc("/{tenant}/oauth2/v2.0/token", s.serveToken)
	s.handleSignIns(mux)
	s.handleAPIs(mux)
	return s.logged(s.faulty(answerHeaders(s, mux)))
}

// answerHeaders sets what every answer of Entra carries.
func answerHeaders(s *Sim, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.setAnswerHeaders(w)
		next.ServeHTTP(w, r)
	})
}

func (s *Sim) setAnswerHeaders(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Pragma", "no-cache")
	w.Header().Set("Expires", "-1")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("X-Ms-Request-Id", s.newID())
	w.Header().Set("X-Ms-Ests-Server", "2.1.0 - SIM")
}
