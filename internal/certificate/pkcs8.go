package certificate

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"

	"software.sslmate.com/src/go-pkcs12"

	"appreg/internal/secret"
)

// encryptedKey is an encrypted PKCS#8 key (RFC 5958, section 3).
type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Content   []byte
}

// decryptPKCS8 opens an encrypted PKCS#8 key. leaf is a certificate of the same file.
func decryptPKCS8(der, leaf []byte, password secret.Secret) (any, error) {
	var sealed encryptedKey
	switch {
	case password.IsZero():
		return nil, &Error{Problem: PasswordNeeded}
	case !whole(der, &sealed):
		return nil, &Error{Problem: NotReadable}
	case tooMuch(der):
		return nil, &Error{Problem: TooMuchWork, Format: PEM}
	}
	key, err := openKey(sealed, der, leaf, password)
	if fault := new(Error); errors.As(err, &fault) {
		fault.Format = PEM
	}
	return key, err
}

func openKey(sealed encryptedKey, der, leaf []byte, password secret.Secret) (any, error) {
	switch {
	case sealed.Algorithm.Algorithm.Equal(oidPBES2):
	case beyondBMP(password):
		return nil, &Error{Problem: PasswordNotTaken}
	default:
		return decryptAsPFX(der, leaf, password)
	}
	plain, err := decryptPBES2(sealed.Algorithm.Parameters, sealed.Content, password)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(plain)
	if err != nil {
		return nil, decryptedFault(err, plain)
	}
	return key, nil
}

// decryptedFault tells a wrong password, whose padding can be right by chance, from a key that cannot be used.
func decryptedFault(err error, plain []byte) error {
	var structure asn1.RawValue
	if !whole(plain, &structure) {
		return &Error{Problem: PasswordWrong}
	}
	return keyFault(err)
}

// decryptAsPFX opens a key that is encrypted by one of the schemes of PKCS #12. A PFX file keeps its key in this very
// structure, so the key is put into one and the library for those opens it; it wants a certificate beside the key.
func decryptAsPFX(der, leaf []byte, password secret.Secret) (any, error) {
	file, err := pfxOf(safeBag{oidShroudedKey, explicit(der)}, certificateBag(leaf))
	if err != nil {
		return nil, &Error{Problem: NotReadable}
	}
	file, _ = withMAC(file, password)
	key, _, _, err := pkcs12.DecodeChain(file, password.Reveal())
	if err != nil {
		return nil, pfxError(err, password, true)
	}
	return key, nil
}
