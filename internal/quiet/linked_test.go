package quiet

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// stays are the variables that linked modules read and that make nothing talk, by what stands in the call.
var stays = map[string]string{
	`"DBUS_SESSION_BUS_ADDRESS"`:        "where the session's bus is",
	`"DBUS_SYSTEM_BUS_ADDRESS"`:         "where the system's bus is",
	`"DBUS_LAUNCHD_SESSION_BUS_SOCKET"`: "where macOS keeps the session's bus",
	`"RUNEWIDTH_EASTASIAN"`:             "widths of characters",
	`"LC_ALL"`:                          "widths of characters",
	`"LC_CTYPE"`:                        "widths of characters",
	`"LANG"`:                            "widths of characters",
	`"WT_SESSION"`:                      "widths of characters in Windows Terminal",
	`"SSH_TTY"`:                         "whether the terminal is far away",
	`"TERM"`:                            "the terminal's kind",
	`"COLORTERM"`:                       "the terminal's colours",
	`"FORCE_COLOR"`:                     "the terminal's colours",
	`"TERM_PROGRAM"`:                    "the terminal's colours",
	`"TERM_PROGRAM_VERSION"`:            "the terminal's colours",
	`"TERMINFO"`:                        "where descriptions of terminals are",
	`"TERMINFO_DIRS"`:                   "where descriptions of terminals are",
	`activeHelpGlobalEnvVar`:            "Cobra: hints in a completion",
	`activeHelpEnvVar(cmd.Root(`:        "Cobra: hints in a completion",
	`configEnvVar(cmd.Root(`:            "Cobra: descriptions in a completion",
	`configEnvVar(configEnvVarGlobalPrefix, suffix`: "Cobra: descriptions in a completion",
	`"GODEBUG"`:  "golang.org/x/sys/cpu: which instructions of the processor are used; it writes on a setting cpu.* that it does not know, about names alone",
	`key`:        "golang.org/x/sys and Ultraviolet: a way to read variables, not a reader",
	`key string`: "the same",
}

// TestLinkedModulesReadKnownVariables: a module that reads a further variable may have learnt to talk. Somebody has to
// look, and then to add it to one of the two lists.
func TestLinkedModulesReadKnownVariables(t *testing.T) {
	call := regexp.MustCompile(`(?:Getenv|LookupEnv)\((.*?)\)`)
	seen := map[string]bool{}
	for _, file := range linkedFiles(t) {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(source), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "//") {
				continue
			}
			for _, found := range call.FindAllStringSubmatch(line, -1) {
				read := found[1]
				seen[read] = true
				if stays[read] == "" && !slices.Contains(variables, strings.Trim(read, `"`)) {
					t.Errorf("%s reads %s: is it one that makes it talk?", file, read)
				}
			}
		}
	}
	for _, known := range []string{`"TEA_TRACE"`, `"TEA_DEBUG"`, `"UV_DEBUG"`, `"BASH_COMP_DEBUG_FILE"`} {
		if !seen[known] {
			t.Errorf("no linked module reads %s any more", known)
		}
	}
}

// linkedFiles returns the sources of the modules in the program, of this system.
func linkedFiles(t *testing.T) []string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-f",
		`{{if and .Module (not .Module.Main)}}{{$dir := .Dir}}{{range .GoFiles}}{{$dir}}/{{.}}{{"\n"}}{{end}}{{end}}`, "appreg")
	cmd.Stderr = os.Stderr
	list, err := cmd.Output()
	if err != nil {
		t.Fatalf("could not list the linked packages: %v", err)
	}
	files := strings.FieldsFunc(string(list), func(c rune) bool { return c == '\n' || c == '\r' })
	if len(files) < 100 {
		t.Fatalf("only %d files", len(files))
	}
	return files
}
