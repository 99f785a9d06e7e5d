// Package bounded keeps the beginning of what a program writes, so that none can fill the memory.
package bounded

import "bytes"

// Buffer keeps the first Limit bytes, and takes the rest without keeping it: the program need not know.
type Buffer struct {
	Limit int
	Over  bool // there was more

	kept bytes.Buffer // not embedded: its ReadFrom would let io.Copy go around Write
}

// Write never fails.
func (b *Buffer) Write(data []byte) (int, error) {
	room := b.Limit - b.kept.Len()
	b.Over = b.Over || len(data) > room
	b.kept.Write(data[:min(room, len(data))])
	return len(data), nil
}

// Bytes is what was kept.
func (b *Buffer) Bytes() []byte { return b.kept.Bytes() }

// String is what was kept.
func (b *Buffer) String() string { return b.kept.String() }
