//go:build !linux

package longtest

// memoryFolder is none: the system has no folder in memory that everybody may write to.
func memoryFolder() string { return "" }
