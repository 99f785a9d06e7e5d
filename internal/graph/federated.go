package graph

import "context"

// PutFederated creates the federated credential of that name on the registration with that object id, or changes the one
// that is there. ID and Name of what it returns are set.
func (c *Client) PutFederated(ctx context.Context, id string, f FederatedCredential) (FederatedCredential, error) {
	path := byID("applications", id) + byKey("federatedIdentityCredentials", "name", f.Name)
	body := map[string]any{"issuer": f.Issuer, "subject": f.Subject, "audiences": f.Audiences, "description": f.Description}
	return upsert(ctx, c, AddFederated, path, body, wireFederated.federated, func() (*FederatedCredential, error) {
		return read(ctx, c, path, wireFederated.federated)
	})
}

// Federated returns the federated credentials of the registration with that object id.
func (c *Client) Federated(ctx context.Context, id string) ([]FederatedCredential, error) {
	return list(ctx, c, byID("applications", id)+"/federatedIdentityCredentials", wireFederated.federated)
}

// DeleteFederated deletes a federated credential.
func (c *Client) DeleteFederated(ctx context.Context, id, credential string) error {
	return c.remove(ctx, RemoveFederated, byID("applications", id)+"/federatedIdentityCredentials/"+segment(credential))
}
