//go:build !windows

package diagnose

import (
	"regexp"
	"strings"
	"testing"

	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/longtest"
	"appreg/internal/shelltest"
)

// The files that the certificates' commands name.
const certificateFiles = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 9 -subj /CN=x\n" +
	"openssl pkcs12 -export -inkey key.pem -in certificate.pem -out certificate.pfx -passout pass:oak"

// Commands about certificates do what the steps say of them.
func TestCertificateCommandsRun(t *testing.T) {
	longtest.Only(t)
	for label, tt := range map[cause.Label]struct {
		typed []string
		then  string // a command that shows what was made
		shows string
	}{
		cause.CertExpired:     {[]string{"elmelm"}, "openssl pkcs12 -in appreg-certificate.pfx -noenc", `(?s)BEGIN CERTIFICATE.*BEGIN PRIVATE KEY`},
		cause.CertAlgorithm:   {[]string{"elmelm"}, "openssl x509 -in appreg-certificate.cer -noout -text", `Public-Key: \(2048 bit\)`},
		cause.CertUnreadable:  {[]string{"oak"}, "cat certificate.pem", `(?s)BEGIN CERTIFICATE.*BEGIN PRIVATE KEY`},
		cause.CertKeyMismatch: {nil, "true", ``},
	} {
		t.Run(string(label), func(t *testing.T) {
			dir := t.TempDir()
			shelltest.Run(t, dir, certificateFiles)
			shown := shelltest.Run(t, dir, ForCause(label, Context{}).Fix.Command, tt.typed...)
			if got := shelltest.Run(t, dir, tt.then, "elmelm"); !regexp.MustCompile(tt.shows).MatchString(got) {
				t.Errorf("%s shows\n%s", tt.then, got)
			}
			if label == cause.CertKeyMismatch {
				if parts := strings.SplitAfter(shown, "END PUBLIC KEY-----"); len(parts) != 3 || strings.TrimSpace(parts[0]) != strings.TrimSpace(parts[1]) {
					t.Errorf("the keys of one pair are shown as different:\n%s", shown)
				}
			}
		})
	}
}

// No command about certificates stands in the table without being run here or, for az, which needs a tenant, elsewhere.
func TestEveryCertificateCommandIsKnown(t *testing.T) {
	for _, label := range cause.All() {
		row, _ := label.Row()
		switch {
		case row.At != cause.AtCertificate:
		case row.Command == "", row.Command == certificate.NewPair, strings.HasPrefix(row.Command, "az "), row.Command == "timedatectl status":
		case row.Label == cause.CertUnreadable, row.Label == cause.CertKeyMismatch:
		default:
			t.Errorf("%s: %s is run by no test", row.Label, row.Command)
		}
	}
}
