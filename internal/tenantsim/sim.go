// Package tenantsim is a small Microsoft Entra in memory, served over HTTP: tenants, users, app registrations, the APIs
// with their service principals, real signed tokens, and Entra's error answers. The demo and the tests talk to it
// instead of Microsoft; nothing of it leaves the machine, and every credential in it is made up.
//
// One value, Sim, holds the state. Each endpoint is a function from a call to a reply that runs while the state is
// locked, and a row of the routes. A grant is a row of steps. Each API is a file with its product, routes and answers: a
// further one is such a file, its line in allRoutes, what its product knows of an app, a user or a tenant (tenant.go) and,
// where the catalogue does not know it, its resource. Sign-in pages ask nobody: what the state says about the user
// decides. Package cases fills the state.
package tenantsim

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	mathrand "math/rand/v2"
	"net/http"
	"strings"
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

	OutsideKey func() (*rsa.PrivateKey, error) // signs the tokens of outside issuers, default another new key

	DeviceLife     time.Duration // of a device code, default 15 minutes
	DeviceInterval time.Duration // between two polls, default 5 seconds; announced in whole seconds, at least one
}

// Sim is one simulated Entra. It is safe for concurrent use.
type Sim struct {
	opts      Options
	resources []resource
	routes    []route

	mu        sync.Mutex // guards what follows
	tenants   []*Tenant
	refreshes map[string]refreshGrant // by fingerprint of the refresh token
	devices   map[string]*deviceGrant // by fingerprint of the device code
	codes     map[string]*codeGrant   // by fingerprint of the authorization code
	faults    map[string]*Fault       // by lower-case tenant or client id
	approve   bool                    // see AutoApprove
	requests  []Request
}

// New makes an empty simulator. It is cheap: keys are made when first needed.
func New(opts Options) *Sim {
	opts.DeviceLife, opts.DeviceInterval = cmp.Or(opts.DeviceLife, 15*time.Minute), cmp.Or(opts.DeviceInterval, deviceInterval)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.NewID == nil {
		opts.NewID = uuid.NewString
	}
	if opts.Lifetime == nil {
		opts.Lifetime = func() int { return 3600 + mathrand.IntN(1801) }
	}
	if opts.Wait == nil {
		opts.Wait = waitRealTime
	}
	newKey := func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }
	if opts.Key == nil {
		opts.Key = newKey
	}
	if opts.OutsideKey == nil {
		opts.OutsideKey = newKey
	}
	opts.Key, opts.OutsideKey = sync.OnceValues(opts.Key), sync.OnceValues(opts.OutsideKey)
	return &Sim{
		opts: opts, resources: allResources(), routes: allRoutes(),
		refreshes: map[string]refreshGrant{}, devices: map[string]*deviceGrant{}, codes: map[string]*codeGrant{}, faults: map[string]*Fault{},
	}
}

func waitRealTime(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// lock is used as "defer s.lock()()".
func (s *Sim) lock() (unlock func()) {
	s.mu.Lock()
	return s.mu.Unlock
}

// Now is the simulator's time.
func (s *Sim) Now() time.Time { return s.opts.Now() }

// Handler serves the simulator's endpoints.
func (s *Sim) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// opaque returns size bytes in base64url that mean nothing, grown from one new id so that a test can hold them still.
func (s *Sim) opaque(size int) string {
	block := sha256.Sum256([]byte(s.opts.NewID()))
	raw := make([]byte, 0, size+sha256.Size)
	for len(raw) < size {
		raw = append(raw, block[:]...)
		block = sha256.Sum256(block[:])
	}
	return base64.RawURLEncoding.EncodeToString(raw[:size])
}

// fingerprint stands for a token or code in the state, which never holds one itself.
func fingerprint(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// StableID is a GUID that is the same in every run for the same words.
func StableID(words ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://appreg.invalid/"+strings.Join(words, "/"))).String()
}
