package plan

import (
	"context"
	"fmt"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/graph"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/store"
)

// Rotation is a credential that is to be exchanged.
type Rotation struct {
	Desired  Desired                 // of the registration: client id, kind and lifetime of the credential
	Old      registration.Credential // the one that is saved
	KeepOld  bool                    // leave the old one on the registration
	Self     bool                    // Engine.Graph has the app's own token: an old certificate proves the new one, no right is needed
	ObjectID string                  // of the registration; only with Self, where it can't be read
	OldKeyID string                  // of the saved credential; empty: it is recognised by hint or thumbprint
}

// PlanRotation reads the registration and returns what rotating changes: an interrupted run's credentials that are saved
// nowhere are removed, the new one is added, and the old one removed. It sends nothing that changes anything. earlier is the
// interrupted run; nil: none. Where that run got as far as saving, only the old one is left to remove.
func (e Engine) PlanRotation(ctx context.Context, r Rotation, a Actor, earlier *store.Run) (Plan, error) {
	d := r.Desired
	d.SecretHint, d.Thumbprint = "", ""
	switch d.Credential {
	case NewSecret:
		d.SecretHint = Hint(r.Old.Secret)
	case NewCertificate:
		d.Thumbprint = certificate.ThumbprintOf(ctx, r.Old.Certificate, r.Old.CertificatePassword)
	case NoCredential:
		return Plan{}, &NothingToRotateError{Flow: string(d.Flow)}
	}
	actual, read, err := e.registration(ctx, r)
	if err != nil {
		return Plan{}, err
	}
	p := &planner{Desired: d, actual: actual, unread: !read, actor: a.known(actual), earlier: earlier, now: e.now()}
	if actual.Application == nil {
		p.application() // blocked: it isn't there
	} else {
		p.rotation(r)
	}
	return p.plan(), nil
}

// registration reads the registration. An app may not read its own without a right: what is known of it then, without being
// read, is its id and the saved certificate.
func (e Engine) registration(ctx context.Context, r Rotation) (actual graph.Actual, read bool, err error) {
	actual, err = e.Graph.Registration(ctx, graph.Query{ClientID: r.Desired.ClientID, Actor: true})
	if !r.Self || !means(err, graph.Refused) {
		return actual, true, err
	}
	if r.ObjectID == "" {
		return graph.Actual{}, false, &UnknownObjectError{ClientID: r.Desired.ClientID, Err: err}
	}
	app := &graph.Application{ID: r.ObjectID, AppID: r.Desired.ClientID}
	if r.OldKeyID != "" {
		app.Keys = []graph.KeyCredential{{KeyID: r.OldKeyID, Thumbprint: certificate.ThumbprintOf(ctx, r.Old.Certificate, r.Old.CertificatePassword)}}
	}
	return graph.Actual{Application: app, Unread: map[graph.Part]error{}}, false, nil
}

// rotation plans the changes.
func (p *planner) rotation(r Rotation) {
	if r.Self {
		defer p.provedWithOldKey()
	}
	old := p.oldKeyID(r)
	if to, saved := p.savedAlready(); saved {
		if to != "" && !r.KeepOld {
			p.removal(to)
		}
		return
	}
	p.lost()
	asked := *p
	asked.Desired.SecretHint, asked.Desired.Thumbprint, asked.changes = "", "", nil // a new one is made although the saved one is there
	asked.credential()
	p.changes = append(p.changes, asked.changes...)
	if old != "" && !r.KeepOld {
		p.removal(old)
	}
}

// provedWithOldKey has the app itself make the changes: the proof with its old key needs no right.
func (p *planner) provedWithOldKey() {
	for i := range p.changes {
		c := &p.changes[i]
		if c.Blocked {
			continue
		}
		c.Allowed, c.Cause, c.Fix, c.Needs = Yes, "", report.Fix{}, []string{}
		if c.Action == Create {
			c.Detail += "; signed with the old key, so no admin is needed"
		}
	}
}

// removal plans the removal of the old credential.
func (p *planner) removal(keyID string) {
	object := Password
	if p.Credential == NewCertificate {
		object = Certificate
	}
	p.add(Change{
		ID: changeID(object, "old"), Object: object, Action: Delete, Subject: keyID, ObjectID: keyID,
		Title: "Remove the old " + noun(object), Detail: "Only after the new one is proved and saved",
	})
}

func noun(o Object) string {
	if o == Certificate {
		return "certificate"
	}
	return "client secret"
}

// oldKeyID is the id of the saved credential on the registration; empty if it can't be told from others.
func (p *planner) oldKeyID(r Rotation) string {
	if r.OldKeyID != "" {
		return r.OldKeyID
	}
	if p.Credential == NewCertificate {
		if k := keyWith(p.actual, p.Thumbprint); k != nil {
			return k.KeyID
		}
		return ""
	}
	found := ""
	for _, have := range p.actual.Application.Passwords {
		if p.SecretHint == "" || have.Hint != p.SecretHint {
			continue
		}
		if found != "" {
			return ""
		}
		found = have.KeyID
	}
	return found
}

// savedAlready reports whether the earlier run saved its new credential, and which old one it had still to remove.
func (p *planner) savedAlready() (old string, saved bool) {
	if p.earlier == nil {
		return "", false
	}
	for _, e := range p.earlier.Entries {
		if e.State != store.EntryDone && e.State != store.EntryAbout {
			continue
		}
		switch {
		case e.Action == string(Delete):
			old = e.ObjectID
		case Object(e.Object) == Certificate && strings.EqualFold(e.Name, p.Thumbprint):
			saved = true
		case Object(e.Object) == Password:
			have := passwordNamed(*p.actual.Application, e.Name)
			saved = saved || have != nil && have.Hint == p.SecretHint && have.KeyID == e.ObjectID
		}
	}
	return old, saved
}

// CredentialEnds is the last day of the credential that a rotation replaces, YYYY-MM-DD; empty where it isn't known.
func CredentialEnds(ctx context.Context, p Plan, r Rotation) string {
	if cert, err := certificate.Open(ctx, r.Old.Certificate, r.Old.CertificatePassword); err == nil {
		return cert.NotAfter().UTC().Format(time.DateOnly)
	}
	return SecretEnds(p.Desired, p.Actual)
}

// NothingToRotateError says that a profile's sign-in method has no credential on the registration.
type NothingToRotateError struct{ Flow string }

func (e *NothingToRotateError) Error() string {
	return "couldn't rotate: sign-in method " + e.Flow + " has no credential on the app registration"
}

// UnknownObjectError says that the app may not read its own registration, and its object id isn't known otherwise.
type UnknownObjectError struct {
	ClientID string
	Err      error
}

func (e *UnknownObjectError) Error() string {
	return fmt.Sprintf("couldn't rotate without an admin: the object ID of app registration %s isn't known, and the app may not read it", e.ClientID)
}

// Unwrap returns Graph's refusal.
func (e *UnknownObjectError) Unwrap() error { return e.Err }

// Fix says what to do.
func (e *UnknownObjectError) Fix() string { return "give an admin source, for example --admin az" }

// Cause is the refusal's.
func (e *UnknownObjectError) Cause() cause.Label { return cause.GraphRightMissing }

// proofLife is how long a proof of possession is good for: at most ten minutes are allowed.
const proofLife = 5 * time.Minute
