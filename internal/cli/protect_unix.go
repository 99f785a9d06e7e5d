//go:build unix && !linux

package cli

import "golang.org/x/sys/unix"

// protectMemory leaves no core dump, where typed secrets would be found: GOTRACEBACK=crash asks for one. It is best
// effort: a refusal changes nothing else.
func protectMemory() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
