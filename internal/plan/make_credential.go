package plan

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
	"appreg/store"
)

// credential plans the client secret or the certificate. That of a registration in another tenant is put there.
func (p *planner) credential() {
	if p.ClientID != "" && p.actual.Application == nil {
		return
	}
	switch p.Credential {
	case NewSecret:
		p.password()
	case NewCertificate:
		p.certificate()
	case NoCredential:
	}
}

func (p *planner) password() {
	c := Change{Object: Password, Action: Create, Title: "Create a client secret"}
	if have := p.Desired.savedPassword(p.actual, p.now); have != nil {
		c.Action, c.Title, c.ObjectID = None, "The saved client secret is on the registration", have.KeyID
		c.Detail = "It ends on " + have.End.Format(time.DateOnly)
		p.add(c)
		return
	}
	policy := policyIn(p.actual)
	if forbids(policy.NoSecrets, createdIn(p.actual, p.now)) {
		c.Blocked, c.Cause = true, cause.SecretForbiddenByPolicy
		c.Detail = "An app management policy of the tenant forbids new secrets"
		c.Fix = report.Fix{
			Where: "Another credential", Steps: []string{
				"Use another sign-in method: client-certificate, for which appreg creates the key, or federated, which needs no secret.",
				"Or ask an admin to exempt this app from the policy.",
			},
		}
		p.add(c)
		return
	}
	p.lasting(&c, policy.SecretLifetime)
	p.add(c)
}

func (p *planner) certificate() {
	c := Change{Object: Certificate, Action: Create, Title: "Add a certificate", Detail: "The key is made on this machine and stays here"}
	if k := keyWith(p.actual, p.Thumbprint); k != nil && (k.End.IsZero() || k.End.After(p.now)) {
		c.Action, c.Title, c.ObjectID = None, "The saved certificate is on the registration", k.KeyID
		c.Detail = "It ends on " + k.End.Format(time.DateOnly)
		p.add(c)
		return
	}
	policy := policyIn(p.actual)
	p.lasting(&c, policy.KeyLifetime)
	if forbids(policy.TrustedIssuers, createdIn(p.actual, p.now)) && !c.Blocked {
		c.Allowed = Unknown
		c.Detail += "; a policy asks for certificates of a trusted issuer, and this one is self-signed"
	}
	p.add(c)
}

// lasting says how long a new credential lasts, or that the policy doesn't allow the lifetime that was asked for.
func (p *planner) lasting(c *Change, limit *graph.Restriction) {
	life, note := p.Desired.lifetime(limit, createdIn(p.actual, p.now))
	if life == 0 {
		c.Blocked, c.Cause = true, cause.SecretLifetimeTooLong
		days := int(limit.Longest / day)
		c.Detail = fmt.Sprintf("The tenant allows %d days, asked for were %d", days, int(p.Lifetime/day))
		c.Fix = report.Fix{Where: "The lifetime", Steps: []string{fmt.Sprintf("Ask for what the tenant allows: --secret-lifetime %d.", days)}}
		return
	}
	c.Detail = strings.TrimPrefix(c.Detail+"; ends on "+p.now.Add(life).UTC().Format(time.DateOnly)+note, "; ")
}

const day = 24 * time.Hour

// margin keeps a credential within a limit although this clock may be ahead of Entra's.
const margin = time.Hour

// lifetime is how long a new credential lasts under a limit; 0 if the person asked for more than it allows. note says what
// was shortened.
func (d Desired) lifetime(limit *graph.Restriction, created time.Time) (life time.Duration, note string) {
	life = cmp.Or(d.Lifetime, DefaultLifetime)
	if !limit.Holds(created) || limit.Longest == 0 || life < limit.Longest {
		return life, ""
	}
	days := int(limit.Longest / day)
	switch {
	case d.LifetimeGiven && life > limit.Longest && !limit.Exempting:
		return 0, ""
	case d.LifetimeGiven && limit.Exempting:
		return life, ""
	case life > limit.Longest:
		note = fmt.Sprintf(" (the tenant allows %d days)", days)
	}
	return limit.Longest - min(margin, limit.Longest/2), note
}

