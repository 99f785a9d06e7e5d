// Package source gets tokens of outside issuers: of the platform on which the program runs, of a file or of a command. Each
// is fetched anew for every request, because it lives for minutes, and none is kept or shown (docs/sources.md, "Federated
// credentials").
package source

import (
	"context"
	"net/http"

	"appreg/internal/federation"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// HTTP sends a request; *transport.Client in production.
type HTTP interface {
	Do(req *http.Request) (*transport.Response, error)
}

// Sources gets outside tokens. Its fields are its dependencies; all must be set.
type Sources struct {
	Env      func(name string) string
	ReadFile func(ctx context.Context, path string) ([]byte, error)
	Run      func(ctx context.Context, command string) ([]byte, error) // returns the command's standard output
	HTTP     HTTP
}

// Token is an outside token with what it says of itself.
type Token struct {
	Value  secret.Secret
	Claims federation.Claims
	From   string // names where it came from, for people
}

// Get fetches a token from where wanted says, for the audience that the cloud's token exchange has. Its errors are
// *federation.SourceError and the context's own.
func (s Sources) Get(ctx context.Context, wanted registration.Assertion, audience string) (Token, error) {
	from, fetch := s.choose(wanted)
	value, err := fetch(ctx, audience)
	switch {
	case ctx.Err() != nil:
		return Token{}, ctx.Err()
	case err != nil:
		return Token{}, err
	}
	claims, err := federation.Decode(value)
	if err != nil {
		return Token{}, &federation.SourceError{Source: from, Missing: "what it provided can't be used", Err: err, Fix: []string{
			"Let the source print the token alone: three parts with dots between, beginning with eyJ.",
		}}
	}
	return Token{value, claims, from}, nil
}

// Name says where tokens come from, without fetching one.
func (s Sources) Name(wanted registration.Assertion) string {
	name, _ := s.choose(wanted)
	return name
}

// fetch gets a token for an audience.
type fetch = func(ctx context.Context, audience string) (secret.Secret, error)

// choose finds the source: the one that was named, else the first platform that has all it needs, else what the first
// one that is recognized lacks.
func (s Sources) choose(wanted registration.Assertion) (name string, get fetch) {
	switch wanted.From {
	case registration.FromFile:
		return "the file " + wanted.File, func(ctx context.Context, _ string) (secret.Secret, error) {
			return s.file(ctx, "the file", wanted.File)
		}
	case registration.FromCommand:
		return "the command", func(ctx context.Context, _ string) (secret.Secret, error) { return s.command(ctx, wanted.Command) }
	case registration.FromPlatform:
	}
	for _, row := range rows() {
		if row.ready(s.Env) {
			return row.name(s.Env), func(ctx context.Context, audience string) (secret.Secret, error) { return row.get(ctx, s, audience) }
		}
	}
	for _, row := range rows() {
		if row.seen != nil && row.seen(s.Env) {
			return row.title, lacks(&federation.SourceError{Source: row.title, Missing: row.missing(s.Env), Fix: row.fix})
		}
	}
	return "no platform", lacks(&federation.SourceError{Source: "This machine", Missing: "not a platform that provides tokens", Fix: []string{
		"Run this where the app is to sign in: in GitHub Actions, Azure DevOps, GitLab, or a pod with a service account.",
		"Or name the token's source: --assertion-file FILE, --assertion-command COMMAND or " + Variable + ".",
	}})
}

func lacks(err error) fetch {
	return func(context.Context, string) (secret.Secret, error) { return secret.Secret{}, err }
}
