package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands lists every command that the help shows.
func commands(root *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{root}
	for _, child := range root.Commands() {
		if child.IsAvailableCommand() {
			list = append(list, commands(child)...)
		}
	}
	return list
}

// TestEveryCommandHasExamples: and each is a command line that appreg takes.
func TestEveryCommandHasExamples(t *testing.T) {
	root := newRoot(Streams{})
	seen := 0
	for _, cmd := range commands(root) {
		if cmd.Example == "" {
			t.Errorf("%s has no examples", cmd.CommandPath())
		}
		for line := range strings.Lines(strings.ReplaceAll(cmd.Example, "\\\n", "")) {
			if !strings.HasPrefix(line, "  ") || len(line) > 200 {
				t.Errorf("%s: example %q", cmd.CommandPath(), line)
			}
			seen += takesExample(t, line)
		}
	}
	for _, topic := range topics {
		for _, part := range topic.parts() {
			for line := range strings.Lines(strings.ReplaceAll(part.code, "\\\n", "")) {
				seen += takesExample(t, line)
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d examples were tried", seen)
	}
}

// TestOneCommandAlone: built alone, a command and those below it are what they are in the whole tree.
func TestOneCommandAlone(t *testing.T) {
	whole := map[string]string{}
	text := func(cmd *cobra.Command) string {
		cmd.InitDefaultHelpFlag()
		return cmd.Long + cmd.Example + cmd.UsageString()
	}
	for _, cmd := range commands(newRoot(Streams{})) {
		whole[cmd.CommandPath()] = text(cmd)
	}
	for _, row := range commandRows {
		root := newRootFor(Streams{}, []string{row.name, "x"})
		if list := root.Commands(); len(list) != 1 || list[0].Name() != row.name {
			t.Fatalf("%s: %d commands", row.name, len(list))
		}
		for _, cmd := range commands(root)[1:] {
			if whole[cmd.CommandPath()] != text(cmd) || text(cmd) == "" {
				t.Errorf("%s alone:\n%s", cmd.CommandPath(), text(cmd))
			}
		}
	}
	for _, args := range [][]string{nil, {"--json"}, {"help"}, {"chek"}, {cobra.ShellCompRequestCmd, ""}} {
		if got := len(newRootFor(Streams{}, args).Commands()); got < len(commandRows) {
			t.Errorf("%q: %d commands", args, got)
		}
	}
}

var exampleOf = regexp.MustCompile(`(?:^|[ (])appreg( [^|)#<>&]*)?`)

// takesExample has cobra read the appreg of a shell's line, and returns how many there were.
func takesExample(t *testing.T, line string) int {
	t.Helper()
	found := exampleOf.FindAllStringSubmatch(line, -1)
	for _, match := range found {
		args := strings.Fields(match[1])
		cmd, rest, err := newRoot(Streams{}).Find(args)
		if err == nil {
			err = cmd.ParseFlags(rest)
		}
		if err == nil {
			err = cmd.ValidateArgs(cmd.Flags().Args())
		}
		if err != nil {
			t.Errorf("appreg%s: %v", match[1], err)
		}
	}
	return len(found)
}

// TestFlagsAreNamedAlike: what a value is has a name that is a type, a short form is the same everywhere, and the
// description of what takes a value is a noun phrase that does not repeat the flag.
func TestFlagsAreNamedAlike(t *testing.T) {
	kinds := []string{"string", "ID|domain", "ID", "name@domain", "name", "file", "path|key", "YYYY-MM-DD", "keyring|vault|exec:NAME|none", "keyring|vault|exec:NAME", "key", "online|on-premises", "URL", "name|URL",
		"source", "command", "duration", "days", "tenant|group:ID|environment:ID"}
	shorts := map[string]string{"output": "o", "yes": "y", "help": "h"}
	for _, cmd := range commands(newRoot(Streams{})) {
		cmd.InitDefaultHelpFlag()
		if before, _, dashes := strings.Cut(cmd.UseLine(), " -- "); dashes && !strings.Contains(before, "[flags]") {
			t.Errorf("%s: the flags stand behind the dashes", cmd.UseLine())
		}
		check := func(f *pflag.Flag) {
			name, usage := pflag.UnquoteUsage(f)
			if name != "" && !slices.Contains(kinds, name) {
				t.Errorf("%s --%s takes %q", cmd.CommandPath(), f.Name, name)
			}
			if f.Shorthand != shorts[f.Name] {
				t.Errorf("%s --%s has the short form %q, want %q", cmd.CommandPath(), f.Name, f.Shorthand, shorts[f.Name])
			}
			if verb := strings.Fields(usage + " -")[0]; name != "" && slices.Contains([]string{"read", "give", "print", "show", "ask", "never", "tell", "the", "a"}, verb) {
				t.Errorf("%s --%s: %q is not a noun phrase", cmd.CommandPath(), f.Name, usage)
			}
			if strings.Contains(usage, "`") || strings.HasSuffix(usage, ".") {
				t.Errorf("%s --%s: %q", cmd.CommandPath(), f.Name, usage)
			}
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				check(f)
			}
		})
	}
}

