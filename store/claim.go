package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// Claim makes this process the only one that changes what belongs to a profile, in a tenant or on this machine, until it calls
// release; the kernel does that for one that dies. Two runs of one profile would each take the other's for interrupted, and
// remove what it made. Of several names all are claimed, or none. An app registration, which several profiles can have, is claimed
// as Registered, and one that is to be made as Named.
// Errors: ErrProfileBusy if another process has claimed one, ErrUnsafeDir, ErrUnsafeFile, ErrFile, the context's.
func (home *folders) Claim(ctx context.Context, names ...string) (release func(), err error) {
	var held []func()
	release = func() {
		for _, free := range held {
			free()
		}
		held = nil
	}
	if err := home.places.ownRuns(); err != nil {
		return nil, err
	}
	var claimed []string
	for _, name := range names {
		if name == "" { // it isn't known yet
			continue
		}
		path := home.places.claim(name)
		if slices.Contains(claimed, path) {
			continue
		}
		free, err := locks{path: path, wait: runWait, removeOnUnlock: true}.take(ctx)
		if err != nil {
			release()
			return nil, notClaimed(name, err)
		}
		held, claimed = append(held, free), append(claimed, path)
	}
	return release, nil
}

// ClaimProfile is Claim for a profile that was read, and for its app registration. One that is another by now, because it was
// saved anew, renamed or removed meanwhile, is an ErrReplaced: what was derived from it no longer holds.
func (s *Store) ClaimProfile(ctx context.Context, p Profile) (release func(), err error) {
	release, err = s.Claim(ctx, p.Name, Registered(p.ClientID))
	if err != nil {
		return nil, err
	}
	now, err := s.Find(p.Name)
	if err == nil && now.ID != p.ID || errors.Is(err, ErrUnknownProfile) {
		err = &Error{Kind: ErrReplaced, Profile: p.Name}
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// Registered is what is claimed for an app registration; empty: its client id isn't known. No profile has such a name.
func Registered(clientID string) string {
	if clientID == "" {
		return ""
	}
	return "app/" + clientID
}

// Named is what is claimed for a display name in a tenant, under which a registration is to be made: two at once would each find
// none. No profile has such a name.
func Named(tenantID, displayName string) string { return tenantID + "/" + displayName }

// Subjects are what a run has claimed.
func (r Run) Subjects() []string {
	return []string{r.Profile, Registered(r.ClientID), Named(r.TenantID, r.Name)}
}

// notClaimed is the error of a claim that another process has.
func notClaimed(name string, err error) error {
	if !errors.Is(err, ErrLocked) {
		return err
	}
	held := asError(err)
	own := &Error{Kind: ErrProfileBusy, Holder: held.Holder, Waited: held.Waited}
	if ValidName(name) == nil {
		own.Profile = name
	}
	return own
}

// claim is the lock of a profile, a registration or a display name.
func (p places) claim(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(name)))
	return filepath.Join(p.runs(), "profile-"+hex.EncodeToString(sum[:8])+".lock")
}
