package cli_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"appreg/internal/cli"
)

// otherSituations are those of commands that were given wrongly, and of what they found.
var otherSituations = map[string]situation{
	"two profiles for check": {meet: func(a *adviser) {
		a.has(appProfile)
		a.follow(a.fails(2, "check", "one", "two"), "check")
	}},
	"two profiles for token": {meet: func(a *adviser) {
		a.has(appProfile)
		a.follow(a.fails(2, "token", "one", "two"), "token")
	}},
	"nothing to explain": {sites: []string{"internal/cli/explain.go: explain"}, meet: func(a *adviser) {
		a.follow(a.failsAt(at{in: strings.NewReader(""), terminal: true}, 2, "explain"), "explain 7000215")
		a.follow(a.fails(2, "explain", "-"), "explain 7000215")
		answer := strings.NewReader(`{"error":"invalid_client","error_codes":[7000215]}`)
		a.followAt(at{in: answer}, a.fails(2, "explain", "AADSTS7000215:", "Invalid"), "explain -")
	}},
	"the help of explain": {sites: []string{"internal/cli/examples_table.go: explain --flow"}, meet: func(a *adviser) {
		answer := strings.NewReader(`{"error":"invalid_grant","error_codes":[50126]}`)
		a.followAt(at{in: answer}, a.works("explain", "--help"), "explain --flow password -")
	}},
	"credentials without a profile": {sites: []string{"internal/cli/list_orphans.go: remove --orphans", "internal/cli/remove_orphans.go: list --orphans"}, meet: func(a *adviser) {
		a.has(appProfile)
		id := a.id()
		if err := os.Remove(filepath.Join(a.home, "profiles.json")); err != nil {
			a.t.Fatal(err)
		}
		a.names = []string{id}
		told := a.follow(a.fails(2, "remove", "--orphans", "another-aaaaaaaaaaaaaaaa"), "list --orphans")
		a.followAt(at{in: strings.NewReader("y\n"), terminal: true}, told, "remove --orphans")
		if _, err := a.keyring.Get(a.t.Context(), id); err == nil {
			a.t.Error("the item is still there")
		}
	}},
	"the simulator is served": {sites: []string{"internal/cli/demo_serve.go: setup", "internal/cli/demo_serve.go: check --api --client-id --flow --tenant"}, meet: func(a *adviser) {
		told := a.served()
		_, a.url, _ = strings.Cut(told, "APPREG_AUTHORITY=")
		a.url, _, _ = strings.Cut(a.url, "\n")
		a.knows(a.cases[appProfile], appProfile) // a simulator's cases are always the same
		a.follow(told, "setup")
		a.works("check", appProfile)
		_, line, _ := strings.Cut(told, "APPREG_CLIENT_SECRET='")
		value, line, _ := strings.Cut(line, "' appreg ")
		command, _, _ := strings.Cut(line, "\n")
		a.followAt(at{env: []string{"APPREG_CLIENT_SECRET=" + value}}, told, command)
	}},
}

// served is what `appreg demo serve` tells. It serves until the test ends.
func (a *adviser) served() string {
	a.t.Helper()
	ctx, stop := context.WithCancel(a.t.Context())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"demo", "serve"}, cli.Streams{In: strings.NewReader(""), Out: write, Err: io.Discard})
		_ = write.Close()
	}()
	a.t.Cleanup(func() { stop(); <-ended })
	told, lines := "", bufio.NewScanner(read)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "ctrl+c") {
		told += lines.Text() + "\n"
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	return told
}
