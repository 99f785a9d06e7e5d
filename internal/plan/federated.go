package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"appreg/internal/graph"
	"appreg/store"
)

// federated plans the trust in other issuers' tokens. One of the same name that differs is changed: the plan says from what.
func (p *planner) federated() {
	for _, want := range p.Desired.Federated {
		c := Change{Object: FederatedCredential, Subject: want.Name, Action: Create, Title: fmt.Sprintf("Trust %s", want.Issuer), Detail: "Subject " + want.Subject}
		if have := federatedNamed(p.actual.Federated, want.Name); have != nil {
			c.ObjectID = have.ID
			c.Action, c.Title = Update, fmt.Sprintf("Change the federated credential %q", want.Name)
			c.Detail = fmt.Sprintf("From subject %s of %s to %s of %s", have.Subject, have.Issuer, want.Subject, want.Issuer)
		}
		if i := slices.IndexFunc(p.actual.Federated, func(f graph.FederatedCredential) bool { return sameTrust(f, want) }); i >= 0 { // by any name
			c.ObjectID, c.Action, c.Title, c.Detail = p.actual.Federated[i].ID, None, fmt.Sprintf("The federated credential %q exists", p.actual.Federated[i].Name), ""
		}
		p.add(c)
	}
}

func federatedNamed(list []graph.FederatedCredential, name string) *graph.FederatedCredential {
	i := slices.IndexFunc(list, func(f graph.FederatedCredential) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &list[i]
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
			f, _, err := a.Graph.PutFederated(ctx, a.made.ObjectID, *want)
			return f.ID, err
		},
		look: func(ctx context.Context) (string, bool, error) {
			list, err := a.Graph.Federated(ctx, a.made.ObjectID)
			have := federatedNamed(list, want.Name)
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

// takeFederatedBack deletes a federated credential that the run made, or makes one what it was before. One that somebody has
// changed since is an errChangedSince: it is theirs.
func (u *undo) takeFederatedBack(ctx context.Context, e store.RunEntry) error {
	var did trusted
	if len(e.Before) > 0 { // an earlier appreg didn't write down what it made
		if err := json.Unmarshal(e.Before, &did); err != nil {
			return err
		}
	}
	list, err := u.Graph.Federated(ctx, e.Parent)
	if isMissing(err) {
		return nil
	}
	have := federatedNamed(list, e.Name)
	switch {
	case err != nil || have == nil:
		return err
	case did.Before.Name != "" && sameTrust(*have, did.Before):
		return nil
	case did.After.Name != "" && !sameTrust(*have, did.After):
		return errChangedSince
	}
	return u.patiently(ctx, func(ctx context.Context) error {
		if did.Before.Name == "" {
			return ignoreMissing(u.Graph.DeleteFederated(ctx, e.Parent, have.ID))
		}
		_, _, err := u.Graph.PutFederated(ctx, e.Parent, did.Before)
		return err
	})
}
