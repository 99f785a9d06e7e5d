package catalog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// naming is a kind of name that a program may not branch on: what an API or a flow has of its own hangs on its row.
type naming struct {
	kind      string         // the constants' type
	own       []string       // patterns of the files that are about one of them; NAME is a constant in lower case
	elsewhere map[string]int // other files, tables whose rows hold for some only, and how many of their lines name one
}

var namings = []naming{
	{
		kind: "API",
		own: []string{
			"internal/catalog/*.go",
			"steps/NAME.go", "steps/fifthapi.go",
			"internal/tenantsim/api_*.go",
		},
		elsewhere: map[string]int{
			"internal/tenantsim/cases/cases_table.go": 1,
		},
	},
	{
		kind: "Flow",
		own:  []string{"internal/catalog/*.go"},
		elsewhere: map[string]int{
			"steps/switch_table.go":                   1,
			"internal/tenantsim/cases/cases_table.go": 4,
		},
	},
}

// TestNoBranchOnAName: an API, or a flow, is known by name in its own files alone, so that another one is a table of the
// catalogue with a file of the steps, or a row with its grant. Lists of exceptions may become shorter; ten files are the most.
func TestNoBranchOnAName(t *testing.T) {
	module := os.DirFS("../..")
	for _, naming := range namings {
		constants := constantsOf(t, naming.kind)
		found := map[string]int{}
		err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
				return fs.SkipDir
			case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || naming.isOwn(name, constants):
				return nil
			}
			source, err := fs.ReadFile(module, name)
			if err == nil {
				found[name] = linesNaming(t, name, source, constants)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, lines := range found {
			if lines != naming.elsewhere[name] {
				t.Errorf("%s: %d lines name one %s, want %d: say it in the catalogue or in its own file", name, lines, naming.kind, naming.elsewhere[name])
			}
		}
		for name := range naming.elsewhere {
			if _, there := found[name]; !there {
				t.Errorf("%s is excepted and does not exist", name)
			}
		}
		if len(naming.elsewhere) > 10 {
			t.Errorf("%s: %d exceptions", naming.kind, len(naming.elsewhere))
		}
	}
}

func (n naming) isOwn(name string, constants []string) bool {
	return slices.ContainsFunc(n.own, func(pattern string) bool {
		return slices.ContainsFunc(constants, func(constant string) bool {
			match, err := path.Match(strings.ReplaceAll(pattern, "NAME", strings.ToLower(constant)), name)
			return err == nil && match
		})
	})
}

// constantsOf returns the catalogue's constants of a type.
func constantsOf(t *testing.T, kind string) []string {
	t.Helper()
	var names []string
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				if is, ok := spec.Type.(*ast.Ident); ok && is.Name == kind {
					names = append(names, spec.Names[0].Name)
				}
			}
			return true
		})
	}
	if len(names) < 4 {
		t.Fatalf("%d constants of type %s: the test looks in the wrong place", len(names), kind)
	}
	return names
}

// linesNaming counts the lines of a file that hold one of the catalogue's constants.
func linesNaming(t *testing.T, name string, source []byte, constants []string) int {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[int]bool{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == "catalog" && slices.Contains(constants, selector.Sel.Name) {
				lines[files.Position(n.Pos()).Line] = true
			}
		}
		return true
	})
	return len(lines)
}
