package plan

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"

	"appreg/internal/graph"
	"appreg/store"
)

// updated is what an update replaced, and by what: undoing takes back what was added, and nothing that others changed since.
type updated struct{ Before, After graph.ApplicationChange }

// with is what an update and an earlier one of the same run did together, so that taking it back takes both back.
func (did updated) with(noted json.RawMessage) updated {
	var earlier updated
	if json.Unmarshal(noted, &earlier) != nil {
		return did
	}
	before, after := &did.Before, &did.After
	if earlier.After.Audience != nil {
		before.Audience, after.Audience = earlier.Before.Audience, cmp.Or(after.Audience, earlier.After.Audience)
	}
	if earlier.After.PublicClient != nil {
		before.PublicClient, after.PublicClient = earlier.Before.PublicClient, cmp.Or(after.PublicClient, earlier.After.PublicClient)
	}
	if after.RedirectURIs == nil {
		before.RedirectURIs, after.RedirectURIs = earlier.Before.RedirectURIs, earlier.After.RedirectURIs
	} else {
		before.RedirectURIs = without(before.RedirectURIs, without(earlier.After.RedirectURIs, earlier.Before.RedirectURIs))
	}
	if after.Required == nil {
		before.Required, after.Required = earlier.Before.Required, earlier.After.Required
	} else {
		before.Required = lessAccess(before.Required, earlier)
	}
	return did
}

// setBack takes back what an update added to a registration. What others changed since stays.
func (u *undo) setBack(ctx context.Context, e store.RunEntry) error {
	var did updated
	if err := json.Unmarshal(e.Before, &did); err != nil {
		return err
	}
	app, err := u.Graph.ApplicationByID(ctx, e.ObjectID)
	if err != nil || app == nil {
		return err
	}
	var with graph.ApplicationChange
	if did.After.Audience != nil && app.Audience == *did.After.Audience {
		with.Audience = did.Before.Audience
	}
	if did.After.PublicClient != nil && app.PublicClient == *did.After.PublicClient {
		with.PublicClient = did.Before.PublicClient
	}
	if added := without(did.After.RedirectURIs, did.Before.RedirectURIs); len(added) > 0 {
		with.RedirectURIs = append([]string{}, without(app.RedirectURIs, added)...)
	}
	if did.After.Required != nil {
		with.Required = lessAccess(app.Required, did)
	}
	if with.IsZero() { // somebody has set it back already
		return nil
	}
	return u.patiently(ctx, func(ctx context.Context) error { return u.Graph.UpdateApplication(ctx, e.ObjectID, with) })
}

// lessAccess is a permission list without what an update added to it.
func lessAccess(have []graph.RequiredAccess, did updated) []graph.RequiredAccess {
	of := func(list []graph.RequiredAccess, appID string) graph.RequiredAccess {
		for _, r := range list {
			if strings.EqualFold(r.ResourceAppID, appID) {
				return r
			}
		}
		return graph.RequiredAccess{}
	}
	left := []graph.RequiredAccess{}
	for _, r := range have {
		before, after := of(did.Before.Required, r.ResourceAppID), of(did.After.Required, r.ResourceAppID)
		r.Scopes = without(r.Scopes, without(after.Scopes, before.Scopes))
		r.Roles = without(r.Roles, without(after.Roles, before.Roles))
		if len(r.Scopes)+len(r.Roles) > 0 {
			left = append(left, r)
		}
	}
	return left
}

// takeGrantBack takes back what a run consented to. What others consented to stays, and with it the grant.
func (u *undo) takeGrantBack(ctx context.Context, e store.RunEntry) error {
	grants, err := u.Graph.Grants(ctx, e.Parent)
	g := grantOn(grants, e.Name)
	if err != nil || g == nil {
		return err
	}
	left := without(g.Scopes, stringsOf(e.Before))
	if e.Before == nil { // an earlier appreg didn't write down what a grant that it made is for
		left = nil
	}
	return u.patiently(ctx, func(ctx context.Context) error {
		switch len(left) {
		case len(g.Scopes):
			return nil
		case 0:
			return ignoreMissing(u.Graph.DeleteGrant(ctx, g.ID))
		default:
			return u.Graph.UpdateGrant(ctx, g.ID, left)
		}
	})
}
