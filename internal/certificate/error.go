package certificate

import (
	"time"

	"appreg/internal/report"
)

// Problem says what is wrong with a certificate file.
type Problem int

// The problems.
const (
	NotReadable       Problem = iota + 1 // neither PEM nor PFX, or damaged
	TooLarge                             // more than MaxSize
	NoCertificate                        // a key alone
	NoKey                                // a certificate alone
	SeveralKeys                          // more than one private key
	EncryptedPEM                         // a PEM key under a passphrase
	PasswordNeeded                       // a PFX and no password
	PasswordWrong                        // a PFX and another password
	UnsupportedFormat                    // a PFX with a cipher or structure that is not known here
	NotRSA                               // an elliptic-curve key, for example
	KeyMismatch                          // key and certificate are of different pairs
	Expired
	NotYetValid
)

// texts say what is wrong and what is expected.
var texts = map[Problem]string{
	NotReadable:       "the file is neither a PEM file with certificate and key nor a PFX file, or it is damaged",
	TooLarge:          "the file is larger than 1 MB; a certificate with its key takes a few KB",
	NoCertificate:     "the file holds a private key but no certificate",
	NoKey:             "the file holds a certificate but no private key; use the PFX, or a PEM file that holds both",
	SeveralKeys:       "the file holds more than one private key",
	EncryptedPEM:      "the private key in the PEM file is encrypted; use the PFX file with its password, or a PEM file with an unencrypted key",
	PasswordNeeded:    "the PFX file needs a password",
	PasswordWrong:     "the password does not open the PFX file",
	UnsupportedFormat: "the PFX file uses a format or cipher that is not supported; export it again with AES-256",
	NotRSA:            "the key is not an RSA key; Entra's client assertions need RSA",
	KeyMismatch:       "the private key does not belong to the certificate",
	Expired:           "the certificate expired on ",
	NotYetValid:       "the certificate is not valid before ",
}

// Error says why a certificate cannot be used. It holds nothing of the file but a date.
type Error struct {
	Cause   report.Cause // cert_unreadable, cert_key_mismatch, cert_algorithm or cert_expired
	Problem Problem
	Date    time.Time // Expired and NotYetValid only
}

// Error says what is wrong and what is expected.
func (e *Error) Error() string {
	if e.Date.IsZero() {
		return texts[e.Problem]
	}
	return texts[e.Problem] + e.Date.UTC().Format(time.DateOnly)
}

func unreadable(p Problem) *Error { return &Error{Cause: "cert_unreadable", Problem: p} }
