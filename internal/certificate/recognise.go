package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
)

// The object identifiers by which files and keys are told.
var (
	oidRSAPSS     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
)

// beginnings are how files begin that are neither PEM nor DER.
var beginnings = []struct {
	bytes   string
	problem Problem
}{
	{"\xfe\xed\xfe\xed", JavaKeystore}, {"\xce\xce\xce\xce", JavaKeystore},
	{"PuTTY-User-Key-File-", PuTTY},
	{"ssh-rsa ", PublicKey}, {"ssh-ed25519 ", PublicKey}, {"ecdsa-sha2-", PublicKey}, {"---- BEGIN SSH2 PUBLIC KEY", PublicKey},
}

// recognise names a binary file, or one of another program, that is something else than a PFX file.
func recognise(data []byte) (*Error, bool) {
	for _, known := range beginnings {
		if bytes.HasPrefix(data, []byte(known.bytes)) {
			return &Error{Problem: known.problem}, true
		}
	}
	switch {
	case isCertificate(data): // a .cer or .der file: what is uploaded to the portal
		return &Error{Problem: NoKey, Format: DER}, true
	case isSignedData(data):
		return &Error{Problem: CertificatesOnly}, true
	case isRequest(data):
		return &Error{Problem: Request}, true
	case isKey(data):
		return &Error{Problem: NoCertificate, Format: DER, Bare: true}, true
	case bytes.HasPrefix(data, []byte("\x30\x80")): // BER of no stated length; the library reads DER alone
		return &Error{Problem: UnsupportedFormat, Format: PFX}, true
	}
	return nil, false
}

func isCertificate(data []byte) bool {
	_, err := x509.ParseCertificate(data)
	return err == nil
}

func isRequest(data []byte) bool {
	_, err := x509.ParseCertificateRequest(data)
	return err == nil
}

// isSignedData tells a PKCS #7 file (.p7b), in DER or BER.
func isSignedData(data []byte) bool {
	oid, err := asn1.Marshal(oidSignedData)
	return err == nil && len(data) > 0 && data[0] == 0x30 && bytes.Contains(data[:min(len(data), 24)], oid)
}

// isKey tells a private key without its certificate, in DER: PKCS#8, encrypted or not, or PKCS#1.
func isKey(data []byte) bool {
	var shape struct {
		Version asn1.RawValue
		Rest    asn1.RawValue
	}
	if _, err := asn1.Unmarshal(data, &shape); err != nil || len(data) > longestKeyDER {
		return false
	}
	if shape.Version.Tag == asn1.TagSequence && shape.Rest.Tag == asn1.TagOctetString { // EncryptedPrivateKeyInfo
		return true
	}
	_, pkcs8 := x509.ParsePKCS8PrivateKey(data)
	_, pkcs1 := x509.ParsePKCS1PrivateKey(data)
	return pkcs8 == nil || pkcs1 == nil
}
