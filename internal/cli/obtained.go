package cli

import (
	"context"
	"fmt"
	"sync"
	"time"

	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/token"
	"appreg/store"
)

// obtained remembers the last sign-in of a verification, so that saving can keep its refresh token: `appreg token`
// then needs no person.
type obtained struct {
	mu     sync.Mutex
	reg    registration.Registration
	answer entra.Answer
}

// note takes a token that came for reg.
func (o *obtained) note(reg registration.Registration, answer entra.Answer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reg, o.answer = reg, answer
}

// save puts the sign-in into the cache of p, if it was for what p describes.
func (o *obtained) save(ctx context.Context, st *store.Store, p store.Profile) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	same := o.reg.Tenant == p.Tenant && o.reg.ClientID == p.ClientID && o.reg.Flow == p.Flow && o.reg.Username == p.Username
	if !same || o.answer.RefreshToken.IsZero() {
		return nil
	}
	cache, err := st.OpenCache(ctx, p)
	if err != nil {
		return fmt.Errorf("couldn't save the sign-in: %w", err)
	}
	return rememberSignIn(ctx, cache, p, o.answer)
}

// rememberSignIn keeps the token and refresh token of a sign-in with a profile.
func rememberSignIn(ctx context.Context, cache *store.Cache, p store.Profile, answer entra.Answer) error {
	var notKept error
	source := token.Source{Now: time.Now, Notice: func(text string) { notKept = fmt.Errorf("%s", text) }}
	in := token.Input{Profile: p.Name, Registration: p.Registration(), TenantID: p.TenantID, Cache: cache}
	if err := source.Remember(ctx, in, answer); err != nil {
		return fmt.Errorf("couldn't save the sign-in: %w", err)
	}
	return notKept
}
