package certificate

import (
	"crypto/x509"
	"errors"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/secret"
)

// readPFX opens a PKCS#12 file.
func readPFX(data []byte, password secret.Secret) (*Certificate, error) {
	if certificate, err := x509.ParseCertificate(data); err == nil && certificate != nil {
		return nil, unreadable(NoKey) // a .cer or .der file: what is uploaded to the portal
	}
	key, leaf, chain, err := pkcs12.DecodeChain(data, password.Reveal())
	if err != nil {
		return nil, pfxError(password, err)
	}
	return assemble(PFX, key, append([]*x509.Certificate{leaf}, chain...))
}

// pfxError tells a wrong password from a file that no password opens.
func pfxError(password secret.Secret, err error) *Error {
	var unsupported pkcs12.NotImplementedError
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword) && password.IsZero():
		return unreadable(PasswordNeeded)
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return unreadable(PasswordWrong)
	case errors.As(err, &unsupported):
		return unreadable(UnsupportedFormat)
	}
	// The library has no type for this one; a test opens such a file, so that a change of its words is noticed.
	if err.Error() == "pkcs12: private key missing" {
		return unreadable(NoKey)
	}
	return unreadable(NotReadable)
}
