package token

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/diagnose"
	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/store"
)

// run is one call of Do.
type run struct {
	*Source
	in         Input
	target     catalog.Target
	context    diagnose.Context
	began      time.Time
	credential registration.Credential // as saved, given or typed
	owner      string                  // fingerprint of the registration with its saved credential: whose tokens count
	outside    *source.Presenting      // of flow federated; nil otherwise
	sent       string                  // fingerprint with the credential that is sent, which may have been typed
}

func (s *Source) newRun(in Input) (*run, error) {
	reg := in.Registration
	target, err := reg.Target()
	if err == nil {
		_, err = catalog.ParseFlow(string(reg.Flow))
	}
	if err != nil {
		return nil, fmt.Errorf("couldn't use the registration: %w", err)
	}
	if in.Scope != "" {
		target.Scope = in.Scope
	}
	r := &run{Source: s, in: in, target: target, began: s.Now(), credential: reg.Credential}
	if in.Cache != nil {
		r.credential = in.Cache.Credential()
	}
	r.owner = r.fingerprint()
	r.sent = r.owner
	r.context = diagnose.Context{
		Profile: in.Profile, API: reg.API, Flow: reg.Flow, Cloud: target.Cloud, Region: target.Region,
		Tenant: reg.Tenant, TenantID: in.TenantID, ClientID: reg.ClientID, Username: reg.Username,
		Target: target, SecretExpires: reg.SecretExpires, SecretShape: r.credential.Secret.Shape(), Now: r.began,
	}
	return r, nil
}

// fingerprint tells whether a token or a refusal belongs to the present credential and registration.
func (r *run) fingerprint() string {
	reg := r.in.Registration
	return store.Fingerprint(r.credential, r.target.Login, r.scope(), reg.ClientID, reg.Tenant, string(reg.Flow), reg.Username)
}

// scope is the document's scope byte for byte; where a user signs in, the one that brings a refresh token follows it.
func (r *run) scope() string {
	if r.in.Registration.Flow.SignsInUser() {
		return r.target.Scope + " offline_access"
	}
	return r.target.Scope
}

// cached looks for an outcome that needs no request. done says that there is one.
func (r *run) cached() (t Token, done bool, err error) {
	kept, now := r.in.Cache.Tokens(), r.Now()
	if r.fresh(kept, now) {
		return Token{Value: kept.Access, Expires: kept.Expires, TenantID: kept.TenantID}, true, nil
	}
	if r.refused(kept, now) {
		return Token{}, true, r.again(*kept.Refusal)
	}
	return Token{}, false, nil
}

// fresh reports whether the kept token may be given out: with MinValidity or Margin left, or because it came after this call had begun
// to wait. One from the future was noted before the clock was set back, and its end means nothing any more.
func (r *run) fresh(kept store.Tokens, now time.Time) bool {
	left := kept.Expires.Sub(now)
	switch {
	case kept.Access.IsZero() || kept.Fingerprint != r.owner || kept.Obtained.After(now):
		return false
	case kept.Obtained.After(r.began):
		return left > 0
	}
	return left >= cmp.Or(r.in.MinValidity, Margin) && !r.in.Refresh
}

// refused reports whether the kept refusal is this call's outcome too: the server wants no request yet, or the same
// credential was refused after this call had begun to wait, or it is a password that must not be sent again.
func (r *run) refused(kept store.Tokens, now time.Time) bool {
	refusal := kept.Refusal
	switch {
	case refusal == nil || refusal.At.After(now):
		return false
	case refusal.NotBefore.After(now):
		return true
	case refusal.Fingerprint != r.sent:
		return false
	case refusal.At.After(r.began):
		return true
	}
	return refusal.Hold && !r.in.Refresh
}

// renewable reports whether there is a refresh token to use in place of a credential.
func (r *run) renewable(kept store.Tokens) bool {
	return !kept.Refresh.IsZero() && kept.Fingerprint == r.owner && r.in.Registration.Flow.SignsInUser()
}

// errAsk says that the person has to be asked, which is not done while others wait for the lock.
var errAsk = errors.New("sign-in required")

// renew asks Entra, after asking the person where that is needed.
func (r *run) renew(ctx context.Context) (Token, error) {
	t, err := r.once(ctx)
	if !errors.Is(err, errAsk) {
		return t, err
	}
	reg := r.in.Registration
	if reg.Flow.SignsInAtPage() && r.SignIn != nil {
		return r.signIn(ctx)
	}
	if r.Interact == nil || !reg.Flow.Info().SavedIfTold {
		return Token{}, &SignInError{Profile: r.in.Profile, Flow: reg.Flow, Never: r.neverSignedIn()}
	}
	if r.credential.Secret, err = r.Interact.Password(ctx, reg.Username); err != nil {
		return Token{}, err
	}
	r.sent = r.fingerprint()
	return r.once(ctx)
}

// neverSignedIn reports whether nothing is kept that an earlier sign-in would have left.
func (r *run) neverSignedIn() bool {
	if r.in.Cache == nil {
		return false
	}
	kept := r.in.Cache.Tokens()
	return kept.Refresh.IsZero() && kept.Access.IsZero() && kept.Refusal == nil
}

// once makes the request; where there is a cache, under its lock, and only if nobody else has made it while this call
// waited.
func (r *run) once(ctx context.Context) (Token, error) {
	if r.in.Cache == nil {
		return r.request(ctx)
	}
	free, err := r.lock(ctx)
	if err != nil {
		return Token{}, err
	}
	defer free()
	if t, done, err := r.cached(); done {
		return t, err
	}
	return r.request(ctx)
}

// lock takes the profile's lock and reads what others have kept meanwhile. free gives the lock back.
func (r *run) lock(ctx context.Context) (free func(), err error) {
	free, err = r.in.Cache.Lock(ctx, patience)
	if err != nil {
		return nil, err
	}
	if err := r.in.Cache.Reload(ctx); err != nil {
		free()
		return nil, err
	}
	return free, nil
}
