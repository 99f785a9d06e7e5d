package store

import (
	"errors"
	"os/exec"
	"syscall"

	"github.com/zalando/go-keyring"
)

// Numbers by which the systems tell what is wrong (docs/sources.md, Keyrings).
const (
	windowsNotEnoughMemory  = 8    // ERROR_NOT_ENOUGH_MEMORY: Credential Manager is full
	windowsNoLogonSession   = 1312 // ERROR_NO_SUCH_LOGON_SESSION
	windowsNoResources      = 1450 // ERROR_NO_SYSTEM_RESOURCES: Credential Manager is full
	macInteractionForbidden = 36   // low byte of errSecInteractionNotAllowed, -25308
)

// classify returns the state that a library error stands for on a system, by number and never by wording.
// StateBroken stands for all others.
func classify(goos string, err error) State {
	if errors.Is(err, keyring.ErrUnsupportedPlatform) {
		return StateUnsupported
	}
	switch goos {
	case "windows":
		if number, ok := errors.AsType[syscall.Errno](err); ok {
			switch number {
			case windowsNoLogonSession:
				return StateNoLogonSession
			case windowsNotEnoughMemory, windowsNoResources:
				return StateFull
			}
		}
	case "darwin", "ios":
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == macInteractionForbidden {
			return StateKeychainLocked
		}
	}
	return StateBroken
}
