package terminal

import (
	"os"
	"sync"
)

// setUp is the length in bytes of what is written, at most, to set a terminal up. A frame is longer.
const setUp = 100

// watched is a terminal that tells when the first frame has been drawn on it.
type watched struct {
	*os.File
	drawn func()
}

// watch makes a terminal call drawn once it shows a frame; a nil drawn is nobody to tell.
func watch(output *os.File, drawn func()) *watched {
	if drawn == nil {
		drawn = func() {}
	}
	return &watched{File: output, drawn: sync.OnceFunc(drawn)}
}

// Write draws.
func (w *watched) Write(p []byte) (int, error) {
	n, err := w.File.Write(p)
	if len(p) > setUp {
		w.drawn()
	}
	return n, err
}
