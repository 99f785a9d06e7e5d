package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// banned are the words that docs/style.md keeps out of what people read.
var banned = regexp.MustCompile(`(?i)\b(?:mend(?:s|ed|ing)?|anew|beforehand|in place of|rightly|wholly|as a rule|of its own|suffices|admits|goes astray|` +
	`lies aside|be had|at the moment|put right|is meant|is told|is to be|the document['’]s|licences?|authoris\w*|cancelled|colour\w*)`)

// stiff are words that appreg contracts: "can't", "isn't".
var stiff = regexp.MustCompile(`(?i)\b(?:cannot|(?:could|do|does|did|is|are|was|were|will|has|have|would|should) not)\b`)

// otherVoices begin the names of files in which services speak, or a developer's tool, and need no contractions.
var otherVoices = []string{"internal/tenantsim/", "internal/diagnose/w", "internal/diagnose/groups_", "internal/shelltest/", "internal/recording/"}

// othersWords begin the names of files whose words are other people's: the patterns that match their answers.
var othersWords = []string{"internal/diagnose/rules_"}

// TestBannedWords: no text in the program, help included, uses a word that docs/style.md bans.
func TestBannedWords(t *testing.T) {
	files, texts := 0, 0
	for name, file := range sources(t) {
		files++
		speaks := !slices.ContainsFunc(otherVoices, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil || !prose.MatchString(text) {
				return true
			}
			texts++
			if word := banned.FindString(text); word != "" {
				t.Errorf("%s: %q in %q: see docs/style.md", name, word, text)
			}
			if word := stiff.FindString(text); speaks && word != "" && !strings.Contains(text, "|") { // with |: a pattern
				t.Errorf("%s: %q in %q: contract it", name, word, text)
			}
			return true
		})
	}
	if files < 200 || texts < 1000 {
		t.Errorf("%d files with %d texts: the test looks in the wrong place", files, texts)
	}
}

// TestBannedWordsInDocuments: the documents keep to the same words.
func TestBannedWordsInDocuments(t *testing.T) {
	read := 0
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md", "docs/manual/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if name == "docs/style.md" || name == "THIRD_PARTY_NOTICES.md" { // the list itself; others' words
				continue
			}
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			read++
			for number, line := range strings.Split(string(content), "\n") {
				if word := banned.FindString(line); word != "" {
					t.Errorf("%s:%d: %q: see docs/style.md", name, number+1, word)
				}
			}
		}
	}
	if read < 25 {
		t.Errorf("%d documents: the test looks in the wrong place", read)
	}
}

// TestBannedWordsAreFound: the expression finds what it is for, and leaves the right spellings alone.
func TestBannedWordsAreFound(t *testing.T) {
	for _, text := range []string{"e mend in the portal", "Start anew", "Mended later.", "the Document's task", "an open-source licence", "Authorised", "colours", "is to be granted"} {
		if !banned.MatchString(text) {
			t.Errorf("%q is not found", text)
		}
	}
	for _, text := range []string{"recommended", "a license", "authorized", "canceled", "amendment"} {
		if banned.MatchString(text) {
			t.Errorf("%q is found", text)
		}
	}
}

// prose is a text with a blank between letters: what a person reads, and not a name, a flag or an address.
var prose = regexp.MustCompile(`\pL\pP* \pP*\pL`)

// sources parses the program's files that are no tests and whose texts are its own, by name.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		case slices.ContainsFunc(othersWords, func(prefix string) bool { return strings.HasPrefix(name, prefix) }):
			return nil
		}
		files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// mostMethods is how many methods a type may have: with more, it is two types.
const mostMethods = 60

// TestNoTypeDoesEverything: no type has more methods than can be overlooked.
func TestNoTypeDoesEverything(t *testing.T) {
	methods := map[string]int{}
	for name, file := range sources(t) {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil {
				continue
			}
			of := fn.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if id, ok := of.(*ast.Ident); ok {
				methods[path.Dir(name)+"."+id.Name]++
			}
		}
	}
	if methods["store.Store"] < 20 {
		t.Fatalf("store.Store has %d methods: the test looks in the wrong place", methods["store.Store"])
	}
	for of, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d methods, at most %d", of, n, mostMethods)
		}
	}
}

// TestNothingIsBuiltAtTheStart: a map beside the functions is built at each start of the program, also where the command that
// was asked for needs none. A function with a switch, or one that returns the map, is not.
func TestNothingIsBuiltAtTheStart(t *testing.T) {
	seen := 0
	for name, file := range sources(t) {
		for _, decl := range file.Decls {
			vars, ok := decl.(*ast.GenDecl)
			if !ok || vars.Tok != token.VAR {
				continue
			}
			for _, spec := range vars.Specs {
				for _, value := range spec.(*ast.ValueSpec).Values {
					seen++
					if literal, ok := value.(*ast.CompositeLit); ok && isMap(literal) {
						t.Errorf("%s builds %s at each start", name, spec.(*ast.ValueSpec).Names[0])
					}
				}
			}
		}
	}
	if seen < 100 {
		t.Fatalf("only %d values: the test looks in the wrong place", seen)
	}
}

func isMap(literal *ast.CompositeLit) bool {
	_, is := literal.Type.(*ast.MapType)
	return is && len(literal.Elts) > 0
}
