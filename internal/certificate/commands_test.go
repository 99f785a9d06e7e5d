//go:build !windows

package certificate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/shelltest"
)

// situations are the files for which commands are given: made by make as "my file", opened with password, refused with
// problem. typed are the answers to what the commands ask for.
var situations = map[string]struct {
	make     string
	password string
	problem  Problem
	typed    []string
}{
	"certificate alone":           {"cp certificate.cer 'my file'", "", NoKey, []string{"elmelm"}},
	"certificate alone, DER":      {"openssl x509 -in certificate.cer -outform DER -out 'my file'", "", NoKey, []string{"elmelm"}},
	"key alone":                   {"cp key.pem 'my file'", "", NoCertificate, []string{"elmelm"}},
	"key alone, PKCS#1":           {"openssl rsa -traditional -in key.pem -out 'my file'", "", NoCertificate, []string{"elmelm"}},
	"key alone, encrypted":        {"openssl pkcs8 -topk8 -in key.pem -passout pass:oak -out 'my file'", "oak", NoCertificate, []string{"oak", "elmelm"}},
	"key alone, PKCS#1 encrypted": {"openssl rsa -traditional -aes256 -in key.pem -passout pass:oak -out 'my file'", "oak", NoCertificate, []string{"oak", "elmelm"}},
	"key alone, DER":              {"openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER -out 'my file'", "", NoCertificate, []string{"elmelm"}},
	"key alone, PKCS#1 DER":       {"openssl rsa -traditional -in key.pem -outform DER -out 'my file'", "", NoCertificate, []string{"elmelm"}},
	"key alone, encrypted DER":    {"openssl pkcs8 -topk8 -in key.pem -passout pass:oak -outform DER -out 'my file'", "oak", NoCertificate, []string{"oak", "elmelm"}},
	"key alone, PFX":              {"openssl pkcs12 -export -nocerts -inkey key.pem -out 'my file' -passout pass:oak", "oak", NoCertificate, []string{"oak", "elmelm"}},
	"OpenSSH": {"cp key.pem k; chmod 600 k; ssh-keygen -q -p -N '' -f k >/dev/null; cat k certificate.cer >'my file'", "",
		OpenSSH, []string{"", "", "elmelm"}},
	"OpenSSH, encrypted": {"cp key.pem k; chmod 600 k; ssh-keygen -q -p -N oakoak -f k >/dev/null; cat k certificate.cer >'my file'", "oakoak",
		OpenSSH, []string{"oakoak", "", "", "elmelm"}},
	"OpenSSH alone": {"cp key.pem 'my file'; chmod 600 'my file'; ssh-keygen -q -p -N '' -f 'my file' >/dev/null; chmod 644 'my file'", "",
		OpenSSH, []string{"", "", "elmelm"}},
	"PFX, emoji":    {"openssl pkcs12 -export -descert -inkey key.pem -in certificate.cer -out 'my file' -passout pass:oak🔑", "oak🔑", PasswordNotTaken, []string{"oak🔑", "elmelm"}},
	"PEM, emoji":    {"(openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -in key.pem -passout pass:oak🔑; cat certificate.cer) >'my file'", "oak🔑", PasswordNotTaken, []string{"oak🔑", "elmelm"}},
	"PFX, Camellia": {"openssl pkcs12 -export -keypbe camellia-256-cbc -inkey key.pem -in certificate.cer -out 'my file' -passout pass:oak", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PFX, SHA-384":  {"openssl pkcs12 -export -macalg sha384 -inkey key.pem -in certificate.cer -out 'my file' -passout pass:oak", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PFX, RC4":      {"openssl pkcs12 -export -legacy -keypbe PBE-SHA1-RC4-128 -inkey key.pem -in certificate.cer -out 'my file' -passout pass:oak", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PFX, BER": {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out k -passout pass:oak; (printf '\\060\\200'; tail -c +5 k; printf '\\000\\000') >'my file'",
		"oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PEM, scrypt":        {"(openssl pkcs8 -topk8 -scrypt -in key.pem -passout pass:oak; cat certificate.cer) >'my file'", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PEM, PKCS#5 v1.5":   {"(openssl pkcs8 -topk8 -provider legacy -provider default -v1 PBE-MD5-DES -in key.pem -passout pass:oak; cat certificate.cer) >'my file'", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PEM, PKCS#1, other": {"(openssl rsa -traditional -camellia256 -in key.pem -passout pass:oak; cat certificate.cer) >'my file'", "oak", UnsupportedFormat, []string{"oak", "elmelm"}},
	"PFX, many rounds":   {"openssl pkcs12 -export -iter 5000001 -keypbe NONE -certpbe NONE -inkey key.pem -in certificate.cer -out 'my file' -passout pass:oak", "oak", TooMuchWork, []string{"oak", "elmelm"}},
	"PEM, many rounds":   {"(openssl pkcs8 -topk8 -iter 5000001 -in key.pem -passout pass:oak; cat certificate.cer) >'my file'", "oak", TooMuchWork, []string{"oak", "elmelm"}},
	"elliptic curve":     {"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k -out c -days 9 -subj /CN=x; cat k c >'my file'", "", NotRSA, []string{"elmelm"}},
	"Ed25519":            {"openssl req -x509 -newkey ed25519 -nodes -keyout k -out c -days 9 -subj /CN=x; cat k c >'my file'", "", NotRSA, []string{"elmelm"}},
	"rare curve":         {"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -nodes -keyout k -out c -days 9 -subj /CN=x; cat k c >'my file'", "", NotRSA, []string{"elmelm"}},
	"rare curve in PFX":  {"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp256k1 -nodes -keyout k -out c -days 9 -subj /CN=x; openssl pkcs12 -export -inkey k -in c -out 'my file' -passout pass:oak", "oak", NotRSA, []string{"elmelm"}},
	"DSA":                {"openssl dsaparam -genkey -out k 1024; openssl req -x509 -new -key k -out c -days 9 -subj /CN=x; (openssl pkcs8 -topk8 -nocrypt -in k; cat c) >'my file'", "", NotRSA, []string{"elmelm"}},
	"OpenSSH, Ed25519":   {"ssh-keygen -q -t ed25519 -N '' -f k; cat k certificate.cer >'my file'", "", NotRSA, []string{"elmelm"}},
	"RSA-PSS":            {rsaPSS + "cat k c >'my file'", "", RSAPSS, []string{"elmelm"}},
	"RSA-PSS in PFX":     {rsaPSS + "openssl pkcs12 -export -inkey k -in c -out 'my file' -passout pass:oak", "oak", RSAPSS, []string{"elmelm"}},
	"RSA-PSS, encrypted": {rsaPSS + "(openssl pkcs8 -topk8 -in k -passout pass:oak; cat c) >'my file'", "oak", RSAPSS, []string{"elmelm"}},
	"another's key":      {"openssl genrsa -out k 2048; cat k certificate.cer >'my file'", "", KeyMismatch, []string{"elmelm"}},
}

const rsaPSS = "openssl genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out k; openssl req -x509 -new -key k -out c -days 9 -subj /CN=x; "

// Every command is run in every situation in which it is given, and what it makes is a certificate that can be read.
func TestCommandsWork(t *testing.T) {
	longtest.Only(t)
	dir, given, tried := workshop(t), map[string]bool{}, 0
	for name, tt := range situations {
		t.Run(name, func(t *testing.T) {
			shelltest.Run(t, dir, "rm -f appreg-* 'my file' k c k.pub\n"+tt.make)
			_, err := readIn(t, dir, "my file", tt.password)
			fault, is := err.(*Error)
			if !is || fault.Problem != tt.problem {
				t.Fatalf("%v, want %q", err, texts[tt.problem].text)
			}
			tried++
			before, err := os.ReadFile(filepath.Join(dir, "my file"))
			if err != nil {
				t.Fatal(err)
			}
			text := fault.Command("my file")
			for _, c := range commands {
				given[c.text] = given[c.text] || c.fits(fault)
			}
			shelltest.Run(t, dir, text, tt.typed...)
			made := "appreg-certificate.pfx"
			if !strings.Contains(text, made) {
				made = "appreg-certificate.pem"
			}
			if _, err := readIn(t, dir, made, "elmelm"); err != nil {
				t.Errorf("%s\nmade what can't be read: %v", text, err)
			}
			if after, err := os.ReadFile(filepath.Join(dir, "my file")); err != nil || string(after) != string(before) {
				t.Errorf("the person's own file was changed: %v", err)
			}
		})
	}
	for _, c := range commands {
		if !given[c.text] && tried == len(situations) { // with -run only some are
			t.Errorf("no situation for: %s", c.text)
		}
	}
}