// policyIn is the app management policy that applies; one that could not be read forbids nothing that is known.
func policyIn(actual graph.Actual) graph.AppPolicy {
	if actual.Policies.Apps == nil {
		return graph.AppPolicy{}
	}
	return *actual.Policies.Apps
}

// createdIn is when the registration was, or will be now, created: policies can be for later ones only.
func createdIn(actual graph.Actual, now time.Time) time.Time {
	if app := actual.Application; app != nil {
		return app.Created
	}
	return now
}

func forbids(r *graph.Restriction, created time.Time) bool { return r.Holds(created) && !r.Exempting }

// savedPassword returns the secret on the registration that the saved one's beginning points to, the latest of several; nil
// if none does or it has ended.
func (d Desired) savedPassword(actual graph.Actual, now time.Time) *graph.PasswordCredential {
	if actual.Application == nil || d.SecretHint == "" {
		return nil
	}
	var found *graph.PasswordCredential
	for i, p := range actual.Application.Passwords {
		if p.Hint == d.SecretHint && (p.End.IsZero() || p.End.After(now)) && (found == nil || p.End.After(found.End)) {
			found = &actual.Application.Passwords[i]
		}
	}
	return found
}

// keyWith returns the certificate on the registration with a thumbprint; nil if there is none.
func keyWith(actual graph.Actual, thumbprint string) *graph.KeyCredential {
	if actual.Application == nil || thumbprint == "" {
		return nil
	}
	return first(actual.Application.Keys, func(k graph.KeyCredential) bool { return strings.EqualFold(k.Thumbprint, thumbprint) })
}

// lost plans the removal of credentials that the earlier run added and whose secret part is saved nowhere.
func (p *planner) lost() {
	if p.earlier == nil || p.actual.Application == nil {
		return
	}
	for _, e := range p.earlier.Entries {
		if e.State == store.EntryFailed || e.State == store.EntryUndone || e.Action != string(Create) {
			continue
		}
		c := Change{Object: Object(e.Object), Action: Delete, Subject: e.Name, Allowed: Yes, ID: changeID(Object(e.Object), "lost "+e.Name)}
		switch c.Object {
		case Password:
			c.Title, c.Detail = "Remove a client secret that was interrupted", fmt.Sprintf("%q: its value wasn't saved anywhere", e.Name)
			c.ObjectID = p.lostPassword(e.Name)
		case Certificate:
			c.Title, c.Detail = "Remove a certificate that was interrupted", "Thumbprint "+e.Name+": its key wasn't saved anywhere"
			c.ObjectID = p.lostCertificate(e)
		}
		if c.ObjectID != "" {
			p.add(c)
		}
	}
}

// lostCertificate is the id of the certificate that an entry added; empty if it isn't there or is the saved one. Where the app
// couldn't read its registration, the journal has the id, unless the answer was lost with it: then the certificate is a stray.
func (p *planner) lostCertificate(e store.RunEntry) string {
	k := keyWith(p.actual, e.Name)
	switch {
	case strings.EqualFold(e.Name, p.Thumbprint):
		return ""
	case k != nil:
		return k.KeyID
	case p.unread && e.ObjectID == "":
		p.strays = append(p.strays, e.Name)
	case p.unread:
		return e.ObjectID
	}
	return ""
}

// lostPassword is the id of the secret of that name; empty if it isn't there, or is the saved one.
func (p *planner) lostPassword(name string) string {
	have, saved := passwordNamed(*p.actual.Application, name), p.Desired.savedPassword(p.actual, p.now)
	if have == nil || saved != nil && have.KeyID == saved.KeyID {
		return ""
	}
	return have.KeyID
}

func passwordNamed(app graph.Application, name string) *graph.PasswordCredential {
	return first(app.Passwords, func(p graph.PasswordCredential) bool { return p.DisplayName == name })
}
