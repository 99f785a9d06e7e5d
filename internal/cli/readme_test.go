package cli_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// documents are the pages that people read, by their path in the module.
func documents(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	module := os.DirFS("../..")
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if entry.Name() == "node_modules" { // the outside tests' tools
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		content, err := fs.ReadFile(module, name)
		pages[name] = string(content)
		return err
	})
	if err != nil || pages["README.md"] == "" {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	return pages
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)

// TestLinksLeadSomewhere: what a page links to is in the repository.
func TestLinksLeadSomewhere(t *testing.T) {
	seen := 0
	for name, page := range documents(t) {
		for _, match := range link.FindAllStringSubmatch(page, -1) {
			seen++
			if _, err := os.Stat(filepath.Join("../..", path.Dir(name), match[1])); err != nil {
				t.Errorf("%s links to %s: %v", name, match[1], err)
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d links", seen)
	}
}

var writeReadme = flag.Bool("readme", false, "write what commands print into the README instead of comparing it")

// TestReadmeShowsRealOutput runs the commands of the README's sessions and compares what they print. A line of … stands
// for any lines. With -readme the other lines of what differs follow what is printed: make docs.
func TestReadmeShowsRealOutput(t *testing.T) {
	longtest.Only(t)
	if !keyringExpected() {
		t.Fatal("needs the Secret Service of .ci/with-keyring")
	}
	shell := newReadmeShell(t)
	broken := sync.OnceFunc(func() {
		shell.run(`printf %s "$BROKEN" | appreg setup --no-input --api power-apps --flow client-secret --tenant "$BROKEN_TENANT" --client-id "$BROKEN_ID" ` +
			`--secret-stdin --profile pa-ci --save-unready`)
	})
	seen := 0
	readme := documents(t)["README.md"]
	for _, block := range strings.Split(readme, "```console\n$ ")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for session := range strings.SplitSeq(block, "\n$ ") {
			command, shown := splitSession(session)
			if strings.Contains(command, "pa-ci") {
				broken()
			}
			printed := asShown(shell.run(command))
			switch same := shows(strings.Split(settled(shown), "\n"), strings.Split(settled(printed), "\n")); {
			case same:
			case *writeReadme:
				readme = strings.Replace(readme, command+"\n"+shown, command+"\n"+follow(shown, printed), 1)
			default:
				t.Errorf("$ %s\nprints\n%s\nand the README says\n%s\nmake docs", command, printed, shown)
			}
			seen++
		}
	}
	if seen < 4 {
		t.Errorf("%d commands", seen)
	}
	for _, name := range []string{"bc-dev", "pa-ci"} {
		shell.run("appreg remove " + name)
	}
	if *writeReadme {
		if err := os.WriteFile("../../README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// splitSession parts a command, with the lines that it goes on over, from what it prints.
func splitSession(session string) (command, shown string) {
	lines := strings.Split(strings.TrimRight(session, "\n"), "\n")
	last := slices.IndexFunc(lines, func(line string) bool { return !strings.HasSuffix(line, `\`) })
	return strings.Join(lines[:last+1], "\n"), strings.Join(lines[last+1:], "\n")
}

// follow puts into each line of shown what is printed now: the next line that is the same, else the next that begins
// with the same words.
func follow(shown, printed string) string {
	lines, rest := strings.Split(shown, "\n"), strings.Split(printed, "\n")
	for n, line := range lines {
		if line == "…" || line == "" {
			continue
		}
		for _, same := range []func(string) bool{
			func(other string) bool { return settled(other) == settled(line) },
			func(other string) bool { return slices.Equal(firstWords(other, 2), firstWords(line, 2)) },
			func(other string) bool { return slices.Equal(firstWords(other, 1), firstWords(line, 1)) },
		} {
			if at := slices.IndexFunc(rest, same); at >= 0 {
				lines[n], rest = rest[at], rest[at+1:]
				break
			}
		}
	}
	return strings.Join(lines, "\n")
}

func firstWords(line string, n int) []string {
	words := strings.Fields(line)
	return words[:min(n, len(words))]
}

// replacement is what takes the place of a part of a text.
type replacement struct {
	what *regexp.Regexp
	then string
}

// simulated is what a real tenant does not print, and what nobody wants to read.
var simulated = []replacement{
	{regexp.MustCompile(`http://127\.0\.0\.1:\d+, named in place of the cloud's own `), ""},
	{regexp.MustCompile(`eyJ[\w.-]+`), "eyJ…"},
	{regexp.MustCompile(`(?m) +$`), ""},
}

// passing is what differs from run to run.
var passing = []replacement{
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:]+Z`), "TIME"},
	{regexp.MustCompile(`"expires_on": \d+`), `"expires_on": TIME`},
	{regexp.MustCompile(`\d+ minutes`), "some minutes"},
}

func asShown(text string) string { return replaced(simulated, text) }

func settled(text string) string { return replaced(passing, text) }

func replaced(list []replacement, text string) string {
	for _, r := range list {
		text = r.what.ReplaceAllString(text, r.then)
	}
	return strings.Trim(text, "\n")
}

// shows reports whether printed is what shown says.
func shows(shown, printed []string) bool {
	switch {
	case len(shown) == 0:
		return len(printed) == 0
	case shown[0] == "…":
		return anyRest(shown[1:], printed)
	case len(printed) == 0 || shown[0] != printed[0]:
		return false
	}
	return shows(shown[1:], printed[1:])
}

// anyRest reports whether shown fits the end of printed that begins somewhere.
func anyRest(shown, printed []string) bool {
	for n := range len(printed) + 1 {
		if shows(shown, printed[n:]) {
			return true
		}
	}
	return false
}

// readmeShell runs commands as the README's reader does, against a simulator.
type readmeShell struct {
	t       *testing.T
	environ []string
}

func newReadmeShell(t *testing.T) readmeShell {
	sim := newSimulator(tenantsim.Options{})
	list, err := cases.Load(sim, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	environ := append(os.Environ(), "APPREG_HOME="+t.TempDir(), "APPREG_AUTHORITY="+server.URL, "APPREG_API_URL="+server.URL,
		"PATH="+filepath.Dir(buildProgram(t))+":"+os.Getenv("PATH"))
	for _, c := range list {
		switch c.Name {
		case "works-business-central-client-secret":
			environ = append(environ, "SECRET="+c.Secret, "CLIENT_ID="+c.ClientID)
		case "api_sp_not_management_app":
			environ = append(environ, "BROKEN="+c.Secret, "BROKEN_ID="+c.ClientID, "BROKEN_TENANT="+c.Tenant)
		}
	}
	return readmeShell{t: t, environ: environ}
}

// run returns what a command writes to standard output.
func (s readmeShell) run(command string) string {
	s.t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(s.t.Context(), "bash", "-c", command)
	cmd.Env, cmd.Stdout, cmd.Stderr = s.environ, &out, &errs
	_ = cmd.Run() // what a refusal prints is shown too
	if out.Len() == 0 && !strings.Contains(command, "remove") {
		s.t.Errorf("$ %s\n%s", command, errs.String())
	}
	return out.String()
}
