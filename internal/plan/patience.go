package plan

import (
	"cmp"
	"context"
	"time"

	"appreg/internal/transport"
)

// Patience is what is left of the time for waiting until what was just made is known everywhere. It counts the waits alone.
type Patience struct {
	left  time.Duration
	next  time.Duration
	sleep func(context.Context, time.Duration) error
}

// The waits double, from the first to the longest.
const (
	firstWait   = time.Second
	longestWait = 15 * time.Second
)

// NewPatience returns a fresh budget. A budget of 0 is DefaultBudget; a nil sleep waits for real.
func NewPatience(budget time.Duration, sleep func(context.Context, time.Duration) error) *Patience {
	if sleep == nil {
		sleep = transport.Sleep
	}
	return &Patience{left: cmp.Or(budget, DefaultBudget), next: firstWait, sleep: sleep}
}

func (e Engine) patience() *Patience { return NewPatience(e.Budget, e.Sleep) }

func (e Engine) budget() time.Duration { return cmp.Or(e.Budget, DefaultBudget) }

// Wait waits, asked or longer, and returns false if the budget is used up or ctx ends. Before it waits it tells how long, and
// what is left; tell may be nil.
func (p *Patience) Wait(ctx context.Context, asked time.Duration, tell func(wait, left time.Duration)) bool {
	wait := max(p.next, asked)
	if wait > p.left {
		return false
	}
	if tell != nil {
		tell(wait, p.left)
	}
	p.left -= wait
	p.next = min(2*p.next, longestWait)
	return p.sleep(ctx, wait) == nil
}
