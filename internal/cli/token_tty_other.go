//go:build !windows

package cli

// controllingTerminal leads to the person, whatever standard input is.
const controllingTerminal = "/dev/tty"
