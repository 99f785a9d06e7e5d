// Package longtest marks the tests that drive terminals, kill processes, need a real keyring or walk every case through
// real processes. `go test ./...` leaves them out, so that it ends within a minute or two on a laptop; `make test-all`
// and CI run them, and CI fails if one is skipped.
package longtest

import (
	"os"
	"testing"
)

// Variable switches the long tests on when it is 1.
const Variable = "APPREG_TEST_LONG"

// Only skips a test unless the long ones were asked for.
func Only(t testing.TB) {
	t.Helper()
	if os.Getenv(Variable) != "1" {
		t.Skip("a long test: run it with " + Variable + "=1, or make test-all")
	}
}
