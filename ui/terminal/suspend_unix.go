//go:build unix

package terminal

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// unstopped is how long after its own SIGTSTP a process that still runs wasn't stopped.
const unstopped = 200 * time.Millisecond

// resumeUnlessStopped is called before Bubble Tea suspends: it leaves the screen, sends SIGTSTP and waits for SIGCONT.
// The kernel doesn't stop a process that no shell could continue (appreg as what a terminal or a container was started
// with), and no SIGCONT would come: the screen would be gone, and what is typed next in sight. It is sent until ctx is over:
// on a busy machine the first can come before Bubble Tea waits for one.
func resumeUnlessStopped(ctx context.Context) {
	go func() {
		for ctx.Err() == nil {
			begun := time.Now()
			time.Sleep(unstopped)
			if ctx.Err() == nil && time.Since(begun) < 2*unstopped { // one that slept longer was stopped, and has been continued
				_ = syscall.Kill(os.Getpid(), syscall.SIGCONT)
			}
		}
	}()
}

// catchResumes tells when the process goes on after it was stopped, also by somebody else.
func catchResumes() (<-chan os.Signal, func()) {
	resumes := make(chan os.Signal, 1)
	signal.Notify(resumes, syscall.SIGCONT)
	return resumes, func() { signal.Stop(resumes) }
}
