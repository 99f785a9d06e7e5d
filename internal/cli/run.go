// Package cli is the commands: flags, output formats and exit codes. One file a command; the work is done elsewhere.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"appreg/internal/sanitize"
)

// Run runs appreg with args and gives its exit code. It is all of main but the signals.
func Run(ctx context.Context, args []string, streams Streams) int {
	protectMemory()
	root := newRoot(streams)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return int(exitDone)
	}
	var verdict *verdictError
	if errors.As(err, &verdict) {
		return verdict.code
	}
	f := classify(err)
	if f.code == exitInterrupted {
		return int(f.code)
	}
	told := f.told(streams.secrets())
	if slices.Contains(args, "--json") {
		printJSON(streams.Out, map[string]toldFailure{"error": told})
	}
	told.print(streams.Err)
	return int(f.code)
}

// toldFailure is the contract's error object: an error's texts, fit for output.
type toldFailure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

// told cleans the texts of an error. They can repeat an argument, and a secret may have been given as one by mistake.
func (f failure) told(secrets sanitize.Redactor) toldFailure {
	return toldFailure{Code: f.label, Message: sanitize.Line(secrets.Hide(f.err.Error())), Fix: sanitize.Text(secrets.Hide(f.fix))}
}

// print writes the one line of an error, then what to do next.
func (t toldFailure) print(w io.Writer) {
	fmt.Fprintf(w, "appreg: %s\n", t.Message)
	if t.Fix != "" {
		fmt.Fprintln(w, t.Fix)
	}
}

// printJSON writes v as indented JSON. Encoding our own plain types cannot fail; a closed pipe is nobody's news.
func printJSON(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v)
}
