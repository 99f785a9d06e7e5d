// Package certificate reads a certificate with its private key from the bytes of a PEM or PFX file and judges it for
// use as an application's credential (facts/entra.md 4 and 6). It does no IO and never repeats the file's content.
package certificate

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // the portal names certificates by their SHA-1 thumbprint
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"appreg/internal/secret"
)

// MaxSize is the size in bytes of the largest file that is read: 1 MB.
const MaxSize = 1 << 20

// shortestKey is the advised length of an RSA key, in bits (facts/entra.md 6).
const shortestKey = 2048

// Format is the file's format.
type Format string

// The formats.
const (
	PEM Format = "PEM"
	PFX Format = "PFX"
)

// Certificate is a certificate whose private key is at hand.
type Certificate struct {
	Leaf   *x509.Certificate
	Chain  []*x509.Certificate // further certificates of the file, in its order
	Format Format
	key    *rsa.PrivateKey
}

// Read reads data as PEM (certificates and an unencrypted PKCS#1 or PKCS#8 key) or as PFX (opened with password).
// It gives an *Error if the file is too large or unreadable, lacks a part, is not RSA, or if its key belongs to
// another certificate. Dates are not looked at: see ValidAt.
func Read(data []byte, password secret.Secret) (*Certificate, error) {
	if len(data) > MaxSize {
		return nil, unreadable(TooLarge)
	}
	if block := bytes.Index(data, []byte("-----BEGIN ")); block >= 0 {
		return readPEM(data[block:])
	}
	return readPFX(data, password)
}

// Open reads the bytes of a file that are kept as a secret.
func Open(file, password secret.Secret) (*Certificate, error) {
	return Read([]byte(file.Reveal()), password)
}

// assemble puts key and certificates together. The leaf is the certificate of the key, wherever it stands.
func assemble(format Format, key any, certificates []*x509.Certificate) (*Certificate, error) {
	switch {
	case len(certificates) == 0:
		return nil, unreadable(NoCertificate)
	case key == nil:
		return nil, unreadable(NoKey)
	}
	private, isRSA := key.(*rsa.PrivateKey)
	if !isRSA {
		return nil, &Error{Cause: "cert_algorithm", Problem: NotRSA}
	}
	c := &Certificate{Format: format, key: private}
	for _, candidate := range certificates {
		if c.Leaf == nil && private.PublicKey.Equal(candidate.PublicKey) {
			c.Leaf = candidate
			continue
		}
		c.Chain = append(c.Chain, candidate)
	}
	if c.Leaf == nil {
		return nil, &Error{Cause: "cert_key_mismatch", Problem: KeyMismatch}
	}
	return c, nil
}

// Signer gives the private key to sign with: always an *rsa.PrivateKey.
func (c *Certificate) Signer() crypto.Signer { return c.key }

// ValidAt gives an *Error with cause cert_expired if the certificate is not valid at the time now.
func (c *Certificate) ValidAt(now time.Time) error {
	switch {
	case now.After(c.Leaf.NotAfter):
		return &Error{Cause: "cert_expired", Problem: Expired, Date: c.Leaf.NotAfter}
	case now.Before(c.Leaf.NotBefore):
		return &Error{Cause: "cert_expired", Problem: NotYetValid, Date: c.Leaf.NotBefore}
	default:
		return nil
	}
}

// NotAfter is the end of the certificate's validity.
func (c *Certificate) NotAfter() time.Time { return c.Leaf.NotAfter }

// Warning says what speaks against the certificate although it can be used; empty if nothing does.
func (c *Certificate) Warning() string {
	if bits := c.key.N.BitLen(); bits < shortestKey {
		return fmt.Sprintf("the RSA key has %d bits; at least %d are advised", bits, shortestKey)
	}
	return ""
}

// Thumbprint is the SHA-1 of the certificate in capital hexadecimal digits, as the portal shows it.
func (c *Certificate) Thumbprint() string {
	sum := sha1.Sum(c.Leaf.Raw) //nolint:gosec // a name, not a signature
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// ThumbprintSHA256 is the SHA-256 of the certificate in base64url without padding: the x5t#S256 of an assertion.
func (c *Certificate) ThumbprintSHA256() string {
	sum := sha256.Sum256(c.Leaf.Raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// String names the certificate by its thumbprint: nothing of the key is printed by any verb.
func (c *Certificate) String() string { return "certificate " + c.Thumbprint() }

// GoString gives what String gives.
func (c *Certificate) GoString() string { return c.String() }
