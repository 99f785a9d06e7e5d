package certificate

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"

	"appreg/internal/pattern"
	"appreg/internal/secret"
)

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemDash  = "-----"
)

func holdsPEM(data []byte) bool { return strings.Contains(string(data), pemBegin) }

// block is one block of a PEM file.
type block struct {
	kind    string
	content string // between its lines: headers and base64
}

// header is what RFC 1421 puts in front of an encrypted key, as OpenSSL writes it for the keys of before PKCS#8.
var header = pattern.Lazy(`Proc-Type:\s*4,\s*ENCRYPTED\s+DEK-Info:\s*([A-Za-z0-9-]+),([0-9A-Fa-f]+)`)

// blocks finds the blocks of a PEM file wherever its line ends have gone: a variable of a CI system flattens it onto one
// line or writes them out as \n. whole is false where a block has no end.
func blocks(text string) (found []block, whole bool) {
	for {
		_, rest, more := strings.Cut(text, pemBegin)
		if !more {
			return found, true
		}
		kind, rest, named := strings.Cut(rest, pemDash)
		if !named {
			return found, false
		}
		content, after, ended := strings.Cut(rest, pemEnd+kind+pemDash)
		if !ended {
			return found, false
		}
		found = append(found, block{kind, lineEnd.Regexp().ReplaceAllString(content, "\n")})
		text = after
	}
}

// der decodes the block's base64.
func (b block) der() ([]byte, error) {
	content := header.Regexp().ReplaceAllString(b.content, "")
	return decodeBase64(strings.Join(strings.Fields(content), ""))
}

// readPEM collects the certificates and the key of a PEM file in any order; other blocks and text are passed over.
func readPEM(text string, password secret.Secret) (*Certificate, error) {
	found, whole := blocks(text)
	certificates, err := certificatesOf(found)
	if err != nil {
		return nil, err
	}
	var keys []block
	for _, b := range found {
		if strings.HasSuffix(b.kind, "PRIVATE KEY") {
			keys = append(keys, b)
		}
	}
	fault := &Error{Format: PEM, Bare: len(certificates) == 0}
	switch {
	case len(keys) > 1:
		fault.Problem = SeveralKeys
	case !whole:
		fault.Problem = CutOff
	case len(keys) == 1 && keys[0].kind == "OPENSSH PRIVATE KEY":
		fault.Problem = openSSHProblem(keys[0])
	case len(keys) == 0 && len(certificates) == 0:
		fault.Problem = otherPEM(found)
	case len(keys) == 0:
		fault.Problem = NoKey
	case len(certificates) == 0:
		fault.Problem = NoCertificate
	}
	if fault.Problem != 0 {
		return nil, fault
	}
	key, err := parseKey(keys[0], certificates[0].Raw, password)
	if err != nil {
		return nil, err
	}
	return assemble(PEM, key, certificates)
}

// certificatesOf reads the certificates among blocks, under all names that OpenSSL gives them.
func certificatesOf(found []block) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	for _, b := range found {
		if b.kind != "CERTIFICATE" && b.kind != "X509 CERTIFICATE" && b.kind != "TRUSTED CERTIFICATE" {
			continue
		}
		der, err := b.der()
		if err != nil {
			return nil, &Error{Problem: NotReadable}
		}
		var first asn1.RawValue // what follows in a trusted one says what it is trusted for
		if _, err := asn1.Unmarshal(der, &first); err != nil {
			return nil, &Error{Problem: NotReadable}
		}
		certificate, err := x509.ParseCertificate(first.FullBytes)
		if err != nil {
			return nil, keyFault(err)
		}
		certificates = append(certificates, certificate)
	}
	return certificates, nil
}

// otherPEM says what a PEM file holds that has neither certificate nor key.
func otherPEM(found []block) Problem {
	for _, b := range found {
		switch b.kind {
		case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
			return Request
		case "PKCS7", "CMS":
			return CertificatesOnly
		case "PUBLIC KEY", "RSA PUBLIC KEY":
			return PublicKey
		}
	}
	return NotReadable
}
