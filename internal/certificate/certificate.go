// Package certificate reads a certificate with its private key from the bytes of a file, in the forms in which people
// have one, and judges it for use as an application's credential: an assertion signed with RSA
// (learn.microsoft.com/entra/identity-platform/certificate-credentials). What cannot be read is named for what it is,
// with the command that converts it. It does no IO and never repeats the file's content.
package certificate

import (
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
)

// MaxSize is the size in bytes of the largest file that is read: 1 MB.
const MaxSize = 1 << 20

// shortestKey is the advised length of an RSA key in bits, longestKey the greatest that is read: beyond it the key's own
// arithmetic takes seconds.
const (
	shortestKey = 2048
	longestKey  = 16384
)

// Format is the file's format.
type Format string

// The formats.
const (
	PEM Format = "PEM"
	PFX Format = "PFX"
	DER Format = "DER" // a certificate or a key alone, in binary: an Error's only
)

// Certificate is a certificate whose private key is at hand.
type Certificate struct {
	Leaf   *x509.Certificate
	Chain  []*x509.Certificate // further certificates of the file, in its order
	Format Format
	key    *rsa.PrivateKey
}

// assemble puts key and certificates together. The leaf is the certificate of the key, wherever it stands.
func assemble(format Format, key any, certificates []*x509.Certificate) (*Certificate, error) {
	private, isRSA := key.(*rsa.PrivateKey)
	switch {
	case !isRSA:
		return nil, &Error{Problem: NotRSA}
	case private.N.BitLen() > longestKey:
		return nil, &Error{Problem: KeyTooLong}
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
		return nil, &Error{Problem: KeyMismatch}
	}
	return c, nil
}

// Signer returns the private key to sign with: always an *rsa.PrivateKey.
func (c *Certificate) Signer() crypto.Signer { return c.key }

// ValidAt returns an *Error with cause cert_expired if the certificate is not valid at the time now.
func (c *Certificate) ValidAt(now time.Time) error {
	switch {
	case now.After(c.Leaf.NotAfter):
		return &Error{Problem: Expired, Date: c.Leaf.NotAfter}
	case now.Before(c.Leaf.NotBefore):
		return &Error{Problem: NotYetValid, Date: c.Leaf.NotBefore}
	default:
		return nil
	}
}

// NotAfter is the end of the certificate's validity.
func (c *Certificate) NotAfter() time.Time { return c.Leaf.NotAfter }

// Warning says what speaks against the certificate although it can be used; empty if nothing does.
func (c *Certificate) Warning() string {
	if bits := c.key.N.BitLen(); bits < shortestKey {
		return fmt.Sprintf("the RSA key has %d bits; use at least %d", bits, shortestKey)
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

// GoString returns what String gives.
func (c *Certificate) GoString() string { return c.String() }
