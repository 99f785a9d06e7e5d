package plan

import (
	"context"
	"errors"
	"testing"

	"appreg/internal/catalog"
)

// TestInterrupted: ctrl+c at any moment ends the run with what was made in the journal; the next start goes on.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for n, ended := 0, false; !ended; n++ {
		r := newRig(t)
		d := r.want(catalog.BusinessCentral, catalog.ClientSecret)
		p, j := r.make(d, nil), r.begin(d)
		ctx, cancel := context.WithCancel(context.Background())
		events := 0
		_, err := r.engine().Apply(ctx, p, j, func(Event) {
			if events == n {
				cancel()
			}
			events++
		})
		cancel()
		j.Close()
		if ended = err == nil; ended {
			if n == 0 {
				t.Error("never interrupted")
			}
			continue
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		r.ended(t, d, j.Run().ID, "resumed")
	}
}
