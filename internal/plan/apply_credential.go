package plan

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"appreg/internal/certificate"
	"appreg/internal/graph"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/store"
)

// addPassword has Entra make a secret. An answer that is lost takes the value with it: each attempt has a name of its own,
// and what an earlier one may have made is removed.
func (a *applier) addPassword(ctx context.Context, c *Change) error {
	end := a.ends(policyIn(a.plan.Actual).SecretLifetime)
	var lost []string
	err := a.retry(ctx, a.fresh[a.made.ObjectID], func(ctx context.Context) error {
		name, err := a.credentialName()
		if err != nil {
			return err
		}
		entry := store.RunEntry{Change: c.ID, Object: string(Password), Action: string(Create), Name: name, Parent: a.made.ObjectID}
		if err := a.note(entry, store.EntryAbout); err != nil {
			return err
		}
		made, err := a.Graph.AddPassword(ctx, a.made.ObjectID, name, end)
		switch {
		case err == nil:
			entry.ObjectID = made.KeyID
			c.ObjectID, a.made.KeyID, a.made.Expires = made.KeyID, made.KeyID, end
			a.made.Credential = registration.Credential{Secret: made.Secret}
			return a.note(entry, store.EntryDone)
		case ctx.Err() != nil || doubtful(err):
			lost = append(lost, name)
		default:
			if noted := a.note(entry, store.EntryFailed); noted != nil {
				return noted
			}
		}
		return err
	})
	var journal *JournalError
	if ctx.Err() != nil || errors.As(err, &journal) {
		return err
	}
	return errors.Join(a.clearLost(ctx, lost, c.ID, a.made.KeyID), err)
}

// clearLost removes the secrets of these names, whose answers were lost. What isn't to be seen stays in the journal as
// perhaps there, unless a later one, the one with the id made, is to be seen.
func (a *applier) clearLost(ctx context.Context, names []string, change, made string) error {
	if len(names) == 0 {
		return nil
	}
	app, err := a.Graph.ApplicationByID(ctx, a.made.ObjectID)
	if err != nil || app == nil {
		return nil //nolint:nilerr // the journal has them; the next run looks again
	}
	later := slices.ContainsFunc(app.Passwords, func(p graph.PasswordCredential) bool { return p.KeyID == made })
	for _, name := range names {
		entry := store.RunEntry{Change: change, Object: string(Password), Action: string(Create), Name: name, Parent: app.ID}
		state := store.EntryFailed
		if p := passwordNamed(*app, name); p != nil {
			if err := a.Graph.RemovePassword(ctx, app.ID, p.KeyID); err != nil && !isMissing(err) {
				continue
			}
			entry.ObjectID, state = p.KeyID, store.EntryUndone
		} else if !later {
			continue
		}
		if err := a.note(entry, state); err != nil {
			return err
		}
	}
	return nil
}

// removeCredential removes the credential that was replaced, or one that an interrupted run left.
func (a *applier) removeCredential(ctx context.Context, c *Change) error {
	if c.ID == changeID(c.Object, "old") {
		return a.removeOld(ctx, c)
	}
	if err := a.dropCredential(ctx, c.Object, c.ObjectID); err != nil {
		return err
	}
	return a.undone(c.Subject)
}

// undone notes that what an earlier entry of that name made is gone.
func (a *applier) undone(name string) error {
	for _, e := range a.journal.Run().Entries {
		if e.Name == name && e.Action == string(Create) {
			return a.note(e, store.EntryUndone)
		}
	}
	return nil
}

// addCertificate makes a key and puts its certificate on the registration, beside what is there.
func (a *applier) addCertificate(ctx context.Context, c *Change) error {
	end := a.ends(policyIn(a.plan.Actual).KeyLifetime)
	file, cert, err := a.newCertificate(a.certificateName(), end)
	if err != nil {
		return err
	}
	a.made.Expires, a.made.Thumbprint = end, cert.Thumbprint()
	a.made.Credential = registration.Credential{Certificate: file, Keep: registration.KeepKey}
	if a.self != nil {
		err = a.rollCertificate(ctx, cert)
	} else {
		err = a.putCertificate(ctx, cert)
	}
	if err != nil {
		a.made.Credential = registration.Credential{}
	}
	c.ObjectID = a.made.KeyID
	return err
}

