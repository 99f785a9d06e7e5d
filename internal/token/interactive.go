package token

import (
	"context"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/secret"
)

// signIn has the person sign in, without holding the lock: nobody waits for a person. What comes back is kept.
func (r *run) signIn(ctx context.Context) (Token, error) {
	client, err := r.Entra()
	if err != nil {
		return Token{}, err
	}
	request := r.grant()
	request.Scope = r.target.Scope // the sign-ins ask for the refresh token themselves
	var answer entra.Answer
	if request.Flow == catalog.DeviceCode {
		answer, err = client.SignInDevice(ctx, request, r.SignIn.Show)
	} else {
		answer, err = client.SignInBrowser(ctx, request, r.SignIn.Open, r.SignIn.Show)
	}
	if err != nil {
		if ctx.Err() != nil {
			return Token{}, ctx.Err()
		}
		return Token{}, r.failed(err)
	}
	if r.in.Cache == nil {
		return r.keep(ctx, answer, secret.Secret{}), nil
	}
	free, err := r.lock(ctx)
	switch {
	case ctx.Err() != nil:
		return Token{}, ctx.Err()
	case err != nil: // a person has signed in for this token: it is given all the same
		r.notKept(err)
		r.in.Cache = nil
	default:
		defer free()
	}
	return r.keep(ctx, answer, secret.Secret{}), nil
}

// Remember keeps the token of a sign-in that a verification made, so that the next call needs no person.
// Only where a refresh token came with it is there anything to gain. in.Cache must be set.
func (s *Source) Remember(ctx context.Context, in Input, answer entra.Answer) error {
	if answer.RefreshToken.IsZero() {
		return nil
	}
	r, err := s.newRun(in)
	if err != nil {
		return err
	}
	free, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer free()
	r.keep(ctx, answer, secret.Secret{})
	return nil
}
