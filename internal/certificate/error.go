package certificate

import (
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	"appreg/internal/cause"
	"appreg/internal/pattern"
	"appreg/internal/posix"
)

// Problem says what is wrong with a certificate file.
type Problem int

// The problems.
const (
	NotReadable       Problem = iota + 1 // none of the formats, or damaged
	TooLarge                             // more than MaxSize
	CutOff                               // a PEM block without its end
	NoCertificate                        // a key alone
	NoKey                                // a certificate alone
	CertificatesOnly                     // PKCS #7: certificates, never a key
	Request                              // a certificate request
	PublicKey                            // a public key alone
	SeveralKeys                          // more than one private key
	OpenSSH                              // an RSA key in OpenSSH's format
	PuTTY                                // a key of PuTTY
	JavaKeystore                         // JKS or JCEKS
	PasswordNeeded                       // encrypted, and no password
	PasswordWrong                        // encrypted, and another password
	PasswordNotTaken                     // the password holds a character that the library cannot use
	UnsupportedFormat                    // a cipher or structure that is not known here
	TooMuchWork                          // more rounds of key derivation than are computed
	NotRSA                               // an elliptic-curve key, for example
	RSAPSS                               // an RSA key that is bound to one padding
	KeyTooLong                           // more than longestKey bits
	KeyMismatch                          // key and certificate are of different pairs
	Expired
	NotYetValid
)

// Error says why a certificate cannot be used, and what to do. It holds nothing of the file but a date.
type Error struct {
	Problem Problem
	Format  Format    // where the way out depends on it
	Bare    bool      // the file holds a key without a certificate
	Legacy  bool      // it is encrypted in a way that OpenSSL keeps apart
	Date    time.Time // Expired and NotYetValid only
}

// Error says what is wrong.
func (e *Error) Error() string {
	if e.Date.IsZero() {
		return texts[e.Problem].text
	}
	return texts[e.Problem].text + e.Date.UTC().Format(time.DateOnly)
}

// Cause is cert_unreadable, cert_key_mismatch, cert_algorithm or cert_expired.
func (e *Error) Cause() cause.Label { return texts[e.Problem].cause }

// Fix says what to do. It is a phrase.
func (e *Error) Fix() string { return texts[e.Problem].fix }

// Whole reports whether Fix is all there is to do. A certificate that has ended is replaced in the portal, too, as the
// cause's own advice says.
func (e *Error) Whole() bool { return e.Problem != Expired }

// Locked reports whether the file waits for its password, or for another one.
func (e *Error) Locked() bool { return e.Problem == PasswordNeeded || e.Problem == PasswordWrong }

// Command returns the command line that makes a usable file of the file at path; empty if there is none. What
// only the person has is named for what it is: certificate.cer, key.pem.
func (e *Error) Command(path string) string {
	for _, c := range commands {
		if c.fits(e) {
			legacy := ""
			if e.Legacy {
				legacy = " -legacy"
			}
			return strings.NewReplacer("{file}", quoted(path), " {legacy}", legacy).Replace(c.text)
		}
	}
	return ""
}

// plainWord is a path that no shell of Windows takes for anything else.
var plainWord = pattern.Lazy(`^[A-Za-z0-9_./:\\][A-Za-z0-9_./:\\+,@-]*$`)

// quoted writes a path as one word of the system's shell.
func quoted(path string) string {
	switch {
	case path == "" || strings.ContainsFunc(path, unicode.IsControl):
		return "FILE" // it is not known any more, or nobody could type it
	case strings.HasPrefix(path, "-"):
		path = "./" + path
	}
	switch {
	case runtime.GOOS == "windows" && plainWord.Regexp().MatchString(path):
		return path
	case runtime.GOOS == "windows":
		return `"` + path + `"` // no file name holds a quotation mark there
	}
	return posix.Word(path)
}

// fits reports whether the command is for e.
func (c command) fits(e *Error) bool {
	return slices.Contains(c.problems, e.Problem) && (c.format == "" || c.format == e.Format) &&
		(c.bare == "" || (c.bare == "yes") == e.Bare)
}
