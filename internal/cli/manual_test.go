package cli

import (
	"flag"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"appreg/internal/longtest"
)

var writeManual = flag.Bool("manual", false, "write the manual instead of comparing it")

// TestManual: the command reference and the man pages are what the command tree says. `make docs` writes them.
func TestManual(t *testing.T) {
	const module = "../.."
	pages := manual()
	if *writeManual {
		for _, folder := range []string{"docs/manual", "man"} {
			if err := os.RemoveAll(filepath.Join(module, folder)); err != nil {
				t.Fatal(err)
			}
		}
		for name, page := range pages {
			place := filepath.Join(module, name)
			if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(place, []byte(page), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	there := 0
	for _, folder := range []string{"docs/manual", "man"} {
		err := fs.WalkDir(os.DirFS(module), folder, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				there++
				if pages[name] == "" {
					t.Errorf("%s is about nothing that there is: make docs", name)
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	for name, page := range pages {
		if content, err := fs.ReadFile(os.DirFS(module), name); err != nil || string(content) != page {
			t.Errorf("%s is not what the program says (%v): make docs", name, err)
		}
	}
	if there < 40 {
		t.Errorf("%d pages", there)
	}
}

// TestManPagesAreSound: what reads them has no complaint. A date would change with every build.
func TestManPagesAreSound(t *testing.T) {
	longtest.Only(t)
	found, err := filepath.Glob("../../man/*")
	if err != nil || len(found) == 0 {
		t.Fatalf("%d pages, %v", len(found), err)
	}
	output, err := exec.Command("mandoc", append([]string{"-T", "lint", "-W", "warning"}, found...)...).CombinedOutput()
	if len(output) == 0 && err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(output)) {
		if !strings.Contains(line, "missing date") {
			t.Error(line)
		}
	}
}

// manual makes all pages, by their path.
func manual() map[string]string {
	root := newRoot(Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard})
	pages := map[string]string{"docs/manual/README.md": manualIndex(root)}
	for _, cmd := range commands(root) {
		cmd.InitDefaultHelpFlag()
		pages[path.Join("docs/manual", pageName(cmd)+".md")] = commandMarkdown(cmd)
		pages[path.Join("man", pageName(cmd)+".1")] = commandRoff(cmd)
	}
	for _, t := range topics {
		pages[path.Join("docs/manual", t.name+".md")] = topicMarkdown(t)
		pages[path.Join("man", "appreg-"+t.name+".7")] = topicRoff(t)
	}
	return pages
}

// pageName is a command's name with its parents': appreg-demo-serve.
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// flagRow is a flag in the manual.
type flagRow struct{ spelled, takes, usage string }

// flagRows lists the flags of a set that the help shows.
func flagRows(set *pflag.FlagSet) []flagRow {
	var rows []flagRow
	set.VisitAll(func(f *pflag.Flag) {
		takes, usage := pflag.UnquoteUsage(f)
		spelled := "--" + f.Name
		if f.Shorthand != "" {
			spelled = "-" + f.Shorthand + ", " + spelled
		}
		if !f.Hidden {
			rows = append(rows, flagRow{spelled, takes, usage})
		}
	})
	return rows
}

// about is what a command's page begins with.
func about(cmd *cobra.Command) string {
	if cmd.Long == "" {
		return cmd.Short + "."
	}
	return cmd.Long
}

// related lists the command above, and those below.
func related(cmd *cobra.Command) []*cobra.Command {
	list := slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool { return !c.IsAvailableCommand() })
	if cmd.HasParent() {
		list = append([]*cobra.Command{cmd.Parent()}, list...)
	}
	return list
}

// trimExample takes the indentation of the help off.
func trimExample(text string) string {
	return strings.TrimPrefix(strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n  ", "\n"), "  ")
}
