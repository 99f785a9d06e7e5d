//go:build !unix

package terminal

import (
	"context"
	"os"
)

// resumeUnlessStopped has nothing to do: Bubble Tea doesn't suspend here.
func resumeUnlessStopped(context.Context) {}

// catchResumes has nothing to tell: nobody stops a process here.
func catchResumes() (<-chan os.Signal, func()) { return nil, func() {} }
