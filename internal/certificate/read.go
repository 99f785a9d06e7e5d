package certificate

import (
	"context"
	"time"

	"appreg/internal/await"
	"appreg/internal/secret"
)

// longestReading bounds the time that reading takes. What a file shows of its cost is judged before any of it is spent;
// this is for what only decryption would show.
const longestReading = 10 * time.Second

// Read reads data: certificates and a key in PEM, however a variable or a tool has wrapped it (see unwrapped), or PFX.
// Encrypted keys and PFX files are opened with password. It ends with ctx, whose error it then gives.
// Else it returns an *Error if the file is too large or unreadable, lacks a part, is not RSA, asks for too much
// computing, or if its key belongs to another certificate. Dates are not looked at: see ValidAt.
func Read(ctx context.Context, data []byte, password secret.Secret) (*Certificate, error) {
	return readWithin(ctx, longestReading, data, password)
}

func readWithin(ctx context.Context, longest time.Duration, data []byte, password secret.Secret) (*Certificate, error) {
	if len(data) > MaxSize {
		return nil, &Error{Problem: TooLarge}
	}
	bounded, end := context.WithTimeout(ctx, longest)
	defer end()
	c, err := await.Result(bounded, func() (*Certificate, error) { return read(data, password) })
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case bounded.Err() != nil && c == nil:
		return nil, &Error{Problem: TooMuchWork}
	}
	return c, err
}

// Open reads the bytes of a file that are kept as a secret.
func Open(ctx context.Context, file, password secret.Secret) (*Certificate, error) {
	return Read(ctx, []byte(file.Reveal()), password)
}

// ThumbprintOf is the thumbprint of such a file's certificate; empty if it can't be read.
func ThumbprintOf(ctx context.Context, file, password secret.Secret) string {
	c, err := Open(ctx, file, password)
	if err != nil {
		return ""
	}
	return c.Thumbprint()
}

func read(data []byte, password secret.Secret) (*Certificate, error) {
	data = unwrapped(data)
	if holdsPEM(data) {
		return readPEM(string(data), password)
	}
	if known, is := recognise(data); is {
		return nil, known
	}
	return readPFX(data, password)
}
