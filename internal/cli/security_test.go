package cli_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurityNamesItsTests: every line of SECURITY.md's tables that says what can and cannot be done names a test, and
// every test that it names is there.
func TestSecurityNamesItsTests(t *testing.T) {
	text, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := testNames(t)
	name := regexp.MustCompile("`(Test[A-Za-z]+)`")
	for _, found := range name.FindAllStringSubmatch(string(text), -1) {
		if !there[found[1]] {
			t.Errorf("there is no %s", found[1])
		}
	}
	proven, rows := false, 0
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case !strings.HasPrefix(line, "|"):
			proven = false
		case strings.HasSuffix(line, "| test |"):
			proven = true
		case proven && !strings.HasPrefix(line, "| ---"):
			cells := strings.Split(strings.TrimSuffix(line, " |"), " | ")
			if rows++; !name.MatchString(cells[len(cells)-1]) {
				t.Errorf("no test: %s", line)
			}
		}
	}
	if rows < 20 {
		t.Errorf("only %d lines were looked at", rows)
	}
}

// testNames are the tests of the module.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names, function := map[string]bool{}, regexp.MustCompile(`(?m)^func (Test[A-Za-z]+)\(`)
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, found := range function.FindAllStringSubmatch(string(source), -1) {
			names[found[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
