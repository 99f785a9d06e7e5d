package entra

import (
	"context"
	"strings"
)

// AccountType says who checks an account's password.
type AccountType string

// The account types.
const (
	Managed   AccountType = "managed"   // Entra itself
	Federated AccountType = "federated" // another identity provider: the password grant does not work
	Unknown   AccountType = "unknown"   // the domain is not known to Entra
)

// User is what Entra tells of an account's domain to anyone. That the account itself exists is not known from it.
type User struct {
	AccountType        AccountType
	Domain             string // for example contoso.com
	FederationProtocol string // federated only, for example WSTrust
}

// LookUpUser asks the login host for the realm of a user principal name (docs/sources.md, "Entra: protocol").
// No password is sent. Its errors are *Error, *transport.AnswerError and *transport.NetworkError.
func (c *Client) LookUpUser(ctx context.Context, login, username string) (User, error) {
	answer, err := c.get(ctx, at(login).UserRealmURL(username))
	if err != nil {
		return User{}, err
	}
	kind := answer.text("account_type")
	if kind == "" {
		return User{}, answer.incomplete()
	}
	return User{
		AccountType:        accountType(kind),
		Domain:             answer.text("domain_name"),
		FederationProtocol: answer.text("federation_protocol"),
	}, nil
}

// accountType reads account_type, whose case varies.
func accountType(s string) AccountType {
	switch kind := AccountType(strings.ToLower(s)); kind {
	case Managed, Federated:
		return kind
	default:
		return Unknown
	}
}
