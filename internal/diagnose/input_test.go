package diagnose

import (
	"errors"
	"strings"
	"testing"
	"time"

	"appreg/internal/cause"
	"appreg/internal/certificate"
)

// A certificate that cannot be used is one finding for whoever meets it: what is wrong with the file is the title, and the
// file's own fix all there is to do, but for one that has ended.
func TestCertificateFault(t *testing.T) {
	tests := map[string]struct {
		err             error
		label           cause.Label
		title, evidence string
		steps           int // 0: some, of the cause's own
		command         bool
	}{
		"its password": {&certificate.Error{Problem: certificate.PasswordWrong}, cause.CertUnreadable, "", "nothing was sent", 1, false},
		"a key alone":  {&certificate.Error{Problem: certificate.NoCertificate, Format: certificate.PEM}, cause.CertUnreadable, "", "nothing was sent", 1, true},
		"ended": {&certificate.Error{Problem: certificate.Expired, Date: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)},
			cause.CertExpired, ForCause(cause.CertExpired, Context{}).Title, "2026-01-02", 0, false},
		"not read": {errors.New("disk on fire"), cause.CertUnreadable, ForCause(cause.CertUnreadable, Context{}).Title, "disk on fire", 0, false},
	}
	for name, test := range tests {
		f := Faulty(CertificateFault(test.err, "/x/key.pem"), Context{})
		title := test.title
		if title == "" {
			title = strings.TrimSuffix(Sentence(test.err.Error()), ".")
		}
		if f.Cause != test.label || f.Title != title || !strings.Contains(f.Evidence, test.evidence) {
			t.Errorf("%s: %s, %q, %q", name, f.Cause, f.Title, f.Evidence)
		}
		if own := test.steps == 1; own != (len(f.Fix.Steps) == 1 && f.Meaning == "") || !own && f.Meaning != notSent {
			t.Errorf("%s: %d steps, meaning %q", name, len(f.Fix.Steps), f.Meaning)
		}
		if test.command != strings.Contains(f.Fix.Command, "/x/key.pem") {
			t.Errorf("%s: command %q", name, f.Fix.Command)
		}
	}
}

// A phrase becomes a sentence with one dot.
func TestSentence(t *testing.T) {
	for phrase, want := range map[string]string{"enter it": "Enter it.", "über": "Über.", "Done.": "Done.", "": ""} {
		if got := Sentence(phrase); got != want {
			t.Errorf("%q: %q", phrase, got)
		}
	}
}
