package localidentity

import (
	"context"
	"sync"
)

// calls has the source called once for all who want the same resource at the same time.
type calls struct {
	ctx    context.Context // of the server: a caller who leaves ends nobody else's call
	source Source

	mu      sync.Mutex
	running map[string]*call
}

// call is one call of the source. Its outcome may be read when done is closed.
type call struct {
	done  chan struct{}
	token Token
	err   error
}

// do returns the outcome of the call that is running for resource, or of a new one; ctx's error as soon as it ends.
func (c *calls) do(ctx context.Context, resource string) (Token, error) {
	c.mu.Lock()
	running, is := c.running[resource]
	if !is {
		running = &call{done: make(chan struct{})}
		c.running[resource] = running
		go c.run(resource, running)
	}
	c.mu.Unlock()
	select {
	case <-running.done:
		return running.token, running.err
	case <-ctx.Done():
		return Token{}, ctx.Err()
	}
}

func (c *calls) run(resource string, this *call) {
	this.token, this.err = c.source(c.ctx, resource)
	c.mu.Lock()
	delete(c.running, resource)
	c.mu.Unlock()
	close(this.done)
}
