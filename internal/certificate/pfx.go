package certificate

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/secret"
)

// readPFX opens a PKCS #12 file.
func readPFX(data []byte, password secret.Secret) (*Certificate, error) {
	if tooMuch(data) {
		return nil, &Error{Problem: TooMuchWork, Format: PFX}
	}
	if beyondBMP(password) {
		plain, err := decrypted(data, password)
		if err != nil {
			return nil, err
		}
		data, password = plain, secret.Secret{}
	}
	data, withoutMAC := withMAC(data, password)
	key, leaf, chain, err := pkcs12.DecodeChain(data, password.Reveal())
	if err != nil {
		return nil, pfxError(err, password, withoutMAC)
	}
	return assemble(PFX, key, append([]*x509.Certificate{leaf}, chain...))
}

// beyondBMP reports whether the password holds a character that the library does not take.
func beyondBMP(password secret.Secret) bool {
	return strings.ContainsFunc(password.Reveal(), func(r rune) bool { return r > 0xffff })
}

// pfxWords are the library's texts for what it has no types for. Tests open such files, so that a change of its words is
// noticed.
var pfxWords = []struct {
	words   string
	problem Problem
}{
	{"supported", UnsupportedFormat}, // "... is not supported", "only ... are supported"
	{"private key missing", NoKey},
	{"certificate missing", NoCertificate},
	{"expected exactly one key bag", SeveralKeys},
}

// pfxError tells a wrong password from a file that no password opens. withoutMAC: nothing but the decryption itself
// could tell a wrong password.
func pfxError(err error, password secret.Secret, withoutMAC bool) error {
	fault := &Error{Format: PFX, Legacy: legacy(err.Error())}
	if errors.As(err, new(pkcs12.NotImplementedError)) {
		fault.Problem = UnsupportedFormat
		return fault
	}
	var other *Error
	if errors.As(keyFault(err), &other); other.Problem != NotReadable {
		return other
	}
	for _, known := range pfxWords {
		if strings.Contains(err.Error(), known.words) {
			fault.Problem = known.problem
			return fault
		}
	}
	if withoutMAC || errors.Is(err, pkcs12.ErrIncorrectPassword) || strings.Contains(err.Error(), pkcs12.ErrDecryption.Error()) {
		fault.Problem = wrongOrNone(password)
		return fault
	}
	fault.Problem = NotReadable
	return fault
}

func wrongOrNone(password secret.Secret) Problem {
	if password.IsZero() {
		return PasswordNeeded
	}
	return PasswordWrong
}

// oldSchemes are the encryptions that OpenSSL 3 keeps in its legacy provider: RC4, and those of PKCS #5 v1.5.
var oldSchemes = []string{"1.2.840.113549.1.12.1.1 ", "1.2.840.113549.1.12.1.2 ", "1.2.840.113549.1.5.1 ", "1.2.840.113549.1.5.3 ",
	"1.2.840.113549.1.5.4 ", "1.2.840.113549.1.5.6 ", "1.2.840.113549.1.5.10 ", "1.2.840.113549.1.5.11 "}

func legacy(text string) bool {
	return slices.ContainsFunc(oldSchemes, func(scheme string) bool { return strings.Contains(text, scheme) })
}

// The object identifiers of PBMAC1 (RFC 9879).
var (
	oidPBMAC1     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 14}
	oidPBKDF2     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
	oidHMACSHA256 = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}
)

// withMAC returns a PFX file that has no MAC (openssl pkcs12 -nomac) one that fits the password, because the library opens
// no encrypted file without. added says that it did.
func withMAC(data []byte, password secret.Secret) (with []byte, added bool) {
	var file pfxFile
	var content []byte
	if !whole(data, &file) || len(file.MacData.Mac.Algorithm.Algorithm) > 0 || !whole(file.AuthSafe.Content.Bytes, &content) {
		return data, false
	}
	if password.IsZero() {
		return data, true // the library takes that
	}
	file.AuthSafe.Content = explicit(file.AuthSafe.Content.Bytes)
	if err := file.authenticate(content, password); err != nil {
		return data, false
	}
	with, err := asn1.Marshal(file)
	if err != nil {
		return data, false
	}
	return with, true
}

// authenticate sets a MAC over content: PBMAC1 (RFC 9879) of one round, which protects nothing and is kept nowhere.
func (f *pfxFile) authenticate(content []byte, password secret.Secret) error {
	const length = sha256.Size
	salt := make([]byte, 8)
	_, _ = rand.Read(salt) // never fails
	key, err := pbkdf2.Key(sha256.New, password.Reveal(), salt, 1, length)
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(content)
	sha := pkix.AlgorithmIdentifier{Algorithm: oidHMACSHA256}
	derivation, err := asn1.Marshal(struct {
		Salt               []byte
		Iterations, Length int
		PRF                pkix.AlgorithmIdentifier
	}{salt, 1, length, sha})
	if err != nil {
		return err
	}
	parameters, err := asn1.Marshal(struct{ KDF, MAC pkix.AlgorithmIdentifier }{
		pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: asn1.RawValue{FullBytes: derivation}}, sha,
	})
	f.MacData = macData{Mac: digestInfo{
		Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidPBMAC1, Parameters: asn1.RawValue{FullBytes: parameters}}, Digest: mac.Sum(nil),
	}, MacSalt: salt, Iterations: 1}
	return err
}
