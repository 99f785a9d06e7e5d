package plan

import (
	"context"
	"fmt"
	"slices"

	"appreg/internal/graph"
	"appreg/store"
)

// federated plans the trust in other issuers' tokens. One of the same name that differs is changed: the plan says from what.
func (m *maker) federated() {
	for _, want := range m.Desired.Federated {
		c := Change{Object: FederatedCredential, Subject: want.Name, Action: Create, Title: fmt.Sprintf("Trust %s", want.Issuer), Detail: "Subject " + want.Subject}
		if have := federatedNamed(m.actual.Federated, want.Name); have != nil {
			c.ObjectID = have.ID
			c.Action, c.Title = Update, fmt.Sprintf("Change the federated credential %q", want.Name)
			c.Detail = fmt.Sprintf("From subject %s of %s to %s of %s", have.Subject, have.Issuer, want.Subject, want.Issuer)
		}
		if i := slices.IndexFunc(m.actual.Federated, func(f graph.FederatedCredential) bool { return sameTrust(f, want) }); i >= 0 { // by any name
			c.ObjectID, c.Action, c.Title, c.Detail = m.actual.Federated[i].ID, None, fmt.Sprintf("The federated credential %q exists", m.actual.Federated[i].Name), ""
		}
		m.add(c)
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
func (r *running) putFederated(ctx context.Context, c *Change) error {
	want := federatedNamed(r.plan.Desired.Federated, c.Subject)
	if want == nil {
		return errNotPlanned
	}
	entry := store.RunEntry{Name: c.Subject, Parent: r.made.ObjectID}
	if have := federatedNamed(r.plan.Actual.Federated, c.Subject); have != nil {
		entry.ObjectID, entry.Before = have.ID, mustJSON(append([]string{have.Issuer, have.Subject, have.Description}, have.Audiences...))
	}
	id, err := r.write(ctx, write{
		entry: entry,
		send: func(ctx context.Context) (string, error) {
			f, _, err := r.Graph.PutFederated(ctx, r.made.ObjectID, *want)
			return f.ID, err
		},
		look: func(ctx context.Context) (string, bool, error) {
			list, err := r.Graph.Federated(ctx, r.made.ObjectID)
			have := federatedNamed(list, want.Name)
			if err != nil || have == nil || !sameTrust(*have, *want) {
				return "", false, err
			}
			return have.ID, true, nil
		},
		fresh: r.fresh[r.made.ObjectID],
	})
	c.ObjectID = id
	return err
}

// setFederatedBack gives a federated credential its earlier issuer and subject again.
func (u *undo) setFederatedBack(ctx context.Context, e store.RunEntry) error {
	before := stringsOf(e.Before)
	if len(before) < 4 {
		return errNotPlanned
	}
	earlier := graph.FederatedCredential{Name: e.Name, Issuer: before[0], Subject: before[1], Description: before[2], Audiences: before[3:]}
	return u.patiently(ctx, func(ctx context.Context) error {
		_, _, err := u.Graph.PutFederated(ctx, e.Parent, earlier)
		return err
	})
}
