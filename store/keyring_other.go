//go:build !linux && !netbsd && !openbsd && !windows

package store

import "github.com/zalando/go-keyring"

// systemAPI is the part of go-keyring that is used. It has no list, and what macOS' security command prints of all
// keychains is no interface.
func systemAPI() keyringAPI {
	return keyringAPI{get: keyring.Get, set: keyring.Set, delete: keyring.Delete}
}
