package secret

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// mayReveal lists the places that send, store or look for a secret, as patterns of paths in the module.
var mayReveal = []string{
	"internal/entra/*.go",
	"internal/certificate/*.go",
	"internal/graph/credential.go",
	"internal/transport/client.go",
	"internal/federation/*.go",        // an outside token is decoded to be shown what it says of itself
	"internal/federation/source/*.go", // what is sent to a platform for one
	"internal/sanitize/*.go",
	"store/*.go",
	"internal/localidentity/*.go", // answers a child process that shows its value
	"internal/cli/run.go",         // puts a token into the variable that a person names
	"internal/export/value.go",    // --with-secret
	"internal/cli/token*.go",      // token's standard output is the one place where a token appears
}

// otherReveals are methods of the same name on other types: path and receiver, as written.
var otherReveals = map[string]string{
	"ui/wizard/pane.go": "text", // a masked field shows what is being typed
}

func TestRevealIsCalledWhereItBelongs(t *testing.T) {
	calls := 0
	module := os.DirFS("../..")
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		for _, receiver := range reveals(t, name, source) {
			calls++
			if !allowed(name, receiver) {
				t.Errorf("%s calls %s.Reveal(): a secret's value has no business there", name, receiver)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls == 0 {
		t.Error("no call was found: the test looks in the wrong place")
	}
}

func allowed(name, receiver string) bool {
	if otherReveals[name] == receiver {
		return true
	}
	for _, pattern := range mayReveal {
		if match, err := path.Match(pattern, name); err == nil && match {
			return true
		}
	}
	return false
}

// reveals returns the receiver of each call of a method Reveal in a file, "?" if it is no plain name.
func reveals(t *testing.T, name string, source []byte) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("could not read %s: %v", name, err)
	}
	var receivers []string
	ast.Inspect(file, func(node ast.Node) bool {
		call, is := node.(*ast.CallExpr)
		if !is {
			return true
		}
		selector, is := call.Fun.(*ast.SelectorExpr)
		if !is || selector.Sel.Name != "Reveal" {
			return true
		}
		receiver := "?"
		if plain, is := selector.X.(*ast.Ident); is {
			receiver = plain.Name
		}
		receivers = append(receivers, receiver)
		return true
	})
	return receivers
}

func TestRevealsAreFound(t *testing.T) {
	source := []byte("package p\nfunc f() { a.Reveal(); b.c.Reveal(); g(d.Reveal()); e.Other(h.Reveal) }\n// x.Reveal()\n")
	got := strings.Join(reveals(t, "p.go", source), " ")
	if got != "a ? d" {
		t.Errorf("found %q, want a ? d", got)
	}
	for name, want := range map[string]bool{
		"internal/entra/token.go": true, "store/save.go": true, "internal/cli/token_output.go": true,
		"internal/cli/setup.go": false, "internal/diagnose/read.go": false, "internal/probe/probe.go": false, "ui/wizard.go": false, "main.go": false,
	} {
		if allowed(name, "s") != want {
			t.Errorf("%s: allowed is not %v", name, want)
		}
	}
	if !allowed("ui/wizard/pane.go", "text") || allowed("ui/wizard/pane.go", "s") {
		t.Error("ui/wizard/pane.go may call its own field's Reveal only")
	}
}
