//go:build windows || darwin || ios

package store

import "context"

// systemUnlock is nil: these keyrings ask by themselves, or are open.
var systemUnlock func(ctx context.Context, user string) State

// systemKeeper is nil: there is one keyring.
var systemKeeper func(ctx context.Context) string
