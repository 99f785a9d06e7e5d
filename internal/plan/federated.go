package plan

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/federation"
	"appreg/internal/graph"
	"appreg/store"
)

// federated plans the trust in other issuers' tokens. One that is there with another audience is changed: the plan says from which.
// That of a registration in another tenant is put there.
func (p *planner) federated() {
	if p.ClientID != "" && p.actual.Application == nil {
		return
	}
	for _, want := range p.Desired.Federated {
		c := Change{Object: FederatedCredential, Subject: want.Name, Action: Create, Title: fmt.Sprintf("Trust %s", want.Issuer), Detail: "Subject " + want.Subject}
		switch have := trustFor(p.actual.Federated, want); {
		case have == nil:
		case sameTrust(*have, want):
			c.ObjectID, c.Action, c.Title, c.Detail = have.ID, None, fmt.Sprintf("The federated credential %q exists", have.Name), ""
		default:
			c.ObjectID, c.Action, c.Title = have.ID, Update, fmt.Sprintf("Change the federated credential %q", have.Name)
			c.Detail = fmt.Sprintf("From audience %s to %s", strings.Join(have.Audiences, " "), strings.Join(want.Audiences, " "))
		}
		p.add(c)
	}
}

// named gives what is wanted the names that it has on the registration, or can have: what is there keeps its own, by whomever it was
// given, and what isn't takes none that is another trust's, which would be overwritten.
func named(wanted, there []graph.FederatedCredential) []graph.FederatedCredential {
	wanted, taken := slices.Clone(wanted), slices.Clone(there)
	for i := range wanted {
		if have := trustFor(there, wanted[i]); have != nil {
			wanted[i].Name, wanted[i].Description = have.Name, have.Description
			continue
		}
		name := wanted[i].Name
		for n := 2; slices.ContainsFunc(taken, func(f graph.FederatedCredential) bool { return strings.EqualFold(f.Name, wanted[i].Name) }); n++ {
			after := fmt.Sprintf("-%d", n)
			wanted[i].Name = name[:min(len(name), federation.LongestName-len(after))] + after
		}
		taken = append(taken, wanted[i])
	}
	return wanted
}

func federatedNamed(list []graph.FederatedCredential, name string) *graph.FederatedCredential {
	return first(list, func(f graph.FederatedCredential) bool { return f.Name == name })
}

// trustFor finds the federated credential for the same tokens: an app has no two of one issuer and subject.
func trustFor(list []graph.FederatedCredential, want graph.FederatedCredential) *graph.FederatedCredential {
	return first(list, func(f graph.FederatedCredential) bool { return f.Issuer == want.Issuer && f.Subject == want.Subject })
}

func sameTrust(a, b graph.FederatedCredential) bool {
	return a.Issuer == b.Issuer && a.Subject == b.Subject && slices.Equal(a.Audiences, b.Audiences)
}

// putFederated creates or changes a federated credential, by its name.
func (a *applier) putFederated(ctx context.Context, c *Change) error {
	want := federatedNamed(a.plan.Desired.Federated, c.Subject)
	if want == nil {
		return errNotPlanned
	}
	did := trusted{After: *want}
	entry := store.RunEntry{Name: c.Subject, Parent: a.made.ObjectID}
	if have := federatedNamed(a.plan.Actual.Federated, c.Subject); have != nil {
		entry.ObjectID, did.Before = have.ID, *have
	}
	var err error
	if entry.Before, err = json.Marshal(did); err != nil {
		return err
	}
	id, err := a.write(ctx, write{
		entry: entry,
		send: func(ctx context.Context) (string, error) {
			f, err := a.Graph.PutFederated(ctx, a.made.ObjectID, *want)
			return f.ID, err
		},
		look: func(ctx context.Context) (string, bool, error) {
			list, err := a.Graph.Federated(ctx, a.made.ObjectID)
			have := trustFor(list, *want)
			if err != nil || have == nil || !sameTrust(*have, *want) {
				return "", false, err
			}
			return have.ID, true, nil
		},
		fresh: a.fresh[a.made.ObjectID],
	})
	c.ObjectID = id
	return err
}

// trusted is what a federated credential was before a run wrote it, nothing where it made it, and as what the run wrote it.
type trusted struct{ Before, After graph.FederatedCredential }

// trustOf is what an entry says of a federated credential; an earlier appreg didn't write down what it made.
func trustOf(e store.RunEntry) (did trusted, err error) {
	if len(e.Before) > 0 {
		err = json.Unmarshal(e.Before, &did)
	}
	return did, err
}

// TrustsTakenBack returns whose tokens the app accepts no longer, now that a run was taken back as p says.
func TrustsTakenBack(run store.Run, p Plan) []federation.Identity {
	var list []federation.Identity
	for _, c := range p.Changes {
		did, err := trustOf(run.Entry(c.ID, c.Subject))
		if c.Object == FederatedCredential && c.Action == Delete && c.State == Undone && err == nil && did.After.Subject != "" {
			list = append(list, federation.Identity{Issuer: did.After.Issuer, Subject: did.After.Subject})
		}
	}
	return list
}

