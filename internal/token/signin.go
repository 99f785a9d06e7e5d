package token

import (
	"context"

	"appreg/internal/diagnose"
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
	answer, err := client.SignIn(ctx, request, r.SignIn.Open, r.SignIn.Show)
	if err != nil {
		if ctx.Err() != nil {
			return Token{}, ctx.Err()
		}
		return Token{}, r.failed(err, diagnose.Failed)
	}
	claims, opaque := entra.DecodeClaims(answer.AccessToken)
	if f := r.judge(ctx, client, claims, opaque); f != nil {
		return Token{}, f // nobody else waits for it, and nothing of it is kept
	}
	if opaque != nil && request.Username != "" {
		r.Notice("the token can't be read here, so only you know whether " + request.Username + " signed in")
	}
	if r.in.Cache == nil {
		return r.save(ctx, answer, claims, secret.Secret{}), nil
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
	return r.save(ctx, answer, claims, secret.Secret{}), nil
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
	want := r.expected()
	want.TenantID = in.TenantID // a GUID
	claims, _ := entra.DecodeClaims(answer.AccessToken)
	if _, is := claims.Foreign(want); is {
		return nil // its verification has said so
	}
	free, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer free()
	r.save(ctx, answer, claims, secret.Secret{})
	return nil
}
