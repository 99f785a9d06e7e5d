package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strings"

	"appreg/internal/secret"
)

// longestKeyDER is the size in bytes of a key of longestKey bits, with room to spare.
const longestKeyDER = 12 << 10

// parseKey reads PKCS#8 and PKCS#1 keys, encrypted or not. A key that is not RSA is returned too: assemble judges it.
// leaf is a certificate of the same file.
func parseKey(b block, leaf []byte, password secret.Secret) (any, error) {
	der, err := b.der()
	if err != nil {
		return nil, &Error{Problem: NotReadable}
	}
	encrypted := header.Regexp().FindStringSubmatch(b.content)
	switch {
	case len(der) > longestKeyDER:
		return nil, &Error{Problem: KeyTooLong}
	case encrypted != nil:
		if der, err = decryptPKCS1(b.kind, encrypted, der, password); err != nil {
			return nil, err
		}
	case b.kind == "ENCRYPTED PRIVATE KEY":
		return decryptPKCS8(der, leaf, password)
	}
	key, err := parseDER(b.kind, der)
	switch {
	case err == nil:
		return key, nil
	case encrypted != nil: // the padding of a wrong password can be right by chance
		return nil, &Error{Problem: PasswordWrong}
	}
	return nil, keyFault(err)
}

func parseDER(kind string, der []byte) (any, error) {
	switch kind {
	case "PRIVATE KEY":
		return x509.ParsePKCS8PrivateKey(der)
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(der)
	}
	return nil, &Error{Problem: NotRSA} // EC, DSA
}

// decryptPKCS1 opens a key of before PKCS#8. Its derivation is one round of MD5: it costs nothing.
func decryptPKCS1(kind string, header []string, der []byte, password secret.Secret) ([]byte, error) {
	iv, err := hex.DecodeString(header[2])
	switch {
	case err != nil:
		return nil, &Error{Problem: NotReadable}
	case password.IsZero():
		return nil, &Error{Problem: PasswordNeeded}
	}
	headers := map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": strings.ToUpper(header[1]) + "," + hex.EncodeToString(iv)}
	//lint:ignore SA1019 the format is insecure, as the package says, but people have it; nothing is ever written in it
	plain, err := x509.DecryptPEMBlock(&pem.Block{Type: kind, Headers: headers, Bytes: der}, []byte(password.Reveal()))
	switch {
	case errors.Is(err, x509.IncorrectPasswordError):
		return nil, &Error{Problem: PasswordWrong}
	case err != nil:
		return nil, &Error{Problem: UnsupportedFormat, Format: PEM}
	}
	return plain, nil
}

// keyFault tells a damaged key or certificate from one of another algorithm. The library has no types for it; tests read
// files of each kind, so that a change of its words is noticed.
func keyFault(err error) error {
	switch text := err.Error(); {
	case errors.As(err, new(*Error)):
		return err
	case strings.Contains(text, oidRSAPSS.String()):
		return &Error{Problem: RSAPSS}
	case strings.Contains(text, "unknown algorithm"), strings.Contains(text, "elliptic curve"):
		return &Error{Problem: NotRSA}
	}
	return &Error{Problem: NotReadable}
}

// openSSHMagic begins the keys of OpenSSH (its PROTOCOL.key).
const openSSHMagic = "openssh-key-v1\x00"

// openSSHProblem says whether a key of OpenSSH is an RSA key, which can be converted. The public half is never encrypted.
func openSSHProblem(b block) Problem {
	plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(b.content), ""))
	rest, is := bytes.CutPrefix(plain, []byte(openSSHMagic))
	if err != nil || !is {
		return NotReadable
	}
	for range 3 { // cipher, derivation, its options
		if _, rest, is = lengthAndText(rest); !is {
			return NotReadable
		}
	}
	if len(rest) < 4 {
		return NotReadable
	}
	public, _, is := lengthAndText(rest[4:]) // behind the number of keys
	algorithm, _, named := lengthAndText(public)
	switch {
	case !is || !named:
		return NotReadable
	case string(algorithm) == "ssh-rsa":
		return OpenSSH
	}
	return NotRSA
}

// lengthAndText takes a text off that stands behind its length in four bytes.
func lengthAndText(data []byte) (text, rest []byte, ok bool) {
	if len(data) < 4 {
		return nil, nil, false
	}
	length := uint64(binary.BigEndian.Uint32(data))
	if length > uint64(len(data)-4) {
		return nil, nil, false
	}
	return data[4 : 4+length], data[4+length:], true
}
