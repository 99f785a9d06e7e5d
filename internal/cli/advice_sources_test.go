package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/cli"
)

// aValue stands in a text for what is put in when the program runs: the name of a profile, a path.
const aValue = "VALUE"

// text is a piece of the program's texts.
type text struct{ file, content string }

// programTexts are the literals of all sources but the simulator's, those that are put together as one.
func programTexts(t *testing.T) []text {
	t.Helper()
	var all []text
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		name := filepath.ToSlash(path)
		skipped := strings.HasSuffix(name, "_test.go") || strings.Contains(name, "/tenantsim/") || strings.Contains(name, "/fidelity/")
		if err != nil || entry.IsDir() || skipped || !strings.HasSuffix(name, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			content, isText := literal(node)
			if isText {
				all = append(all, text{strings.TrimPrefix(name, "../../"), content})
			}
			return !isText
		})
		return nil
	})
	if err != nil || len(all) < 1000 {
		t.Fatalf("%d texts, %v", len(all), err)
	}
	return all
}

// verb is a place in a format, or in a template of the explanations.
var verb = regexp.MustCompile(`%[-+#0-9.]*[a-zA-Z]|\{[a-zA-Z]+\}`)

// literal returns a text that is a literal, or several and values in between.
func literal(node ast.Node) (string, bool) {
	switch e := node.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		content, err := strconv.Unquote(e.Value)
		return verb.ReplaceAllString(content, aValue), err == nil
	case *ast.BinaryExpr:
		left, isLeft := literal(e.X)
		right, isRight := literal(e.Y)
		if e.Op != token.ADD || !isLeft && !isRight {
			return "", false
		}
		if !isLeft {
			left = aValue
		}
		if !isRight {
			right = aValue
		}
		return left + right, true
	}
	return "", false
}

// commandsOfTexts are the commands that the program's texts name: where, and in which shape.
func commandsOfTexts(t *testing.T) map[string][]string {
	t.Helper()
	tree := cli.NewCommandTree()
	all := map[string][]string{}
	for _, text := range programTexts(t) {
		for _, words := range advised(tree, text.content) {
			all[owner(text.file)+": "+shape(words)] = words
		}
	}
	return all
}

// owner names whose text it is. The front ends say the same of one session, whichever file says it.
func owner(file string) string {
	if strings.HasPrefix(file, "ui/") || strings.HasPrefix(file, "internal/session/") {
		return "ui"
	}
	return file
}

// TestCommandsOfTextsParse: every command that a text names is one, with these flags and so many arguments.
func TestCommandsOfTextsParse(t *testing.T) {
	all := commandsOfTexts(t)
	for _, site := range slices.Sorted(maps.Keys(all)) {
		file, _, _ := strings.Cut(site, ": ")
		if slices.Contains(documentation, file) {
			continue // TestEveryCommandHasExamples takes its commands with their arguments
		}
		if err := cli.NewCommandTree().Parse(all[site]); err != nil {
			t.Errorf("%s: appreg %s: %v", site, strings.Join(all[site], " "), err)
		}
	}
	if len(all) < 30 {
		t.Errorf("only %d commands were found", len(all))
	}
}

// TestCommandsOfCausesExist: where a cause's command is one of ours, there is such a command.
func TestCommandsOfCausesExist(t *testing.T) {
	tree := cli.NewCommandTree()
	for _, label := range cause.All() {
		row, _ := label.Row()
		commands := []string{row.Command}
		if row.User != nil {
			commands = append(commands, row.User.Command)
		}
		for _, command := range commands {
			if name, ours := strings.CutPrefix(command, "appreg "); ours && !tree.Has(strings.Fields(name)[0]) {
				t.Errorf("%s: there is no %s", label, command)
			}
		}
	}
}

// otherTools are the commands of others in our texts, whose flags are theirs.
var otherTools = regexp.MustCompile("(?:^|[ `(])(?:az|pac|m365|openssl|curl|gnome-keyring-daemon|security|ssh-keygen|base64|certutil|docker|kubectl|git|gh|dotnet|New-\\w+|Export-\\w+) [^`]*|curl: [^`]*|another tool [^`]*")

// givenToOthers are options with which we start another tool.
var givenToOthers = []string{"query", "resource-type"} // Azure CLI

var option = regexp.MustCompile(`(?:^|[^-\w])--([a-z][a-z-]+)`)

// TestOptionsOfTextsExist: every option that a text names is one of ours.
func TestOptionsOfTextsExist(t *testing.T) {
	tree := cli.NewCommandTree()
	found := 0
	for _, text := range programTexts(t) {
		for _, match := range option.FindAllStringSubmatch(otherTools.ReplaceAllString(text.content, ""), -1) {
			found++
			if !tree.HasFlag(match[1]) && !slices.Contains(givenToOthers, match[1]) {
				t.Errorf("%s: --%s is no option: %q", text.file, match[1], text.content)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d options were found", found)
	}
}
