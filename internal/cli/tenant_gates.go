package cli

import (
	"slices"
	"strings"

	"appreg/store"
)

// tenantGates bound how many checks of one tenant run at once.
type tenantGates map[string]chan struct{}

func newTenantGates(profiles []store.Profile) tenantGates {
	gates := tenantGates{}
	for _, p := range profiles {
		gates[strings.ToLower(p.Tenant)] = make(chan struct{}, checksAtOncePerTenant)
	}
	return gates
}

// enter waits for a place and gives the way to leave it.
func (g tenantGates) enter(tenant string) (leave func()) {
	gate := g[strings.ToLower(tenant)]
	gate <- struct{}{}
	return func() { <-gate }
}

// spread orders profiles so that those of one tenant lie as far apart as can be: the first of each tenant, then the
// second of each, and so on. It returns their indices.
func spread(profiles []store.Profile) []int {
	rank := make([]int, len(profiles))
	seen := map[string]int{}
	order := make([]int, len(profiles))
	for i, p := range profiles {
		tenant := strings.ToLower(p.Tenant)
		rank[i] = seen[tenant]
		seen[tenant]++
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank[a] - rank[b] })
	return order
}
