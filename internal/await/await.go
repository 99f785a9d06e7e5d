// Package await ends the waiting for what can't be broken off: the read of a pipe, a terminal or a network drive, a call of the
// keyring.
package await

import "context"

// Result returns what work returns, or ctx's error as soon as it ends. Then work is left behind; it ends with the process. Once ctx
// has ended, no work is begun.
func Result[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if ctx.Err() != nil { // else a quick work could still win
		return none, ctx.Err()
	}
	done := make(chan result, 1)
	go func() {
		value, err := work()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
