package plan

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"time"

	"appreg/internal/certificate"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// quickCertificate is certificate.SelfSigned with the key of all tests: making one takes a tenth of a second.
func quickCertificate(name string, now, end time.Time) (secret.Secret, *certificate.Certificate, error) {
	key, err := signingKey()
	if err != nil {
		return secret.Secret{}, nil, err
	}
	return certificateOf(key, name, now, end)
}

func certificateOf(key *rsa.PrivateKey, name string, now, end time.Time) (secret.Secret, *certificate.Certificate, error) {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	template := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-time.Minute), NotAfter: end}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return secret.Secret{}, nil, err
	}
	private, _ := x509.MarshalPKCS8PrivateKey(key)
	file := secret.New(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})) + string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	c, err := certificate.Open(context.Background(), file, secret.Secret{})
	return file, c, err
}

// thumbprintOf is the thumbprint of a credential's certificate; empty for another credential.
func thumbprintOf(c registration.Credential) string {
	if c.Certificate.IsZero() {
		return ""
	}
	cert, err := certificate.Open(context.Background(), c.Certificate, c.CertificatePassword)
	if err != nil {
		return ""
	}
	return cert.Thumbprint()
}
