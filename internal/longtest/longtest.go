// Package longtest says how much the plain `go test ./...` does, and where. It marks the tests that drive terminals, kill
// processes, need a real keyring or tools beside Go, git and curl, or walk every case through real processes; it picks a
// share of the cases where they are many and alike; and it has temporary files kept in memory. `go test ./...` leaves the rest
// out, so that it ends within a minute or two on a laptop; `make test-all` and CI run everything, and CI fails if a test is
// skipped.
package longtest

import (
	"os"
	"testing"
)

// Variable switches the long tests on when it is 1.
const Variable = "APPREG_TEST_LONG"

// Wanted reports whether the long tests were asked for.
func Wanted() bool { return os.Getenv(Variable) == "1" }

// Only skips a test unless the long ones were asked for.
func Only(t testing.TB) {
	t.Helper()
	if !Wanted() {
		t.Skip("a long test: run it with " + Variable + "=1, or make test-all")
	}
}

// Share returns what tells, for one case after the other, whether to test it: the first of n and then every nth, or each
// if the long tests were asked for. A share that has no divisor in common with the rows of a table meets all its columns.
func Share(n int) func() bool {
	asked := 0
	return func() bool {
		asked++
		return Wanted() || (asked-1)%n == 0
	}
}
