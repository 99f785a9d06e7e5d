// Package cli is the commands: flags, output formats and exit codes. One file a command; the work is done elsewhere.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	_ "appreg/internal/quiet" // also where no terminal is driven
	"appreg/internal/sanitize"
)

// Run runs appreg with args and returns its exit code. It is all of main but the signals.
func Run(ctx context.Context, args []string, streams Streams) int {
	protectMemory()
	dropSecretsFromEnviron() // whatever is started from here on, a browser or a keyring's helper, inherits the environment
	out := &watchedWriter{w: streams.Out}
	streams.Out = out
	root := newRootFor(streams, args)
	root.SetArgs(args)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) { // no other start takes the time for it
		(&app{Streams: streams}).completeFlags(root)
	}
	cmd, err := root.ExecuteContextC(ctx)
	err = out.judge(err)
	if err == nil {
		return int(exitDone)
	}
	if verdict, ok := errors.AsType[*verdictError](err); ok {
		return verdict.code
	}
	f := classify(err)
	f.fix = cmp.Or(f.fix, lastResort(f.code, cmd))
	told := f.told(streams.secrets())
	if wantsJSON(cmd, args) {
		printJSON(streams.Out, map[string]toldFailure{"error": told})
	}
	if f.code != exitInterrupted { // whoever pressed ctrl+c knows
		told.print(streams.Err)
	}
	return int(f.code)
}

// wantsJSON reports whether --json was given to cmd, also where reading the flags ended before it.
func wantsJSON(cmd *cobra.Command, args []string) bool {
	flag := cmd.Flags().Lookup("json")
	return flag != nil && flag.Value.String() == "true" || slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// lastResort is what to do about an error that does not know it itself.
func lastResort(code exitCode, cmd *cobra.Command) string {
	switch code {
	case exitUsage:
		return "list its flags: " + cmd.CommandPath() + " --help"
	case exitInterrupted:
		return "run it again"
	default:
		return "run it again with --debug to see the requests and answers"
	}
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
