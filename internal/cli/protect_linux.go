package cli

import "golang.org/x/sys/unix"

// protectMemory keeps other processes of the same user from reading this one's memory, environment and core dumps,
// where typed secrets would be found. It is best effort: a refusal changes nothing else.
func protectMemory() {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
