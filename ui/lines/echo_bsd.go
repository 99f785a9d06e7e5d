//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package lines

import "golang.org/x/sys/unix"

const getTermios, setTermios = unix.TIOCGETA, unix.TIOCSETA

// dropTyped forgets what was typed and not read yet.
func dropTyped(fd int) { _ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, unix.TCIFLUSH) }