// certificateName is what the certificate is called: as its registration.
func (a *applier) certificateName() string {
	return cmp.Or(a.plan.Desired.DisplayName, a.app.DisplayName, "appreg "+a.plan.Desired.Profile)
}

// newCertificate makes a key pair with its certificate.
func (e Engine) newCertificate(name string, end time.Time) (secret.Secret, *certificate.Certificate, error) {
	if e.NewCertificate != nil {
		return e.NewCertificate(name, e.now(), end)
	}
	return certificate.SelfSigned(name, e.now(), end)
}

// putCertificate adds a certificate to those that are there, as they are at this moment.
func (a *applier) putCertificate(ctx context.Context, cert *certificate.Certificate) error {
	keys, id := a.app.Keys, a.made.ObjectID
	look := func(ctx context.Context) (string, bool, error) {
		app, err := a.Graph.ApplicationByID(ctx, id)
		if err != nil || app == nil {
			return "", false, err
		}
		keys = app.Keys
		if k := keyWith(graph.Actual{Application: app}, cert.Thumbprint()); k != nil {
			a.made.KeyID = k.KeyID
			return k.KeyID, true, nil
		}
		return "", false, nil
	}
	if !a.justMade { // what others added since the plan was made must not be lost
		if _, _, err := look(ctx); err != nil {
			return err
		}
	}
	_, err := a.write(ctx, write{
		entry: store.RunEntry{Name: cert.Thumbprint(), Parent: id, Action: string(Create)},
		send: func(ctx context.Context) (string, error) {
			// Rolling it by itself needs its id later, and the answer doesn't tell it.
			added := graph.Certificate{KeyID: uuid.NewString(), DisplayName: "CN=" + cert.Leaf.Subject.CommonName, DER: cert.Leaf.Raw}
			err := a.Graph.SetKeys(ctx, id, keys, &added)
			if err == nil {
				a.made.KeyID = added.KeyID
			}
			return a.made.KeyID, err
		},
		look: look, fresh: a.fresh[id],
	})
	return err
}

// dropKey removes the certificate of an id, which can be its thumbprint, from a registration's list, read at this moment. None
// is fine.
func (e Engine) dropKey(ctx context.Context, objectID, id string) error {
	app, err := e.Graph.ApplicationByID(ctx, objectID)
	if err != nil || app == nil {
		return err
	}
	keep := slices.DeleteFunc(slices.Clone(app.Keys), func(k graph.KeyCredential) bool { return k.KeyID == id || strings.EqualFold(k.Thumbprint, id) })
	if len(keep) == len(app.Keys) {
		return nil
	}
	return e.Graph.SetKeys(ctx, objectID, keep, nil)
}

// ends is when the new credential ends; the plan was blocked where the tenant doesn't allow it.
func (a *applier) ends(limit *graph.Restriction) time.Time {
	life, _ := a.plan.Desired.lifetime(limit, createdIn(a.plan.Actual, a.now()))
	return a.now().Add(life)
}

// credentialName is a name by which a secret of this run is recognised: no other has it.
func (a *applier) credentialName() (string, error) {
	tail := make([]byte, 4)
	if _, err := io.ReadFull(a.random(), tail); err != nil {
		return "", err
	}
	name := "appreg"
	if a.plan.Desired.Profile != "" {
		name += " " + a.plan.Desired.Profile
	}
	return name + " " + a.now().UTC().Format(time.DateOnly) + " " + hex.EncodeToString(tail), nil
}

func (e Engine) random() io.Reader {
	if e.Random == nil {
		return rand.Reader
	}
	return e.Random
}

func ignoreMissing(err error) error {
	if isMissing(err) {
		return nil
	}
	return err
}

func isMissing(err error) bool { return means(err, graph.Missing) }

// means reports whether err is an answer of Graph's that means m.
func means(err error, m graph.Meaning) bool {
	var refusal *graph.Error
	return errors.As(err, &refusal) && refusal.Means() == m
}
