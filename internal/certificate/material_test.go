package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

var (
	noon      = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	notBefore = noon.AddDate(0, -1, 0)
	notAfter  = noon.AddDate(1, 0, 0)
)

// pair is a certificate with its key.
type pair struct {
	key  crypto.Signer
	leaf *x509.Certificate
}

// material is what the tests read: made once, because RSA keys take a while.
type material struct{ good, other, short, curve pair }

var testMaterial = sync.OnceValue(func() material {
	return material{
		good:  newPair(must(rsa.GenerateKey(rand.Reader, 2048))),
		other: newPair(must(rsa.GenerateKey(rand.Reader, 2048))),
		short: newPair(must(rsa.GenerateKey(rand.Reader, 1024))),
		curve: newPair(must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))),
	}
})

func newPair(key crypto.Signer) pair {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "appreg test"},
		NotBefore: notBefore, NotAfter: notAfter,
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	return pair{key, must(x509.ParseCertificate(der))}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func armor(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func (p pair) certificate() string { return armor("CERTIFICATE", p.leaf.Raw) }

func (p pair) pkcs8() string {
	return armor("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(p.key)))
}

func (p pair) pkcs1() string {
	return armor("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(p.key.(*rsa.PrivateKey)))
}

func (p pair) pfx(t *testing.T, encoder *pkcs12.Encoder, password string, chain ...*x509.Certificate) string {
	t.Helper()
	data, err := encoder.Encode(p.key, p.leaf, chain, password)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func problemOf(err error) Problem {
	if fault, is := err.(*Error); is {
		return fault.Problem
	}
	return 0
}