// ExpectedBefore is whose tokens a profile expected before it expected those of gone, which a run made the app trust and which is taken
// back. Where that was taken back as well, it's what was expected before that; where no run wrote it down, whom the app was last made to
// trust. runs are in the order of store.Store.Runs.
func ExpectedBefore(runs []store.Run, profile, clientID string, gone federation.Identity) federation.Identity {
	who := gone
	for _, r := range runs {
		state, made := madeTrust(r, who)
		switch {
		case !made || !IsOf(r, profile, clientID):
			continue
		case state != store.EntryUndone:
			return who
		case r.Expected == nil || who == federation.Identity(*r.Expected): // it was expected before the app trusted it
			return latestTrust(runs, profile, clientID)
		}
		who = federation.Identity(*r.Expected)
	}
	if who == gone {
		return latestTrust(runs, profile, clientID)
	}
	return who
}

// madeTrust is how the write stands by which a run made the app trust the tokens of who; false if there's none.
func madeTrust(r store.Run, who federation.Identity) (state store.EntryState, made bool) {
	for _, e := range r.Entries {
		did, err := trustOf(e)
		is := Object(e.Object) == FederatedCredential && e.Action == string(Create) && (e.State == store.EntryDone || e.State == store.EntryUndone)
		if is && err == nil && who == (federation.Identity{Issuer: did.After.Issuer, Subject: did.After.Subject}) {
			return e.State, true
		}
	}
	return "", false
}

// latestTrust is whose tokens the app was last made to accept for a profile, of what is not taken back; nothing where no run did. runs
// are in the order of store.Store.Runs.
func latestTrust(runs []store.Run, profile, clientID string) federation.Identity {
	for _, r := range runs {
		if !IsOf(r, profile, clientID) {
			continue
		}
		for _, e := range r.Entries {
			did, err := trustOf(e)
			if Object(e.Object) == FederatedCredential && e.State == store.EntryDone && err == nil && did.After.Subject != "" {
				return federation.Identity{Issuer: did.After.Issuer, Subject: did.After.Subject}
			}
		}
	}
	return federation.Identity{}
}

// InterruptedTrust returns the latest run of `appreg federate` for the profile and the registration of d that is still open and has
// changed nothing, or may have, but what d wants; nil if there is none. runs are in the order of store.Store.Runs.
func InterruptedTrust(runs []store.Run, d Desired, graphURL string) *store.Run {
	return Interrupted(runs, func(r store.Run) bool {
		return r.Kind == store.KindFederate && r.TenantID == d.TenantID && r.Graph == graphURL && IsOf(r, d.Profile, d.ClientID) && wants(d, r)
	})
}

// wants reports whether all that a run changed, or may have, are federated credentials that d wants.
func wants(d Desired, r store.Run) bool {
	return !slices.ContainsFunc(r.Entries, func(e store.RunEntry) bool {
		did, err := trustOf(e)
		left := e.State == store.EntryDone || e.State == store.EntryAbout
		return left && (err != nil || Object(e.Object) != FederatedCredential || trustFor(d.Federated, did.After) == nil)
	})
}

// errAnothers says that another run did what this one was only about to do.
var errAnothers = errors.New("another run did it")

// isAnothers reports whether another run did to the object with that id what e was only about to do.
func isAnothers(j *store.Journal, e store.RunEntry, id string) (bool, error) {
	if e.State != store.EntryAbout {
		return false, nil
	}
	runs, err := j.Others()
	return slices.ContainsFunc(runs, func(r store.Run) bool {
		return slices.ContainsFunc(r.Entries, func(other store.RunEntry) bool {
			return other.State == store.EntryDone && other.Object == e.Object && other.Action == e.Action && other.ObjectID == id
		})
	}), err
}

// takeFederatedBack deletes a federated credential that the run made, or makes one what it was before. One that somebody has
// changed since is an errChangedSince: it is theirs. One that another run made is an errAnothers.
func (u *undo) takeFederatedBack(ctx context.Context, e store.RunEntry) error {
	did, err := trustOf(e)
	if err != nil {
		return err
	}
	list, err := u.Graph.Federated(ctx, e.Parent)
	if isMissing(err) {
		return nil
	}
	have := first(list, func(f graph.FederatedCredential) bool {
		return f.ID == e.ObjectID || e.ObjectID == "" && f.Name == e.Name
	})
	switch {
	case err != nil || have == nil:
		return err
	case did.Before.Name != "" && sameTrust(*have, did.Before):
		return nil
	case did.After.Name != "" && !sameTrust(*have, did.After):
		return errChangedSince
	}
	if others, err := isAnothers(u.journal, e, have.ID); err != nil || others {
		return cmp.Or(err, errAnothers)
	}
	return u.patiently(ctx, func(ctx context.Context) error {
		if did.Before.Name == "" {
			return ignoreMissing(u.Graph.DeleteFederated(ctx, e.Parent, have.ID))
		}
		_, err := u.Graph.PutFederated(ctx, e.Parent, did.Before)
		return err
	})
}
