package terminal

import (
	"io"
	"sync"
)

// File is the terminal to read from; *os.File is one. Bubble Tea needs the descriptor for raw mode.
type File interface {
	io.ReadWriteCloser
	Fd() uintptr
	Name() string
}

// Input reads from a terminal in bounded form. Every read error, the end of the file included, calls gone once:
// Bubble Tea itself would live on without a terminal.
type Input struct {
	File
	gone   func(error)
	once   sync.Once
	bounds bounds
	ready  []byte // bounded, not yet given
	buffer []byte
}

// NewInput wraps file.
func NewInput(file File, gone func(error)) *Input {
	return &Input{File: file, gone: gone}
}

// Read fills p with bounded input. It reads half of what p holds, since bounding can add end marks; so nothing is
// left over with the decoder's buffer of 4 KiB, and its poll on the descriptor misses nothing.
func (in *Input) Read(p []byte) (int, error) {
	for len(in.ready) == 0 {
		size := max(len(p)/2-16, 1)
		if len(in.buffer) < size {
			in.buffer = make([]byte, size)
		}
		n, err := in.File.Read(in.buffer[:size])
		if n > 0 {
			in.ready = in.bounds.feed(in.buffer[:n])
		}
		if err != nil {
			in.once.Do(func() { in.gone(err) })
			return 0, err
		}
		if len(in.ready) == 0 {
			return 0, nil
		}
	}
	n := copy(p, in.ready)
	in.ready = in.ready[n:]
	return n, nil
}