// TestVariablesAreDocumented: every variable that the program reads is in `appreg help environment`, and no other.
func TestVariablesAreDocumented(t *testing.T) {
	var listed []string
	for _, v := range variables() {
		listed = append(listed, strings.Split(v.name, ", ")...)
	}
	read := variablesInSource(t)
	const written = "APPREG_ACCESS_TOKEN" // by token, for whoever comes after
	for _, name := range read {
		if name != written && !slices.Contains(listed, name) {
			t.Errorf("%s is read, but the help does not list it", name)
		}
	}
	for _, name := range listed {
		if strings.HasPrefix(name, "APPREG_") && !slices.Contains(read, name) {
			t.Errorf("the help lists %s, which nobody reads", name)
		}
	}
}

// variablesInSource finds the names of our variables among the strings of the program's source.
func variablesInSource(t *testing.T) []string {
	t.Helper()
	var names []string
	whole := regexp.MustCompile(`^APPREG_[A-Z_]+[A-Z]$`)
	module := os.DirFS("../..")
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(module, name)
		if err != nil || strings.HasSuffix(name, "variables_table.go") || strings.HasPrefix(name, "internal/longtest/") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && whole.MatchString(strings.Trim(text.Value, "\"`")) {
				names = append(names, strings.Trim(text.Value, "\"`"))
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	names = append(names, variableProfile) // its string is in the table alone
	slices.Sort(names)
	return slices.Compact(names)
}

// TestTopics: each fits a terminal of 80 columns but for commands, and `help` finds it.
func TestTopics(t *testing.T) {
	for _, topic := range topics {
		if found, ok := findTopic(topic.name); !ok || found.short != topic.short {
			t.Errorf("%s is not found", topic.name)
		}
		text := topic.text(80)
		if !strings.HasPrefix(text, topic.short+"\n\n") {
			t.Errorf("%s begins with %.40q", topic.name, text)
		}
		for line := range strings.Lines(text) {
			if len(line) > 100 && !strings.Contains(line, "appreg ") {
				t.Errorf("%s: %q is too wide", topic.name, line)
			}
		}
	}
}

// TestErrorCodesAreDocumented: every "code" that an error's JSON can hold is in `appreg help exit-codes`.
func TestErrorCodesAreDocumented(t *testing.T) {
	page, _ := findTopic("exit-codes")
	documented := strings.FieldsFunc(page.text(80), func(c rune) bool { return !(c >= 'a' && c <= 'z' || c == '_') })
	module := os.DirFS(".")
	files, err := fs.Glob(module, "*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	label := regexp.MustCompile(`label(?::\s*|\s*=\s*\w+,\s*)"([a-z_]+)"`)
	for _, name := range files {
		source, err := fs.ReadFile(module, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, match := range label.FindAllStringSubmatch(string(source), -1) {
			found++
			if !slices.Contains(documented, match[1]) {
				t.Errorf("%s: the code %s is not documented", name, match[1])
			}
		}
	}
	if found < 12 {
		t.Errorf("%d codes were found", found)
	}
}
