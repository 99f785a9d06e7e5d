//go:build !windows

package steps

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/certificate"
	"appreg/internal/longtest"
	"appreg/internal/secret"
	"appreg/internal/shelltest"
)

// The commands of the guide make a file that the field takes.
func TestCertificateCommandsOfTheGuide(t *testing.T) {
	longtest.Only(t)
	dir := t.TempDir()
	shelltest.Run(t, dir, strings.Join(certificateCommands, "\n"), "elmelm")
	data, err := os.ReadFile(filepath.Join(dir, "app.pfx"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Read(t.Context(), data, secret.New("elmelm")); err != nil {
		t.Error(err)
	}
}
