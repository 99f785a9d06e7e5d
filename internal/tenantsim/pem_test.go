package tenantsim

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"
	"time"
)

// readPEM gives the file's certificate and key, nil if it holds none.
func readPEM(t *testing.T, raw []byte) (cert *x509.Certificate, key *rsa.PrivateKey) {
	t.Helper()
	for block, rest := pem.Decode(raw); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			parsed, err := x509.ParseCertificate(block.Bytes)
			must(t, err)
			cert = parsed
		case "PRIVATE KEY":
			parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
			must(t, err)
			key = parsed.(*rsa.PrivateKey)
		default:
			t.Errorf("block %s", block.Type)
		}
	}
	return cert, key
}

func jwtThumbprint(cert *x509.Certificate) string {
	return base64.RawURLEncoding.EncodeToString(sha256Of(cert))
}

func TestCertificateLastsAsAsked(t *testing.T) {
	key, err := testKey()
	must(t, err)
	cert, err := NewCertificate(key, "name", testNow, 48*time.Hour)
	must(t, err)
	if !cert.NotBefore.Equal(testNow) || !cert.NotAfter.Equal(testNow.Add(48*time.Hour)) || cert.Subject.CommonName != "name" {
		t.Errorf("%v to %v for %s", cert.NotBefore, cert.NotAfter, cert.Subject)
	}
	again, err := NewCertificate(key, "name", testNow, 48*time.Hour)
	must(t, err)
	if jwtThumbprint(cert) == jwtThumbprint(again) {
		t.Error("two certificates have one thumbprint")
	}
}

func TestPEMHoldsCertificateThenKey(t *testing.T) {
	key, err := testKey()
	must(t, err)
	cert, err := NewCertificate(key, "name", testNow, time.Hour)
	must(t, err)
	file, err := certificatePEM(cert, key)
	must(t, err)
	readCert, readKey := readPEM(t, file)
	if !readCert.Equal(cert) || !readKey.Equal(key) {
		t.Error("the file holds something else")
	}
}
