//go:build !windows

package certificate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"appreg/internal/longtest"
	"appreg/internal/secret"
	"appreg/internal/shelltest"
)

// workshop is a folder with a key and its certificate, made by openssl: key.pem, certificate.cer and, of both, app.pem.
func workshop(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	shelltest.Run(t, dir, "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.cer -days 9 -subj /CN=x\n"+
		"cat key.pem certificate.cer >app.pem")
	return dir
}

func readIn(t testing.TB, dir, name, password string) (*Certificate, error) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return Read(t.Context(), data, secret.New(password))
}

// toolsMake are files with a certificate and its key: how to make the file f, and its password.
var toolsMake = map[string]struct{ make, password string }{
	"PFX":                         {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX, of OpenSSL 1":           {"openssl pkcs12 -export -legacy -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX, 3DES":                   {"openssl pkcs12 -export -descert -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX, of Windows":             {"openssl pkcs12 -export -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1 -iter 2000 -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX, many rounds":            {"openssl pkcs12 -export -iter 100000 -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX, SHA-512":                {"openssl pkcs12 -export -macalg sha512 -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX without MAC":             {"openssl pkcs12 -export -nomac -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX without MAC, 3DES":       {"openssl pkcs12 -export -nomac -descert -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"PFX without MAC, open":       {"openssl pkcs12 -export -nomac -keypbe NONE -certpbe NONE -inkey key.pem -in certificate.cer -out f -passout pass:", ""},
	"PFX, umlauts":                {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out f -passout pass:Pässwörter", "Pässwörter"},
	"PFX, Cyrillic":               {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out f -passout pass:пароль", "пароль"},
	"PFX, Cyrillic, 3DES":         {"openssl pkcs12 -export -descert -inkey key.pem -in certificate.cer -out f -passout pass:пароль", "пароль"},
	"PFX, Chinese":                {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out f -passout pass:密码", "密码"},
	"PFX, key and cert in Data":   {"openssl pkcs12 -export -certpbe NONE -inkey key.pem -in certificate.cer -out f -passout pass:oak", "oak"},
	"Key Vault: base64 of PFX":    {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass: | base64 -w0 >f", ""},
	"base64 in lines":             {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass:oak | base64 >f", "oak"},
	"base64 in quotes":            {`printf '"%s"' "$(openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass:oak | base64 -w0)" >f`, "oak"},
	"base64 of base64":            {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass:oak | base64 | base64 >f", "oak"},
	"base64 for URLs":             {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass:oak | base64 -w0 | tr +/ -_ | tr -d = >f", "oak"},
	"base64 in UTF-16":            {"(printf '\\377\\376'; openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass: | base64 -w0 | iconv -t utf-16le) >f", ""},
	"Key Vault: JSON of PFX":      {`printf '{"contentType":"application/x-pkcs12","value":"%s"}\n' "$(openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass: | base64 -w0)" >f`, ""},
	"Key Vault: JSON of PEM":      {`printf '{"contentType":"application/x-pem-file","value":"%s"}\n' "$(sed 's/$/\\n/' app.pem | tr -d '\n')" >f`, ""},
	"base64 of PEM":               {"base64 -w0 app.pem >f", ""},
	"PEM, \\n written out":        {`sed 's/$/\\n/' app.pem | tr -d '\n' >f`, ""},
	"PEM, \\\\n written out":      {`sed 's/$/\\\\n/' app.pem | tr -d '\n' >f`, ""},
	"PEM, \\r\\n written out":     {`sed 's/$/\\r\\n/' app.pem | tr -d '\n' >f`, ""},
	"PEM on one line":             {`tr '\n' ' ' <app.pem >f`, ""},
	"PEM without line ends":       {`tr -d '\n' <app.pem >f`, ""},
	"PEM in quotes":               {`printf 'CERT="%s"\n' "$(sed 's/$/\\n/' app.pem | tr -d '\n')" >f`, ""},
	"PEM in UTF-16":               {"(printf '\\377\\376'; iconv -t utf-16le <app.pem) >f", ""},
	"PEM in UTF-16BE":             {"(printf '\\376\\377'; iconv -t utf-16be <app.pem) >f", ""},
	"PEM, trusted certificate":    {"(cat key.pem; openssl x509 -in certificate.cer -trustout -addtrust clientAuth) >f", ""},
	"PEM, PKCS#8":                 {"(openssl pkcs8 -topk8 -in key.pem -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, SHA-1":          {"(openssl pkcs8 -topk8 -in key.pem -v2prf hmacWithSHA1 -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, SHA-512":        {"(openssl pkcs8 -topk8 -in key.pem -v2prf hmacWithSHA512 -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, SHA-384":        {"(openssl pkcs8 -topk8 -in key.pem -v2prf hmacWithSHA384 -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, of OpenSSL 1":   {"(openssl pkcs8 -topk8 -in key.pem -v2 des3 -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, emoji":          {"(openssl pkcs8 -topk8 -in key.pem -passout pass:oak🔑; cat certificate.cer) >f", "oak🔑"},
	"PEM, PKCS#1, emoji":          {"(openssl rsa -traditional -aes256 -in key.pem -passout pass:oak🔑; cat certificate.cer) >f", "oak🔑"},
	"PEM, PKCS#8, RC2":            {"(openssl pkcs8 -topk8 -provider legacy -provider default -in key.pem -v1 PBE-SHA1-RC2-128 -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PFX, emoji":                  {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -out f -passout pass:oak🔑", "oak🔑"},
	"PFX, emoji, cert in Data":    {"openssl pkcs12 -export -certpbe NONE -inkey key.pem -in certificate.cer -out f -passout pass:oak🔑", "oak🔑"},
	"PFX, emoji, no MAC":          {"openssl pkcs12 -export -nomac -inkey key.pem -in certificate.cer -out f -passout pass:oak🔑", "oak🔑"},
	"PEM, PKCS#8, AES-128":        {"(openssl pkcs8 -topk8 -in key.pem -v2 aes-128-cbc -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, 3DES":           {"(openssl pkcs8 -topk8 -in key.pem -v1 PBE-SHA1-3DES -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#8, umlauts":        {"(openssl pkcs8 -topk8 -in key.pem -passout pass:Pässwörter; cat certificate.cer) >f", "Pässwörter"},
	"PEM, PKCS#8, on one line":    {`(openssl pkcs8 -topk8 -in key.pem -passout pass:oak; cat certificate.cer) | tr '\n' ' ' >f`, "oak"},
	"PEM, PKCS#1":                 {"(openssl rsa -traditional -in key.pem; cat certificate.cer) >f", ""},
	"PEM, PKCS#1, AES-256":        {"(openssl rsa -traditional -aes256 -in key.pem -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#1, AES-128":        {"(openssl rsa -traditional -aes128 -in key.pem -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#1, 3DES":           {"(openssl rsa -traditional -des3 -in key.pem -passout pass:oak; cat certificate.cer) >f", "oak"},
	"PEM, PKCS#1, on one line":    {`(openssl rsa -traditional -aes256 -in key.pem -passout pass:oak; cat certificate.cer) | tr '\n' ' ' >f`, "oak"},
	"PEM, PKCS#1, \\n out":        {`(openssl rsa -traditional -aes256 -in key.pem -passout pass:oak; cat certificate.cer) | sed 's/$/\\n/' | tr -d '\n' >f`, "oak"},
	"PEM, PKCS#1, Windows":        {`(openssl rsa -traditional -aes256 -in key.pem -passout pass:oak; cat certificate.cer) | sed 's/$/\r/' >f`, "oak"},
	"PEM out of PFX":              {"openssl pkcs12 -export -inkey key.pem -in certificate.cer -passout pass:oak -out p && openssl pkcs12 -in p -passin pass:oak -passout pass:elm -out f", "elm"},
	"PEM with a password, unused": {"cp app.pem f", "oak"},
}

// What openssl, CI systems, Key Vault and Windows PowerShell make of a certificate with its key is read.
func TestReadWhatToolsMake(t *testing.T) {
	longtest.Only(t)
	dir := workshop(t)
	for name, tt := range toolsMake {
		t.Run(name, func(t *testing.T) {
			shelltest.Run(t, dir, "rm -f f\n"+tt.make)
			want, err := readIn(t, dir, "app.pem", "")
			if err != nil {
				t.Fatal(err)
			}
			got, err := readIn(t, dir, "f", tt.password)
			if err != nil {
				t.Fatal(err)
			}
			if got.Thumbprint() != want.Thumbprint() || !want.key.Equal(got.key) {
				t.Error("another certificate or key was read")
			}
			if tt.password == "" || tt.password == "oak" && name == "PEM with a password, unused" {
				return
			}
			wrong := map[string]Problem{"": PasswordNeeded, "another": PasswordWrong}
			if strings.Contains(tt.password, "🔑") {
				wrong["other🔑"] = PasswordWrong
			}
			for password, problem := range wrong {
				if _, err := readIn(t, dir, "f", password); problemOf(err) != problem {
					t.Errorf("with password %q: %v", password, err)
				}
			}
		})
	}
}
