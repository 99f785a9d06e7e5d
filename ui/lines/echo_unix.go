//go:build !windows

package lines

import "golang.org/x/sys/unix"

// echoOff stops the terminal fd from showing what is typed; it goes on taking whole lines.
func echoOff(fd int) error {
	settings, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	settings.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(fd, setTermios, settings)
}
