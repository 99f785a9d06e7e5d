package certificate

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the default of RFC 8018
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509/pkix"
	"encoding/asn1"
	"hash"

	"appreg/internal/secret"
)

// The structures of PBES2 (RFC 8018, appendix A).
type (
	pbes2Parameters struct{ Derivation, Scheme pkix.AlgorithmIdentifier }

	pbkdf2Parameters struct {
		Salt      []byte
		Rounds    int
		KeyLength int                      `asn1:"optional"`
		PRF       pkix.AlgorithmIdentifier `asn1:"optional"`
	}
)

var oidPBES2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}

// hashOf returns the pseudo-random function of an identifier; none given means the first (RFC 8018, appendix B.1).
func hashOf(id string) func() hash.Hash {
	switch id {
	case "", "1.2.840.113549.2.7":
		return sha1.New
	case "1.2.840.113549.2.8":
		return sha256.New224
	case "1.2.840.113549.2.9":
		return sha256.New
	case "1.2.840.113549.2.10":
		return sha512.New384
	case "1.2.840.113549.2.11":
		return sha512.New
	default:
		return nil
	}
}

// scheme is a cipher in CBC mode.
type scheme struct {
	keyLength int // in bytes
	cipher    func(key []byte) (cipher.Block, error)
}

// schemeOf returns the cipher of an identifier (RFC 8018, appendix B.2). OpenSSL 3 writes AES-256, OpenSSL 1 3DES.
func schemeOf(id string) scheme {
	switch id {
	case "2.16.840.1.101.3.4.1.2":
		return scheme{16, aes.NewCipher}
	case "2.16.840.1.101.3.4.1.22":
		return scheme{24, aes.NewCipher}
	case "2.16.840.1.101.3.4.1.42":
		return scheme{32, aes.NewCipher}
	case "1.2.840.113549.3.7":
		return scheme{24, des.NewTripleDESCipher}
	default:
		return scheme{}
	}
}

// decryptPBES2 decrypts content as PBES2 did encrypt it, which takes a password of any characters, in UTF-8.
func decryptPBES2(parameters asn1.RawValue, content []byte, password secret.Secret) ([]byte, error) {
	var outer pbes2Parameters
	var inner pbkdf2Parameters
	if !whole(parameters.FullBytes, &outer) {
		return nil, &Error{Problem: NotReadable}
	}
	if !outer.Derivation.Algorithm.Equal(oidPBKDF2) { // scrypt
		return nil, &Error{Problem: UnsupportedFormat}
	}
	var iv []byte
	if !whole(outer.Derivation.Parameters.FullBytes, &inner) || inner.Rounds < 1 {
		return nil, &Error{Problem: NotReadable}
	}
	prf, scheme := hashOf(inner.PRF.Algorithm.String()), schemeOf(outer.Scheme.Algorithm.String())
	if prf == nil || scheme.cipher == nil || !whole(outer.Scheme.Parameters.FullBytes, &iv) {
		return nil, &Error{Problem: UnsupportedFormat}
	}
	key, err := pbkdf2.Key(prf, password.Reveal(), inner.Salt, inner.Rounds, scheme.keyLength)
	if err != nil {
		return nil, &Error{Problem: UnsupportedFormat}
	}
	block, err := scheme.cipher(key)
	if err != nil || len(iv) != block.BlockSize() || len(content) == 0 || len(content)%len(iv) != 0 {
		return nil, &Error{Problem: NotReadable}
	}
	plain := make([]byte, len(content))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, content)
	plain, padded := unpadded(plain, block.BlockSize())
	if !padded {
		return nil, &Error{Problem: wrongOrNone(password)}
	}
	return plain, nil
}

// unpadded takes the padding off that fills the last block (RFC 8018, section 6.1.1); a wrong password leaves none.
func unpadded(plain []byte, size int) ([]byte, bool) {
	length := int(plain[len(plain)-1])
	if length == 0 || length > size {
		return nil, false
	}
	content, padding := plain[:len(plain)-length], plain[len(plain)-length:]
	return content, bytes.Equal(padding, bytes.Repeat([]byte{byte(length)}, length))
}

// whole reads all of der into value.
func whole(der []byte, value any) bool {
	rest, err := asn1.Unmarshal(der, value)
	return err == nil && len(rest) == 0
}
