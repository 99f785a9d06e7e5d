package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"appreg/internal/await"
	"appreg/internal/sanitize"
)

// maxAsked bounds what a caller of token may write to standard input, in bytes.
const maxAsked = 64 << 10

// asked reads what a caller writes to standard input.
func (t *tokenCommand) asked(ctx context.Context) ([]byte, error) {
	if t.secrets.stdin {
		return nil, usageError("hand the secret over with --secret-file or in the environment",
			"--secret-stdin doesn't go with --output %s, which reads standard input", t.format)
	}
	text, err := readUntilTold(ctx, func(ctx context.Context) ([]byte, error) {
		return await.Result(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(t.In, maxAsked+1)) })
	})
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, usageError("let the caller write to standard input", "couldn't read standard input: %w", err)
	case len(text) > maxAsked:
		return nil, usageError("let the caller write less", "couldn't read standard input: it's longer than %d KiB", maxAsked>>10)
	}
	return text, nil
}

// openTerraform follows the protocol of Terraform's data source "external": an object of strings each way. A query that
// asks for something is refused: who believes to have chosen a profile there must not get another one's token.
func openTerraform(ctx context.Context, t *tokenCommand, _ subject) (*tokenAnswer, error) {
	if !t.InTTY { // nobody types a query
		text, err := t.asked(ctx)
		if err != nil {
			return nil, err
		}
		query := map[string]string{}
		if text = bytes.TrimSpace(text); len(text) > 0 && json.Unmarshal(text, &query) != nil {
			return nil, usageError("run it as the program of Terraform's data source external", "couldn't read the query: it isn't a JSON object of strings")
		}
		if len(query) > 0 {
			names := strings.Join(slices.Sorted(maps.Keys(query)), ", ")
			return nil, usageError("leave query out, and name the profile in program", "couldn't use the query: appreg takes none, not %s", sanitize.Line(names))
		}
	}
	return &tokenAnswer{text: func(g issued) string {
		return compactJSON(map[string]string{
			"accessToken": g.Value.Reveal(), "expiresOn": g.Expires.UTC().Format(time.RFC3339),
			"expires_on": strconv.FormatInt(g.Expires.Unix(), 10), "tenant": g.tenant, "tokenType": "Bearer",
		})
	}}, nil
}
