package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"appreg/internal/secret"
	"appreg/internal/transport"
)

// AddPassword has Entra make a client secret for the registration with that object id. Its value is in this answer alone.
func (c *Client) AddPassword(ctx context.Context, id, displayName string, end time.Time) (NewPassword, error) {
	response, err := c.send(ctx, request{doing: AddPassword, method: http.MethodPost, path: byID("applications", id) + "/addPassword", body: map[string]any{
		"passwordCredential": map[string]any{"displayName": displayName, "endDateTime": end.UTC().Format(time.RFC3339)},
	}})
	if err != nil {
		return NewPassword{}, err
	}
	var w wirePassword
	if err := decode(response, &w); err != nil {
		return NewPassword{}, err
	}
	if w.KeyID == "" || w.SecretText == "" {
		return NewPassword{}, transport.NewAnswerError(transport.Incomplete, response)
	}
	return NewPassword{PasswordCredential: w.credential(), Secret: secret.New(w.SecretText)}, nil
}

// RemovePassword removes one client secret. One that isn't there is an *Error that means Missing.
func (c *Client) RemovePassword(ctx context.Context, id, keyID string) error {
	_, err := c.send(ctx, request{
		doing: RemovePassword, method: http.MethodPost, path: byID("applications", id) + "/removePassword", body: map[string]any{"keyId": keyID},
	})
	return err
}

// Certificate is a certificate's public part, to be put on a registration.
type Certificate struct {
	KeyID       string // GUID that the entry is to have; empty: Graph's choice
	DisplayName string
	DER         []byte
}

func (c Certificate) wire() map[string]any {
	fields := map[string]any{
		"type": "AsymmetricX509Cert", "usage": "Verify", "displayName": c.DisplayName, "key": base64.StdEncoding.EncodeToString(c.DER),
	}
	if c.KeyID != "" {
		fields["keyId"] = c.KeyID
	}
	return fields
}

// SetKeys replaces the registration's certificates: those to keep, exactly as they were read, and the added one, if any.
// What isn't among them is removed by Graph, so that keep must be the whole list.
func (c *Client) SetKeys(ctx context.Context, id string, keep []KeyCredential, added *Certificate) error {
	doing, keys := RemoveKey, []any{}
	for _, k := range keep {
		keys = append(keys, returned(k.Raw))
	}
	if added != nil {
		doing, keys = AddKey, append(keys, added.wire())
	}
	_, err := c.send(ctx, request{
		doing: doing, method: http.MethodPatch, path: byID("applications", id), body: map[string]any{"keyCredentials": keys},
	})
	return err
}

// returned is an entry as it is sent back: without a key that was not read, because null would be taken for none.
func returned(raw json.RawMessage) any {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return raw
	}
	if string(fields["key"]) == "null" {
		delete(fields, "key")
	}
	return fields
}

// RollKey adds a certificate to the registration with that object id by proof of possession: a JWT signed with the key of a
// valid certificate of it. The registration's own token is enough. It returns the new entry.
func (c *Client) RollKey(ctx context.Context, id string, added Certificate, proof secret.Secret) (KeyCredential, error) {
	response, err := c.send(ctx, request{doing: AddKey, method: http.MethodPost, path: byID("applications", id) + "/addKey", body: map[string]any{
		"keyCredential": added.wire(), "passwordCredential": nil, "proof": proof.Reveal(),
	}})
	if err != nil {
		return KeyCredential{}, err
	}
	return key(response.Body), nil
}

// UnrollKey removes a certificate of the registration with that object id by the same proof.
func (c *Client) UnrollKey(ctx context.Context, id, keyID string, proof secret.Secret) error {
	_, err := c.send(ctx, request{doing: RemoveKey, method: http.MethodPost, path: byID("applications", id) + "/removeKey", body: map[string]any{
		"keyId": keyID, "proof": proof.Reveal(),
	}})
	return err
}
