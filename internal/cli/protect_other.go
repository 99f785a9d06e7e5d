//go:build !unix

package cli

// protectMemory does nothing where the system offers no call for it.
func protectMemory() {}
