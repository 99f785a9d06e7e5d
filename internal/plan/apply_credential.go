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
func (r *running) addPassword(ctx context.Context, c *Change) error {
	end := r.ends(policyIn(r.plan.Actual).SecretLifetime)
	var lost []string
	err := r.retry(ctx, r.fresh[r.made.ObjectID], func(ctx context.Context) error {
		name, err := r.credentialName()
		if err != nil {
			return err
		}
		entry := store.RunEntry{Change: c.ID, Object: string(Password), Action: string(Create), Name: name, Parent: r.made.ObjectID}
		if err := r.note(entry, store.EntryAbout); err != nil {
			return err
		}
		made, err := r.Graph.AddPassword(ctx, r.made.ObjectID, name, end)
		switch {
		case err == nil:
			entry.ObjectID = made.KeyID
			c.ObjectID, r.made.KeyID, r.made.Expires = made.KeyID, made.KeyID, end
			r.made.Credential = registration.Credential{Secret: made.Secret}
			return r.note(entry, store.EntryDone)
		case ctx.Err() != nil || doubtful(err):
			lost = append(lost, name)
		default:
			if noted := r.note(entry, store.EntryFailed); noted != nil {
				return noted
			}
		}
		return err
	})
	var journal *JournalError
	if ctx.Err() != nil || errors.As(err, &journal) {
		return err
	}
	return errors.Join(r.clearLost(ctx, lost, c.ID, r.made.KeyID), err)
}

// clearLost removes the secrets of these names, whose answers were lost. What isn't to be seen stays in the journal as
// perhaps there, unless a later one, the one with the id made, is to be seen.
func (r *running) clearLost(ctx context.Context, names []string, change, made string) error {
	if len(names) == 0 {
		return nil
	}
	app, err := r.Graph.ApplicationByID(ctx, r.made.ObjectID)
	if err != nil || app == nil {
		return nil //nolint:nilerr // the journal has them; the next run looks again
	}
	later := slices.ContainsFunc(app.Passwords, func(p graph.PasswordCredential) bool { return p.KeyID == made })
	for _, name := range names {
		entry := store.RunEntry{Change: change, Object: string(Password), Action: string(Create), Name: name, Parent: app.ID}
		state := store.EntryFailed
		if p := passwordNamed(*app, name); p != nil {
			if err := r.Graph.RemovePassword(ctx, app.ID, p.KeyID); err != nil && !isMissing(err) {
				continue
			}
			entry.ObjectID, state = p.KeyID, store.EntryUndone
		} else if !later {
			continue
		}
		if err := r.note(entry, state); err != nil {
			return err
		}
	}
	return nil
}

// removeCredential removes the credential that was replaced, or one that an interrupted run left.
func (r *running) removeCredential(ctx context.Context, c *Change) error {
	if c.ID == changeID(c.Object, "old") {
		return r.removeOld(ctx, c)
	}
	if err := r.dropCredential(ctx, c.Object, c.ObjectID); err != nil {
		return err
	}
	return r.undone(c.Subject)
}

// undone notes that what an earlier entry of that name made is gone.
func (r *running) undone(name string) error {
	for _, e := range r.journal.Run().Entries {
		if e.Name == name && e.Action == string(Create) {
			return r.note(e, store.EntryUndone)
		}
	}
	return nil
}

// addCertificate makes a key and puts its certificate on the registration, beside what is there.
func (r *running) addCertificate(ctx context.Context, c *Change) error {
	end := r.ends(policyIn(r.plan.Actual).KeyLifetime)
	file, cert, err := r.newCertificate(r.certificateName(), end)
	if err != nil {
		return err
	}
	r.made.Expires, r.made.Thumbprint = end, cert.Thumbprint()
	r.made.Credential = registration.Credential{Certificate: file, Keep: registration.KeepKey}
	if r.roll != nil {
		err = r.rollCertificate(ctx, cert)
	} else {
		err = r.putCertificate(ctx, cert)
	}
	if err != nil {
		r.made.Credential = registration.Credential{}
	}
	c.ObjectID = r.made.KeyID
	return err
}

// certificateName is what the certificate is called: as its registration.
func (r *running) certificateName() string {
	return cmp.Or(r.plan.Desired.DisplayName, r.app.DisplayName, "appreg "+r.plan.Desired.Profile)
}

// newCertificate makes a key pair with its certificate.
func (e Engine) newCertificate(name string, end time.Time) (secret.Secret, *certificate.Certificate, error) {
	if e.NewCertificate != nil {
		return e.NewCertificate(name, e.now(), end)
	}
	return certificate.SelfSigned(name, e.now(), end)
}

// putCertificate adds a certificate to those that are there, as they are at this moment.
func (r *running) putCertificate(ctx context.Context, cert *certificate.Certificate) error {
	keys, id := r.app.Keys, r.made.ObjectID
	look := func(ctx context.Context) (string, bool, error) {
		app, err := r.Graph.ApplicationByID(ctx, id)
		if err != nil || app == nil {
			return "", false, err
		}
		keys = app.Keys
		if k := keyWith(graph.Actual{Application: app}, cert.Thumbprint()); k != nil {
			r.made.KeyID = k.KeyID
			return k.KeyID, true, nil
		}
		return "", false, nil
	}
	if !r.justMade { // what others added since the plan was made must not be lost
		if _, _, err := look(ctx); err != nil {
			return err
		}
	}
	_, err := r.write(ctx, write{
		entry: store.RunEntry{Name: cert.Thumbprint(), Parent: id, Action: string(Create)},
		send: func(ctx context.Context) (string, error) {
			// Rolling it by itself needs its id later, and the answer doesn't tell it.
			added := graph.Certificate{KeyID: uuid.NewString(), DisplayName: "CN=" + cert.Leaf.Subject.CommonName, DER: cert.Leaf.Raw}
			err := r.Graph.SetKeys(ctx, id, keys, &added)
			if err == nil {
				r.made.KeyID = added.KeyID
			}
			return r.made.KeyID, err
		},
		look: look, fresh: r.fresh[id],
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
func (r *running) ends(limit *graph.Restriction) time.Time {
	life, _ := r.plan.Desired.lifetime(limit, createdIn(r.plan.Actual, r.now()))
	return r.now().Add(life)
}

// credentialName is a name by which a secret of this run is recognised: no other has it.
func (r *running) credentialName() (string, error) {
	tail := make([]byte, 4)
	if _, err := io.ReadFull(r.random(), tail); err != nil {
		return "", err
	}
	name := "appreg"
	if r.plan.Desired.Profile != "" {
		name += " " + r.plan.Desired.Profile
	}
	return name + " " + r.now().UTC().Format(time.DateOnly) + " " + hex.EncodeToString(tail), nil
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

func isMissing(err error) bool {
	var refusal *graph.Error
	return errors.As(err, &refusal) && refusal.Means() == graph.Missing
}
