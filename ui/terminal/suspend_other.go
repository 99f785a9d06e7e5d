//go:build !unix

package terminal

// resumeUnlessStopped has nothing to do: Bubble Tea doesn't suspend here.
func resumeUnlessStopped() {}
