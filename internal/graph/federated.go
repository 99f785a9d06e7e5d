package graph

import (
	"context"
	"net/http"
)

// PutFederated creates the federated credential of that name on the registration with that object id, or changes the one
// that is there: made tells which. ID and Name of what it returns are set.
func (c *Client) PutFederated(ctx context.Context, id string, f FederatedCredential) (put FederatedCredential, made bool, err error) {
	path := byID("applications", id) + byKey("federatedIdentityCredentials", "name", f.Name)
	response, err := c.send(ctx, request{doing: AddFederated, method: http.MethodPatch, path: path, prefer: createIfMissing, body: map[string]any{
		"issuer": f.Issuer, "subject": f.Subject, "audiences": f.Audiences, "description": f.Description,
	}})
	if err != nil {
		return FederatedCredential{}, false, err
	}
	if response.Status != http.StatusCreated {
		found, err := read(ctx, c, path, wireFederated.federated)
		if err != nil || found == nil {
			return FederatedCredential{}, false, orMissing(err, AddFederated)
		}
		return *found, false, nil
	}
	found, err := one(response, wireFederated.federated)
	if err != nil {
		return FederatedCredential{}, false, err
	}
	return *found, true, nil
}

// Federated returns the federated credentials of the registration with that object id.
func (c *Client) Federated(ctx context.Context, id string) ([]FederatedCredential, error) {
	return list(ctx, c, byID("applications", id)+"/federatedIdentityCredentials", wireFederated.federated)
}

// DeleteFederated deletes a federated credential.
func (c *Client) DeleteFederated(ctx context.Context, id, credential string) error {
	return c.remove(ctx, RemoveFederated, byID("applications", id)+"/federatedIdentityCredentials/"+segment(credential))
}
