package steps

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/givenfile"
	"appreg/internal/registration"
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
		"PEM":                          {"good.pem", "good.pem", "thumbprint ", false},
		"blanks around":                {"  good.pem\n", "good.pem", "to compare with the portal", false},
		"quotes of a shell":            {`"with space/a"`, "with space/a", "valid until 2027-11-20", false},
		"escaped by a terminal":        {`with\ space/a\(1\).pem`, "with space/a(1).pem", "thumbprint ", false},
		"escaped, with a blank behind": {`with\ space/a `, "with space/a", "thumbprint ", false},
		"a file's address":             {"file:///with%20space/b.pem", "/with space/b.pem", "thumbprint ", false},
		"of this machine":              {"file://localhost/with%20space/b.pem", "/with space/b.pem", "thumbprint ", false},
		"on Windows":                   {"file:///C:/keys/app.pem", "C:/keys/app.pem", "thumbprint ", false},
		"quote inside quotes":          {`'o'\''brien.pem'`, "o'brien.pem", "thumbprint ", false},
		"PFX with no secret":           {"open.pfx", "open.pfx", "thumbprint ", false},
		"PFX with a password":          {"good.pfx", "good.pfx", "enter its password next", false},
		"ends soon":                    {"soon.pem", "soon.pem", "within 30 days", true},
		"not valid yet":                {"later.pem", "later.pem", "isn't valid before", true},
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
		cause cause.Label
		words string
	}{
		"empty":             {"", "", "Certificate file is missing"},
		"no such file":      {"nowhere.pem", "cert_unreadable", `no such file`},
		"another's home":    {"~jan/app.pem", "cert_unreadable", "write out that user's home directory"},
		"only certificate":  {"cert.pem", "cert_unreadable", "no private key"},
		"only key":          {"key.pem", "cert_unreadable", "no certificate"},
		"another's key":     {"mismatch.pem", "cert_key_mismatch", "doesn't match"},
		"expired":           {"expired.pem", "cert_expired", "2026-11-19"},
		"elliptic curve":    {"ec.pem", "cert_algorithm", "RSA"},
		"cut off":           {"cut.pem", "cert_unreadable", "down to the last END line"},
		"store path":        {`Cert:\CurrentUser\My\` + thumbprint, "cert_unreadable", "a Windows certificate store"},
		"store folder":      {`cert:\LocalMachine\My`, "cert_unreadable", "a Windows certificate store"},
		"provider's path":   {`Microsoft.PowerShell.Security\Certificate::CurrentUser\My\` + thumbprint, "cert_unreadable", "a Windows certificate store"},
		"thumbprint":        {thumbprint, "cert_unreadable", "a Windows certificate store"},
		"content in base64": {"MII" + strings.Repeat("Abc/", 300), "cert_unreadable", "content of a certificate file"},
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
		{fs.ErrPermission, "you may not read this file"},
		{errors.New("input/output error"), "couldn't read the file"},
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
	wantProblem(t, problem, "cert_unreadable", "doesn't open")
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

const thumbprint = "4B752E9B39DE1A2740EE57EC621963D0A6F59B72"

// The commands name the very entry, in the form of PowerShell's provider.
func TestStoreEntriesAreExportedByTheirName(t *testing.T) {
	const command = `Export-PfxCertificate -Cert 'Cert:\%s' -FilePath appreg-certificate.pfx -Password (Read-Host -AsSecureString)`
	spaced := "4b 75 2e 9b 39 de 1a 27 40 ee 57 ec 62 19 63 d0 a6 f5 9b 72"
	for named, entry := range map[string]string{
		`Cert:\CurrentUser\My\` + thumbprint:                   `CurrentUser\My\` + thumbprint,
		`cert:/LocalMachine/My/` + strings.ToLower(thumbprint): `LocalMachine\My\` + thumbprint,
		`Cert:\\CurrentUser\TrustedPeople\` + thumbprint:       `CurrentUser\TrustedPeople\` + thumbprint,
		thumbprint:                           `CurrentUser\My\` + thumbprint,
		spaced:                               `CurrentUser\My\` + thumbprint,
		strings.ReplaceAll(spaced, " ", ":"): `CurrentUser\My\` + thumbprint,
		"\u200e" + spaced:                    `CurrentUser\My\` + thumbprint, // as certlm.msc copies it
		`Cert:\CurrentUser\My`:               "",
		`Cert:\CurrentUser\My\` + thumbprint[:39] + "';calc;'": "",
		strings.Repeat("0a", 32):                               "", // SHA-256: the provider has no such names
	} {
		_, _, problem := certificateMachine().Accept(KeyCertificate, named)
		if problem == nil {
			t.Fatalf("%s was taken", named)
		}
		want := ""
		if entry != "" {
			want = fmt.Sprintf(command, entry)
		}
		if problem.Command != want || !problem.Whole || !strings.Contains(problem.Fix, "PFX file") {
			t.Errorf("%s:\ncommand %q\nwant    %q\nfix %q", named, problem.Command, want, problem.Fix)
		}
	}
}

// A file of that name comes first.
func TestAFileCalledLikeAThumbprint(t *testing.T) {
	files := map[string][]byte{thumbprint: certificates()["good.pem"]}
	if _, problem := judge(t, testEnv(files), registered(catalog.PowerApps, catalog.ClientCertificate), KeyCertificate, thumbprint); problem != nil {
		t.Errorf("%s", problem.Error())
	}
}

// What is kept of a path means the same from every directory.
func TestPathIsKeptAbsolute(t *testing.T) {
	env := testEnv(map[string][]byte{"/home/jan/app.pem": certificates()["good.pem"]})
	env.Absolute = func(path string) (string, error) { return strings.Replace(path, "~", "/home/jan", 1), nil }
	m := accept(t, New(env, registered(catalog.PowerApps, catalog.ClientCertificate)), KeyCertificate, "~/app.pem")
	if got := m.Answers().Get(KeyCertificate); got != "/home/jan/app.pem" {
		t.Errorf("kept %q", got)
	}
}

// What ends the reading is told from what is wrong with the file.
func TestReadingThatWasBrokenOff(t *testing.T) {
	env := testEnv(certificates())
	env.OpenCertificate = func(secret.Secret, secret.Secret) (*certificate.Certificate, error) { return nil, context.Canceled }
	_, problem := judge(t, env, registered(catalog.PowerApps, catalog.ClientCertificate), KeyCertificate, "good.pem")
	if problem == nil || !errors.Is(problem, context.Canceled) {
		t.Errorf("%v", problem)
	}
}

// Faults of a file bring their own way out, for this very file.
func TestFaultsOfAFileBringTheirCommand(t *testing.T) {
	_, problem := judge(t, testEnv(certificates()), registered(catalog.PowerApps, catalog.ClientCertificate), KeyCertificate, "cert.pem")
	if problem == nil || problem.Command != "openssl pkcs12 -export -inkey key.pem -in cert.pem -out appreg-certificate.pfx" || !problem.Whole {
		t.Errorf("%+v", problem)
	}
	_, problem = judge(t, testEnv(certificates()), registered(catalog.PowerApps, catalog.ClientCertificate), KeyCertificate, "expired.pem")
	if problem == nil || problem.Whole {
		t.Errorf("%+v: the portal's page is part of the way out", problem)
	}
}
