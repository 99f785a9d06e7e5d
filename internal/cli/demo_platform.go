package cli

import (
	"context"
	"fmt"

	"appreg/internal/federation"
	"appreg/internal/federation/source"
	"appreg/internal/registration"
	"appreg/internal/secret"
	"appreg/internal/tenantsim"
)

// simulatedPlatform is the platform of the demo: its tokens say what the person entered.
type simulatedPlatform struct{ sim *tenantsim.Sim }

// Get returns a new token.
func (p simulatedPlatform) Get(_ context.Context, wanted registration.Assertion, audience string) (source.Token, error) {
	const name = "the simulated platform"
	if wanted.Subject == "" {
		return source.Token{}, &federation.SourceError{Source: name, Missing: "it isn't known what runs there", Fix: []string{
			"Enter what runs on the platform.",
		}}
	}
	signed, err := p.sim.OutsideToken(tenantsim.Outside{Issuer: wanted.Issuer, Subject: wanted.Subject, Audience: audience})
	if err != nil {
		return source.Token{}, fmt.Errorf("couldn't get a token of %s: %w", name, err)
	}
	value := secret.New(signed)
	claims, err := federation.Decode(value)
	return source.Token{Value: value, Claims: claims, From: name}, err
}
