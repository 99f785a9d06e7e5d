package graph

import (
	"context"
	"net/http"
)

// ApplicationChange is what is written to a registration. Nil is left as it is; what is given replaces the whole of it.
type ApplicationChange struct {
	DisplayName  *string
	Audience     *string
	PublicClient *bool
	RedirectURIs []string // of platform Mobile and desktop applications
	Required     []RequiredAccess
	Notes        *string
}

// IsZero reports whether nothing is written.
func (c ApplicationChange) IsZero() bool { return len(c.wire()) == 0 }

func (c ApplicationChange) wire() map[string]any {
	body := map[string]any{}
	if c.DisplayName != nil {
		body["displayName"] = *c.DisplayName
	}
	if c.Audience != nil {
		body["signInAudience"] = *c.Audience
	}
	if c.PublicClient != nil {
		body["isFallbackPublicClient"] = *c.PublicClient
	}
	if c.RedirectURIs != nil {
		body["publicClient"] = map[string]any{"redirectUris": c.RedirectURIs}
	}
	if c.Required != nil {
		body["requiredResourceAccess"] = wireAccesses(c.Required)
	}
	if c.Notes != nil {
		body["notes"] = *c.Notes
	}
	return body
}

func wireAccesses(list []RequiredAccess) []wireRequired {
	wire := []wireRequired{} // an empty list is one too
	for _, access := range list {
		w := wireRequired{ResourceAppID: access.ResourceAppID, ResourceAccess: []wireAccess{}}
		for _, id := range access.Scopes {
			w.ResourceAccess = append(w.ResourceAccess, wireAccess{id, "Scope"})
		}
		for _, id := range access.Roles {
			w.ResourceAccess = append(w.ResourceAccess, wireAccess{id, "Role"})
		}
		wire = append(wire, w)
	}
	return wire
}

// CreateApplication creates the registration of a unique name, unless there is one. One that was there comes back as it is; it
// isn't changed. Always give the audience: without one Graph takes the widest.
func (c *Client) CreateApplication(ctx context.Context, unique string, with ApplicationChange) (Application, error) {
	path := byKey("applications", "uniqueName", unique)
	return upsert(ctx, c, CreateApplication, path, with.wire(), wireApplication.application, func() (*Application, error) {
		return c.ApplicationByName(ctx, unique)
	})
}

// UpdateApplication changes the registration with that object id.
func (c *Client) UpdateApplication(ctx context.Context, id string, with ApplicationChange) error {
	_, err := c.send(ctx, request{doing: UpdateApplication, method: http.MethodPatch, path: byID("applications", id), body: with.wire()})
	return err
}

// ApplicationByName returns the registration of a unique name; nil if there is none.
func (c *Client) ApplicationByName(ctx context.Context, unique string) (*Application, error) {
	return c.application(ctx, byKey("applications", "uniqueName", unique))
}

// ApplicationsNamed returns the registrations with that display name, which need not be unique: ids and names alone.
func (c *Client) ApplicationsNamed(ctx context.Context, displayName string) ([]Application, error) {
	return list(ctx, c, applicationsNamed(displayName), wireApplication.application)
}

// ApplicationByID returns the registration with that object id; nil if there is none.
func (c *Client) ApplicationByID(ctx context.Context, id string) (*Application, error) {
	return c.application(ctx, byID("applications", id))
}

func (c *Client) application(ctx context.Context, path string) (*Application, error) {
	return read(ctx, c, path+selecting(applicationFields), wireApplication.application)
}

// DeleteApplication puts the registration with that object id among the deleted ones, and its enterprise application with
// it. For 30 days both can be restored, credentials included.
func (c *Client) DeleteApplication(ctx context.Context, id string) error {
	return c.remove(ctx, DeleteApplication, byID("applications", id))
}

// Deleted returns the deleted registration with that object id; nil if there is none.
func (c *Client) Deleted(ctx context.Context, id string) (*Application, error) {
	return read(ctx, c, byID("directory/deletedItems", id), wireApplication.application)
}

// Restore brings a deleted object back.
func (c *Client) Restore(ctx context.Context, id string) error {
	_, err := c.send(ctx, request{doing: RestoreApplication, method: http.MethodPost, path: byID("directory/deletedItems", id) + "/restore"})
	return err
}
