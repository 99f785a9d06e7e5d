//go:build windows || darwin || ios

package store

import "context"

// systemProbe is nil: Credential Manager and Keychain answer at once and tell by number what is wrong.
var systemProbe func(ctx context.Context) State
