package steps

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/givenfile"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
)

func certificateMachine() Machine {
	return New(testEnv(certificates()), registered(catalog.PowerApps, catalog.ClientCertificate))
}

func TestCertificateIsTaken(t *testing.T) {
	tests := map[string]struct {
		path, want, note string
		warn             bool
	}{
		"PEM":                 {"good.pem", "good.pem", "thumbprint ", false},
		"blanks around":       {"  good.pem\n", "good.pem", "to compare with the portal", false},
		"quotes of a shell":   {`"with space/a"`, "with space/a", "valid until 2027-11-20", false},
		"PFX with no secret":  {"open.pfx", "open.pfx", "thumbprint ", false},
		"PFX with a password": {"good.pfx", "good.pfx", "enter its password next", false},
		"ends soon":           {"soon.pem", "soon.pem", "within 30 days", true},
		"not valid yet":       {"later.pem", "later.pem", "not valid before", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, accepted, problem := certificateMachine().Accept(KeyCertificate, tt.path)
			if problem != nil {
				t.Fatalf("refused: %s", problem.Error())
			}
			if accepted.Warn != tt.warn || !strings.Contains(accepted.Note, tt.note) {
				t.Errorf("note %q, warn %v", accepted.Note, accepted.Warn)
			}
			a := m.Answers()
			if a.Get(KeyCertificate) != tt.want || !a.Secret(KeyCertificate).Equal(secret.New(string(certificates()[tt.want]))) {
				t.Errorf("path %q; its bytes are kept: %v", a.Get(KeyCertificate), !a.Secret(KeyCertificate).IsZero())
			}
		})
	}
}

func TestCertificateIsRefused(t *testing.T) {
	tests := map[string]struct {
		path  string
		cause report.Cause
		words string
	}{
		"empty":             {"", "", "Certificate file is missing"},
		"no such file":      {"nowhere.pem", "cert_unreadable", `no such file`},
		"tilde":             {"~/app.pem", "cert_unreadable", "~ is read by shells only"},
		"only certificate":  {"cert.pem", "cert_unreadable", "no private key"},
		"only key":          {"key.pem", "cert_unreadable", "no certificate"},
		"another's key":     {"mismatch.pem", "cert_key_mismatch", "does not belong"},
		"expired":           {"expired.pem", "cert_expired", "2026-11-19"},
		"elliptic curve":    {"ec.pem", "cert_algorithm", "RSA"},
		"cut off":           {"cut.pem", "cert_unreadable", "enter another file"},
		"another format":    {"text.txt", "cert_unreadable", "neither a PEM"},
		"empty file":        {"empty.pem", "cert_unreadable", "neither a PEM"},
		"key pasted itself": {"-----BEGIN RSA PRIVATE KEY-----", "", "private key"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, _, problem := certificateMachine().Accept(KeyCertificate, tt.path)
			wantProblem(t, problem, tt.cause, tt.words)
			if m.Answers().Has(KeyCertificate) {
				t.Error("something was kept")
			}
		})
	}
}

func TestUnreadableFileSaysWhy(t *testing.T) {
	for _, tt := range []struct {
		err   error
		words string
	}{
		{fs.ErrPermission, "may not be read by you"},
		{errors.New("input/output error"), "could not be read"},
		{&fs.PathError{Op: "read", Path: "/etc/x", Err: givenfile.Folder}, "it is a folder"},
	} {
		env := testEnv(nil)
		env.ReadFile = func(string) ([]byte, error) { return nil, tt.err }
		_, problem := judge(t, env, registered(catalog.PowerApps, catalog.ClientCertificate), KeyCertificate, "/etc/x")
		wantProblem(t, problem, "cert_unreadable", tt.words)
	}
}

func TestPasswordOfThePFX(t *testing.T) {
	locked := accept(t, certificateMachine(), KeyCertificate, "good.pfx")
	if missing := keysOf(locked.Missing(catalog.StepCredential)); len(missing) != 1 || missing[0] != KeyCertificatePassword {
		t.Fatalf("missing after a locked file: %v", missing)
	}
	still, _, problem := locked.Accept(KeyCertificatePassword, "wrong")
	wantProblem(t, problem, "cert_unreadable", "does not open")
	if still.Answers().Has(KeyCertificatePassword) {
		t.Error("the wrong password was kept")
	}
	open, accepted, problem := locked.Accept(KeyCertificatePassword, pfxPassword+"\n")
	if problem != nil || !strings.Contains(accepted.Note, "thumbprint ") {
		t.Fatalf("problem %v, note %q", problem, accepted.Note)
	}
	if missing := open.Missing(catalog.StepCredential); len(missing) > 0 {
		t.Errorf("still missing: %v", keysOf(missing))
	}
	reg := open.Answers().Registration()
	if !reg.Credential.CertificatePassword.Equal(secret.New(pfxPassword)) || reg.Credential.Keep != registration.KeepPath {
		t.Errorf("credential %+v", reg.Credential)
	}
}

func TestPasswordBeforeTheFile(t *testing.T) {
	m := accept(t, certificateMachine(), KeyCertificatePassword, pfxPassword)
	m, accepted, problem := m.Accept(KeyCertificate, "good.pfx")
	if problem != nil || !strings.Contains(accepted.Note, "thumbprint ") || len(m.Missing(catalog.StepCredential)) > 0 {
		t.Errorf("problem %v, note %q", problem, accepted.Note)
	}
	m = accept(t, certificateMachine(), KeyCertificatePassword, "of another file")
	m = accept(t, m, KeyCertificate, "good.pfx")
	if m.Answers().Has(KeyCertificatePassword) {
		t.Error("a password that does not open the file was kept")
	}
}

func TestExpiredPFXIsFoundWithItsPassword(t *testing.T) {
	m := accept(t, certificateMachine(), KeyCertificate, "expired.pfx")
	_, _, problem := m.Accept(KeyCertificatePassword, pfxPassword)
	wantProblem(t, problem, "cert_expired", "2026-11-19")
}

func TestAnotherFileForgetsTheLock(t *testing.T) {
	m := accept(t, accept(t, certificateMachine(), KeyCertificate, "good.pfx"), KeyCertificate, "good.pem")
	if missing := m.Missing(catalog.StepCredential); len(missing) > 0 {
		t.Errorf("a PEM file asks for %v", keysOf(missing))
	}
}
