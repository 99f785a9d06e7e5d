//go:build unix

package lines

import (
	"os"
	"os/signal"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// echoOff stops the terminal fd from showing what is typed; it goes on taking whole lines.
func echoOff(fd int) error {
	settings, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return err
	}
	settings.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(fd, setTermios, settings)
}

// keepEchoOff turns the echo off again and calls asked whenever the process goes on after it was stopped: the shell that had the
// terminal meanwhile leaves its own settings behind. stop ends that.
func keepEchoOff(fd int, asked func()) (stop func()) {
	resumes, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(resumes, syscall.SIGCONT)
	var watching sync.WaitGroup
	watching.Go(func() {
		for {
			select {
			case <-resumes:
				if echoOff(fd) == nil {
					asked()
				}
			case <-done:
				return
			}
		}
	})
	return func() {
		signal.Stop(resumes)
		close(done)
		watching.Wait()
	}
}
