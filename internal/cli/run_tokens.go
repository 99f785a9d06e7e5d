package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"appreg/internal/localidentity"
	"appreg/internal/token"
)

// scopeOfResource makes a resource's scope of it, whatever it ends in: a double slash is meant.
const scopeOfResource = "/.default"

// fetch returns a token of a profile as it is saved now. An empty resource is the profile's own API.
func (t *tokenCommand) fetch(ctx context.Context, profile, resource string) (issued, subject, error) {
	overrides, err := t.overrides()
	if err != nil {
		return issued{}, subject{}, err
	}
	s, err := t.loadProfile([]string{profile}, overrides)
	if err != nil {
		return issued{}, s, err
	}
	in, err := t.input(ctx, &s)
	if err != nil {
		return issued{}, s, err
	}
	if resource != "" { // the cache is for the API's own tokens
		if in.Cache != nil {
			in.Registration.Credential = in.Cache.Credential()
		}
		in.Scope, in.Cache = resource+scopeOfResource, nil
	}
	given, err := t.source(s).Do(ctx, in)
	if err != nil {
		return issued{}, s, t.explained(s, err)
	}
	return issued{Token: given}, s, nil
}

// childTokens are the tokens of a command that runs. Nobody is asked for them: the command has the terminal.
type childTokens struct {
	from    *tokenCommand
	say     func(format string, args ...any)
	profile string
	own     string   // the resource of the profile's API
	others  []string // what else is allowed

	mu   sync.Mutex
	kept map[string]token.Token // by resource
	told string                 // the last failure that was said
}

// othersServed refuses --allow before anybody signs in: what a sign-in brings is for the profile's own API. A profile that
// can't be found is told of by whoever needs it.
func (r *runCommand) othersServed() error {
	st, err := r.openStore()
	if err != nil {
		return err
	}
	if p, err := st.Find(r.profile); err == nil && len(r.allow.list) > 0 && p.Flow.SignsInAtPage() {
		return usageError("leave --allow out, or use a profile whose app signs in as itself",
			"couldn't serve other resources: profile %s holds a sign-in for its own API alone", r.profile)
	}
	return nil
}

// tokens prepares the tokens for the command, of which the first is there.
func (r *runCommand) tokens(s subject, first issued) (*childTokens, error) {
	reg := s.input.Registration
	target, err := reg.Target()
	if err != nil {
		return nil, fmt.Errorf("couldn't use the registration: %w", err)
	}
	own := strings.TrimSuffix(target.Scope, scopeOfResource)
	return &childTokens{
		from: r.unattended(), say: r.note, profile: r.profile, own: own, others: r.allow.list, kept: map[string]token.Token{own: first.Token},
	}, nil
}

// unattended is the same command where nobody is: it asks nobody, and what it has to say has been said.
func (r *runCommand) unattended() *tokenCommand {
	quiet := *r.app
	quiet.global.noInput = true
	if !quiet.global.debug {
		quiet.Err = io.Discard
	}
	return &tokenCommand{registrationFlags: registrationFlags{app: &quiet, cmd: r.cmd}, heed: func() {}}
}

func (c *childTokens) resources() []string { return append([]string{c.own}, c.others...) }

// get returns a token for a resource: the last one while it lasts, else one of the profile as it is saved now.
func (c *childTokens) get(ctx context.Context, resource string) (localidentity.Token, error) {
	c.mu.Lock()
	last := c.kept[resource]
	c.mu.Unlock()
	if time.Until(last.Expires) >= token.Margin {
		return localidentity.Token{Value: last.Value, Expires: last.Expires}, nil
	}
	other := resource
	if resource == c.own {
		other = ""
	}
	given, _, err := c.from.fetch(ctx, c.profile, other)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		if text := err.Error(); text != c.told && ctx.Err() == nil {
			c.told = text
			c.say("%s", text)
		}
		return localidentity.Token{}, err
	}
	c.kept[resource], c.told = given.Token, ""
	return localidentity.Token{Value: given.Value, Expires: given.Expires}, nil
}
