package cli_test

import (
	"strings"
	"testing"
)

// heeded is a failure whose fix names an option, a variable, or a flag to leave out, and the command that heeds it.
type heeded struct {
	args []string
	env  []string
	code int
	says string // what the fix names

	then    []string
	thenEnv []string
	ends    int // the code with which the command ends then
}

// TestOptionsThatAFixNames follows the advice that is no whole command: the same command, with what the fix says.
func TestOptionsThatAFixNames(t *testing.T) {
	t.Parallel()
	for _, table := range []map[string]func(a *adviser) heeded{storeOptions, usageOptions, verdictOptions} {
		for name, meet := range table {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				a := newAdviser(t)
				row := meet(a)
				told := strings.Join(strings.Fields(a.failsAt(at{env: row.env}, row.code, row.args...)), " ")
				if !strings.Contains(told, row.says) {
					t.Fatalf("the fix does not say %q:\n%s", row.says, told)
				}
				a.failsAt(at{env: append(row.env, row.thenEnv...)}, row.ends, row.then...)
			})
		}
	}
}
