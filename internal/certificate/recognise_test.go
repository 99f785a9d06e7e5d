//go:build !windows

package certificate

import (
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/shelltest"
)

// Files of other kinds are named for what they are, not called damaged.
func TestOtherFilesAreNamed(t *testing.T) {
	longtest.Only(t)
	dir := workshop(t)
	for name, tt := range map[string]struct {
		make string
		want Problem
	}{
		"certificate request":       {"openssl req -new -key key.pem -subj /CN=x -out f", Request},
		"certificate request, DER":  {"openssl req -new -key key.pem -subj /CN=x -outform DER -out f", Request},
		"PKCS #7":                   {"openssl crl2pkcs7 -nocrl -certfile certificate.cer -out f", CertificatesOnly},
		"PKCS #7, DER":              {"openssl crl2pkcs7 -nocrl -certfile certificate.cer -outform DER -out f", CertificatesOnly},
		"PKCS #7, base64":           {"openssl crl2pkcs7 -nocrl -certfile certificate.cer -outform DER | base64 >f", CertificatesOnly},
		"public key":                {"openssl pkey -in key.pem -pubout -out f", PublicKey},
		"public key, PKCS#1":        {"openssl rsa -in key.pem -RSAPublicKey_out -out f", PublicKey},
		"public key of OpenSSH":     {"chmod 600 key.pem; ssh-keygen -y -f key.pem >f", PublicKey},
		"public key, RFC 4716":      {"chmod 600 key.pem; ssh-keygen -e -f key.pem >f", PublicKey},
		"PuTTY's key":               {"printf 'PuTTY-User-Key-File-3: ssh-rsa\\n' >f", PuTTY},
		"Java keystore":             {"printf '\\376\\355\\376\\355\\000\\000\\000\\002' >f", JavaKeystore},
		"Java keystore, JCEKS":      {"printf '\\316\\316\\316\\316\\000\\000\\000\\002' >f", JavaKeystore},
		"base64 of a certificate":   {"openssl x509 -in certificate.cer -outform DER | base64 >f", NoKey},
		"base64 of a key":           {"openssl pkey -in key.pem -outform DER | base64 >f", NoCertificate},
		"an OpenSSH key, cut off":   {"cp key.pem k; chmod 600 k; ssh-keygen -q -p -N '' -f k >/dev/null; head -c 400 k >f", CutOff},
		"an OpenSSH key, empty":     {"printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEA\\n-----END OPENSSH PRIVATE KEY-----\\n' >f", NotReadable},
		"a web page":                {"printf '<!DOCTYPE html><html></html>' >f", NotReadable},
		"JSON without a value":      {`printf '{"error":{"code":"Forbidden"}}' >f`, NotReadable},
		"base64 of something else":  {"head -c 100 /dev/zero | base64 >f", NotReadable},
		"PEM, its dashes made long": {"sed 's/-----/–––––/g' app.pem >f", NotReadable},
	} {
		t.Run(name, func(t *testing.T) {
			shelltest.Run(t, dir, "rm -f f k p\n"+tt.make)
			if _, err := readIn(t, dir, "f", ""); problemOf(err) != tt.want {
				t.Errorf("%v, want %q", err, texts[tt.want].text)
			}
		})
	}
}

func TestCommandNamesTheFile(t *testing.T) {
	for path, want := range map[string]string{
		"/home/jan/app.pem": "/home/jan/app.pem", "/a b/x": "'/a b/x'", "/it's": `'/it'\''s'`, "-x": "./-x", "": "FILE", "a\nb": "FILE", "/$(id)": "'/$(id)'", `a\b`: `'a\b'`,
	} {
		e := &Error{Problem: NoKey, Format: PEM}
		if got := e.Command(path); got != "openssl pkcs12 -export -inkey key.pem -in "+want+" -out appreg-certificate.pfx" {
			t.Errorf("%q: %s", path, got)
		}
	}
	if got := (&Error{Problem: NotReadable}).Command("x"); got != "" {
		t.Errorf("a command without need: %s", got)
	}
}
