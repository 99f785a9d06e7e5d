//go:build unix && !darwin

package transport

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// TestMissingRootsAreToldFromInterception: the roots are read once a process, so the test runs itself again without any.
func TestMissingRootsAreToldFromInterception(t *testing.T) {
	want := NoTrouble
	if os.Getenv("APPREG_TEST_NO_ROOTS") != "" {
		want = NoSystemRoots
	} else {
		again := exec.Command(os.Args[0], "-test.run=^TestMissingRootsAreToldFromInterception$")
		again.Env = append(os.Environ(), "APPREG_TEST_NO_ROOTS=1", "SSL_CERT_FILE=/dev/null", "SSL_CERT_DIR="+t.TempDir())
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("without roots: %v\n%s", err, out)
		}
	}
	_, err := get(t, newClient(t, Options{}), serveTLS(t).URL)
	var fault *NetworkError
	if !errors.As(err, &fault) || fault.Kind != TLS || fault.Trouble != want {
		t.Errorf("%#v, want trouble %d", err, want)
	}
}
