package admin

import (
	"context"
	"strings"
	"time"

	"appreg/internal/secret"
)

// variables are the environment variables that hold tokens, by resource.
var variables = [...]string{Graph: "APPREG_GRAPH_TOKEN", API: "APPREG_ADMIN_API_TOKEN"}

// Variables are the names of the environment variables that hold tokens, the one for Microsoft Graph first.
func Variables() []string { return []string{variables[Graph], variables[API]} }

// FromEnvironment is the source of tokens that stand in the environment. It can't renew them.
func FromEnvironment(p Place, now func() time.Time, env func(string) string) (*Source, error) {
	if strings.TrimSpace(env(variables[Graph])) == "" {
		return nil, &Error{Fault: Missing, Source: Given, What: variables[Graph] + " is empty", Next: "for example: export " + variables[Graph] + "=$(" + azCommand(p, Graph) + ")"}
	}
	s := newSource(Given, p, now, strings.TrimSpace(env(variables[API])) != "", nil)
	s.fetch = func(_ context.Context, r Resource, renew bool) (secret.Secret, error) {
		if renew {
			return secret.Secret{}, s.fault(Expired, p.name(r)+" wants a new token, because a policy or session changed", s.again(r))
		}
		return secret.New(strings.TrimSpace(env(variables[r]))), nil
	}
	return s, nil
}

// azCommand prints a token with Azure CLI.
func azCommand(p Place, r Resource) string {
	return strings.Join(append([]string{"az"}, append(azArguments(p, r), "--query", "accessToken", "-o", "tsv")...), " ")
}

// azArguments ask Azure CLI for a token.
func azArguments(p Place, r Resource) []string {
	arguments := []string{"account", "get-access-token", "--tenant", p.Tenant}
	if r == API {
		return append(arguments, "--scope", p.scope(API))
	}
	return append(arguments, "--resource-type", "ms-graph")
}
