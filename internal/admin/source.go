// Package admin hands out the tokens with which a tenant may be changed: from Azure CLI, from the environment, from a
// sign-in with the person's own registration, or from a saved profile. They live in memory alone.
package admin

import (
	"context"
	"strings"
	"sync"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/graph"
	"appreg/internal/secret"
)

// The names of the sources that are no profile.
const (
	AzureCLI = "az"
	Given    = "token"
	SignIn   = "sign-in"
)

// Names are the sources beside a profile's name.
func Names() []string { return []string{AzureCLI, Given, SignIn} }

// Resource is what a token is for.
type Resource int

// The resources: Microsoft Graph, and the API's own admin endpoint.
const (
	Graph Resource = iota
	API
)

// graphID is the application id of Microsoft Graph, in every cloud.
const graphID = "00000003-0000-0000-c000-000000000000"

// Place says where the tokens have to be good.
type Place struct {
	Target   catalog.Target // of the cloud, with its own hosts
	Tenant   string         // GUID or domain
	TenantID string         // GUID
}

// scope is what is asked for to get a token.
func (p Place) scope(r Resource) string {
	if r == API {
		return p.Target.Scope
	}
	return strings.TrimRight(p.Target.Graph, "/") + "/.default"
}

// audiences are those that a token may name.
func (p Place) audiences(r Resource) []string {
	if r == API {
		return []string{strings.TrimSuffix(p.Target.Scope, "/.default"), p.Target.ResourceAppID}
	}
	return []string{p.Target.Graph, graphID}
}

// name is the resource in words.
func (p Place) name(r Resource) string {
	if r == API {
		return p.Target.Service().PortalName
	}
	return "Microsoft Graph"
}

// fetch gets a token; with renew one that is newer than the last.
type fetch func(ctx context.Context, r Resource, renew bool) (secret.Secret, error)

// Source hands out tokens of one origin, judged before their first use.
type Source struct {
	Name  string // as the person named it
	place Place
	now   func() time.Time
	fetch fetch

	mu   sync.Mutex
	kept map[Resource]secret.Secret
	api  bool // it has tokens for the API's admin endpoint
}

func newSource(name string, p Place, now func() time.Time, api bool, get fetch) *Source {
	return &Source{Name: name, place: p, now: now, fetch: get, api: api, kept: map[Resource]secret.Secret{}}
}

// Graph returns the source of tokens for Microsoft Graph.
func (s *Source) Graph() graph.TokenSource { return tokens{s, Graph} }

// API returns the source of tokens for the API's admin endpoint; nil if there are none.
func (s *Source) API() graph.TokenSource {
	if !s.api {
		return nil
	}
	return tokens{s, API}
}

// Claims are those of the token for Microsoft Graph. Errors are those of Token.
func (s *Source) Claims(ctx context.Context) (entra.Claims, error) {
	token, err := s.token(ctx, Graph, false)
	if err != nil {
		return entra.Claims{}, err
	}
	return entra.DecodeClaims(token)
}

// tokens are those of one resource.
type tokens struct {
	source   *Source
	resource Resource
}

// Token returns the token, or with renew a new one. Errors: *Error, and those of package entra.
func (t tokens) Token(ctx context.Context, renew bool) (secret.Secret, error) {
	return t.source.token(ctx, t.resource, renew)
}

func (s *Source) token(ctx context.Context, r Resource, renew bool) (secret.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.kept[r]; !renew && !kept.IsZero() && s.judge(r, kept) == nil { // a wizard can stay open for longer than a token lasts
		return kept, nil
	}
	token, err := s.fetch(ctx, r, renew)
	if err != nil {
		return secret.Secret{}, err
	}
	if err := s.judge(r, token); err != nil {
		return secret.Secret{}, err
	}
	s.kept[r] = token
	return token, nil
}
