package certificate

import (
	"crypto/x509/pkix"
	"encoding/asn1"

	"appreg/internal/secret"
)

// The structures of a PFX file (RFC 7292, section 4), as the library reads them.
type (
	pfxFile struct {
		Version  int
		AuthSafe contentInfo
		MacData  macData `asn1:"optional"`
	}

	contentInfo struct {
		ContentType asn1.ObjectIdentifier
		Content     asn1.RawValue `asn1:"tag:0,explicit,optional"`
	}

	macData struct {
		Mac        digestInfo
		MacSalt    []byte
		Iterations int `asn1:"optional,default:1"`
	}

	digestInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}

	encryptedData struct {
		Version int
		Content struct {
			ContentType asn1.ObjectIdentifier
			Algorithm   pkix.AlgorithmIdentifier
			Encrypted   []byte `asn1:"tag:0,optional"`
		}
	}

	safeBag struct {
		ID    asn1.ObjectIdentifier
		Value asn1.RawValue
	}

	foundBag struct {
		ID         asn1.ObjectIdentifier
		Value      asn1.RawValue `asn1:"tag:0,explicit"`
		Attributes asn1.RawValue `asn1:"set,optional"`
	}
)

// The object identifiers of its parts.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidEncryptedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidKeyBag        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedKey   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
	oidCertBag       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 3}
	oidX509          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 22, 1}
)

// pfxOf makes a PFX file of bags, unencrypted and without a MAC.
func pfxOf(bags ...safeBag) ([]byte, error) {
	content, err := asn1.Marshal(bags)
	if err != nil {
		return nil, err
	}
	safe, err := asn1.Marshal([]contentInfo{dataOf(content)})
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(struct {
		Version  int
		AuthSafe contentInfo
	}{3, dataOf(safe)})
}

// certificateBag holds a certificate, given in DER.
func certificateBag(der []byte) safeBag {
	bag, err := asn1.Marshal(struct {
		ID   asn1.ObjectIdentifier
		Data []byte `asn1:"tag:0,explicit"`
	}{oidX509, der})
	if err != nil {
		panic(err) // impossible: plain bytes can always be written
	}
	return safeBag{oidCertBag, explicit(bag)}
}

// dataOf puts DER into an octet string, and that into a content of type data.
func dataOf(der []byte) contentInfo {
	octets, err := asn1.Marshal(der)
	if err != nil {
		panic(err) // impossible: plain bytes can always be written
	}
	return contentInfo{ContentType: oidData, Content: explicit(octets)}
}

// explicit wraps DER into the tag [0].
func explicit(der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}
}

// decrypted makes an unencrypted PFX file of one whose parts are all encrypted by PBES2, which takes any password. The
// library takes no password with a character beyond the first 65,536 (an emoji), although Windows and OpenSSL do.
func decrypted(data []byte, password secret.Secret) ([]byte, error) {
	var file pfxFile
	var content []byte
	var parts []contentInfo
	if !whole(data, &file) || !whole(file.AuthSafe.Content.Bytes, &content) || !whole(content, &parts) {
		return nil, &Error{Problem: NotReadable}
	}
	var bags []safeBag
	for _, part := range parts {
		found, err := bagsOf(part, password)
		if err != nil {
			return nil, err
		}
		bags = append(bags, found...)
	}
	return pfxOf(bags...)
}

// bagsOf decrypts a part of a PFX file and the keys in it.
func bagsOf(part contentInfo, password secret.Secret) ([]safeBag, error) {
	var content []byte
	var sealed encryptedData
	switch {
	case part.ContentType.Equal(oidData) && whole(part.Content.Bytes, &content):
	case part.ContentType.Equal(oidEncryptedData) && whole(part.Content.Bytes, &sealed):
		plain, err := openPart(sealed.Content.Algorithm, sealed.Content.Encrypted, password)
		if err != nil {
			return nil, err
		}
		content = plain
	default:
		return nil, &Error{Problem: UnsupportedFormat, Format: PFX}
	}
	var found []foundBag
	if tooMuch(content) {
		return nil, &Error{Problem: TooMuchWork, Format: PFX}
	}
	if !whole(content, &found) {
		return nil, &Error{Problem: PasswordWrong}
	}
	bags := make([]safeBag, len(found))
	for i, bag := range found {
		bags[i] = safeBag{bag.ID, explicit(bag.Value.Bytes)}
		var key encryptedKey
		if bag.ID.Equal(oidShroudedKey) && whole(bag.Value.Bytes, &key) {
			plain, err := openPart(key.Algorithm, key.Content, password)
			if err != nil {
				return nil, err
			}
			bags[i] = safeBag{oidKeyBag, explicit(plain)}
		}
	}
	return bags, nil
}

func openPart(algorithm pkix.AlgorithmIdentifier, content []byte, password secret.Secret) ([]byte, error) {
	if !algorithm.Algorithm.Equal(oidPBES2) {
		return nil, &Error{Problem: PasswordNotTaken, Format: PFX}
	}
	return decryptPBES2(algorithm.Parameters, content, password)
}
