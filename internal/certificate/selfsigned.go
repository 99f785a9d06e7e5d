package certificate

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"time"

	"appreg/internal/secret"
)

// newKeyBits is the length of a key that is made here: what NIST SP 800-57 asks for beyond 2030.
const newKeyBits = 3072

// early is how long before now a new certificate is valid: other machines' clocks differ.
const early = 5 * time.Minute

var errMaking = errors.New("couldn't make a certificate")

// SelfSigned makes an RSA key and a certificate for it that is valid until end. It returns both as PEM, the certificate
// first, and as Read returns them.
func SelfSigned(name string, now, end time.Time) (file secret.Secret, c *Certificate, err error) {
	key, err := rsa.GenerateKey(rand.Reader, newKeyBits)
	if err != nil {
		return secret.Secret{}, nil, errMaking
	}
	return selfSigned(key, name, now, end)
}

func selfSigned(key *rsa.PrivateKey, name string, now, end time.Time) (secret.Secret, *Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return secret.Secret{}, nil, errMaking
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: now.Add(-early), NotAfter: end,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return secret.Secret{}, nil, errMaking
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return secret.Secret{}, nil, errMaking
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return secret.Secret{}, nil, errMaking
	}
	var file bytes.Buffer
	_ = pem.Encode(&file, &pem.Block{Type: "CERTIFICATE", Bytes: der}) // writing to memory cannot fail
	_ = pem.Encode(&file, &pem.Block{Type: "PRIVATE KEY", Bytes: private})
	return secret.New(file.String()), &Certificate{Leaf: leaf, Format: PEM, key: key}, nil
}
