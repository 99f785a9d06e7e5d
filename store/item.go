package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// itemLimit is the most bytes that a keyring item may have on any system: Windows takes 2,560, macOS about 2,970
// (facts/keyring.md 1).
const itemLimit = 2000

// cacheKeySize is the size of the AES-256 key in an item.
const cacheKeySize = 32

// kind says what a stored credential is.
type kind string

const (
	kindClientSecret kind = "client_secret"
	kindPassword     kind = "password" // of the user, or of a certificate that is kept by its path
	kindKey          kind = "key"      // a certificate with its key, base64
	kindNone         kind = "none"     // nothing is kept but the cache key
)

// kept is the part of a credential that is stored: in the item, or in the sealed file if it is too large.
type kept struct {
	Kind     kind   `json:"kind"`
	Secret   string `json:"s,omitempty"`
	Password string `json:"p,omitempty"` // of the certificate; kindKey only
}

// item is the value of a keyring item. An item with a kind but no secret has it in the sealed file.
type item struct {
	V int `json:"v"`
	kept
	Key []byte `json:"k"` // key of the sealed file, 32 bytes; base64 in JSON
}

// itemVersion is the newest form of an item that this program reads, and the one that it writes.
const itemVersion = 1

// keep picks what is stored of a credential. A user's password is stored only if savePassword is true.
func keep(flow catalog.Flow, c registration.Credential, savePassword bool) (kept, error) {
	k := kept{Kind: kindNone}
	switch {
	case flow == catalog.ClientSecret && !c.Secret.IsZero():
		k = kept{Kind: kindClientSecret, Secret: c.Secret.Reveal()}
	case flow == catalog.Password && savePassword && !c.Secret.IsZero():
		k = kept{Kind: kindPassword, Secret: c.Secret.Reveal()}
	case flow == catalog.ClientCertificate && c.Keep == registration.KeepKey && !c.Certificate.IsZero():
		bytes := base64.StdEncoding.EncodeToString([]byte(c.Certificate.Reveal()))
		k = kept{Kind: kindKey, Secret: bytes, Password: c.CertificatePassword.Reveal()}
	case flow == catalog.ClientCertificate && c.Keep != registration.KeepKey && !c.CertificatePassword.IsZero():
		k = kept{Kind: kindPassword, Secret: c.CertificatePassword.Reveal()}
	}
	if !utf8.ValidString(k.Secret) || !utf8.ValidString(k.Password) {
		return kept{}, &CredentialError{
			Why:  "the credential holds bytes that are not text (UTF-8)",
			Next: "check what was pasted or which file was read",
		}
	}
	return k, nil
}

// credential is the reverse of keep. The certificate of a path is read by Load.
func (k kept) credential(p Profile) (registration.Credential, error) {
	c := registration.Credential{CertificateFile: p.CertificateFile, Keep: p.Keep}
	switch k.Kind {
	case kindClientSecret:
		c.Secret = secret.New(k.Secret)
	case kindPassword:
		if p.Flow == catalog.ClientCertificate {
			c.CertificatePassword = secret.New(k.Secret)
		} else {
			c.Secret = secret.New(k.Secret)
		}
	case kindKey:
		raw, err := base64.StdEncoding.DecodeString(k.Secret)
		if err != nil {
			return registration.Credential{}, errors.New("key is not base64")
		}
		c.Certificate, c.CertificatePassword = secret.New(string(raw)), secret.New(k.Password)
	}
	return c, nil
}

// newItem makes the item for k with a new key. If the item would be too large, the credential is left out of it
// and outside is true: it belongs into the sealed file.
func newItem(k kept, random io.Reader) (it item, outside bool, err error) {
	it = item{V: itemVersion, kept: k, Key: make([]byte, cacheKeySize)}
	if _, err := io.ReadFull(random, it.Key); err != nil {
		return item{}, false, fmt.Errorf("could not make a key: %w", err)
	}
	value, err := it.encode()
	if err != nil {
		return item{}, false, err
	}
	if len(value.Reveal()) > itemLimit {
		it.kept, outside = kept{Kind: k.Kind}, true
	}
	return it, outside, nil
}

// sealed reports whether the credential is in the sealed file.
func (it item) sealed() bool { return it.Kind != kindNone && it.Secret == "" }

// encode gives the item as one line of JSON.
func (it item) encode() (secret.Secret, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // \u003c for < would cost six bytes of the item's 2,000
	if err := enc.Encode(it); err != nil {
		return secret.Secret{}, errors.New("could not encode the keyring item")
	}
	return secret.New(string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))), nil
}

// decodeItem reads an item. Its errors never repeat any of it.
func decodeItem(value secret.Secret) (item, error) {
	var head struct {
		V int `json:"v"`
	}
	if json.Unmarshal([]byte(value.Reveal()), &head) == nil && head.V > itemVersion {
		return item{}, &NewerSchemaError{Path: "the keyring item", Schema: head.V, Known: itemVersion}
	}
	var it item
	if json.Unmarshal([]byte(value.Reveal()), &it) != nil || it.V != itemVersion || len(it.Key) != cacheKeySize {
		return item{}, &CredentialError{
			Why:  "the keyring item was not written by appreg",
			Next: "enter the credential again with appreg setup --replace",
		}
	}
	switch it.Kind {
	case kindClientSecret, kindPassword, kindKey, kindNone:
		return it, nil
	}
	return item{}, &CredentialError{
		Why:  "the keyring item holds a credential of an unknown kind",
		Next: "enter the credential again with appreg setup --replace",
	}
}
