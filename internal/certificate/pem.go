package certificate

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
)

// readPEM collects the certificates and the key of a PEM file in any order; other blocks and text are passed over.
func readPEM(data []byte) (*Certificate, error) {
	var certificates []*x509.Certificate
	var key any
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		switch {
		case block.Type == "CERTIFICATE":
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, unreadable(NotReadable)
			}
			certificates = append(certificates, certificate)
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			if key != nil {
				return nil, unreadable(SeveralKeys)
			}
			var err error
			if key, err = parseKey(block); err != nil {
				return nil, err
			}
		}
	}
	if key == nil && len(certificates) == 0 {
		return nil, unreadable(NotReadable)
	}
	return assemble(PEM, key, certificates)
}

// parseKey reads PKCS#1, PKCS#8 and SEC 1 keys. A key that is not RSA is returned too: assemble judges it.
func parseKey(block *pem.Block) (any, error) {
	if block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
		return nil, unreadable(EncryptedPEM)
	}
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default: // EC, DSA, OPENSSH
		return nil, &Error{Cause: "cert_algorithm", Problem: NotRSA}
	}
	if err != nil {
		return nil, unreadable(NotReadable)
	}
	return key, nil
}
