package source

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"appreg/internal/federation"
	"appreg/internal/givenfile"
	"appreg/internal/secret"
)

// longest is how much is read as a token, in bytes.
const longest = 64 << 10

// file reads a token's file anew: its owner may have rotated it.
func (s Sources) file(ctx context.Context, name, path string) (secret.Secret, error) {
	fix := []string{"Check the path, and that this user may read the file."}
	data, err := s.ReadFile(ctx, path)
	if err != nil {
		if known, ok := errors.AsType[*fs.PathError](err); ok {
			err = known.Err
		}
		return secret.Secret{}, &federation.SourceError{Source: name, Missing: "couldn't read it", Err: err, Fix: fix}
	}
	return text(name, data)
}

// command runs a command and takes what it prints.
func (s Sources) command(ctx context.Context, line string) (secret.Secret, error) {
	out, err := s.Run(ctx, line)
	if err != nil {
		return secret.Secret{}, &federation.SourceError{Source: "the command", Missing: "it printed no token", Err: err, Fix: []string{
			"Run it in a shell. It must print the token alone and end within 8 seconds.",
		}}
	}
	return text("the command", out)
}

// variable takes the token that a variable holds.
func variable(name string) func(context.Context, Sources, string) (secret.Secret, error) {
	return func(_ context.Context, s Sources, _ string) (secret.Secret, error) {
		return text(name, []byte(s.Env(name)))
	}
}

// text is what a source provided, without the blanks around it.
func text(name string, data []byte) (secret.Secret, error) {
	plain := strings.TrimSpace(string(givenfile.Decoded(data)))
	switch {
	case plain == "":
		return secret.Secret{}, &federation.SourceError{Source: name, Missing: "it's empty", Fix: []string{"Check what writes it."}}
	case len(plain) > longest:
		return secret.Secret{}, &federation.SourceError{Source: name, Missing: "it's too long for a token", Fix: []string{"Let it hold the token alone."}}
	}
	return secret.New(plain), nil
}
