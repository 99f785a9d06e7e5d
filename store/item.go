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
// (docs/sources.md, Keyrings).
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
	Key     []byte  `json:"k"`           // key of the sealed file, 32 bytes; base64 in JSON
	Binding binding `json:"b,omitempty"` // what the credential may be used for; version 2; its graph_url: version 3
	Home    string  `json:"h,omitempty"` // the folder of its profile, by which an item without one is known; nothing is decided by it
}

// itemVersion is the newest form of an item that this program reads.
const itemVersion = 3

// versionFor is the form of an item that is written: the oldest that compares all of its binding, so that earlier programs
// go on reading what they understand whole.
func versionFor(b binding) int {
	if b[boundGraph] != "" {
		return 3
	}
	return 2
}

// keptOf picks what is stored of a credential. A user's password is stored only if savePassword is true. Of a flow that does
// not exist nobody knows what to store: that is an error.
func keptOf(flow catalog.Flow, c registration.Credential, savePassword bool) (kept, error) {
	var k kept
	switch flow.Info().Proof {
	case catalog.ProofSecret:
		k = kept{Kind: kindClientSecret, Secret: c.Secret.Reveal()}
	case catalog.ProofPassword:
		if savePassword {
			k = kept{Kind: kindPassword, Secret: c.Secret.Reveal()}
		}
	case catalog.ProofCertificate:
		k = kept{Kind: kindPassword, Secret: c.CertificatePassword.Reveal()}
		if c.Keep == registration.KeepKey {
			bytes := base64.StdEncoding.EncodeToString([]byte(c.Certificate.Reveal()))
			k = kept{Kind: kindKey, Secret: bytes, Password: c.CertificatePassword.Reveal()}
		}
	case catalog.ProofPage: // the sign-in's tokens are kept, see Cache
	case catalog.ProofAssertion: // a token is fetched for each request, from the source that the profile names
	case catalog.NoProof:
		return kept{}, &Error{Kind: ErrCredential, Why: fmt.Sprintf("unknown sign-in method %q", flow), Next: "use one that this appreg knows"}
	}
	if k.Secret == "" {
		return kept{Kind: kindNone}, nil
	}
	if !utf8.ValidString(k.Secret) || !utf8.ValidString(k.Password) {
		return kept{}, &Error{Kind: ErrCredential,
			Why:  "the credential isn't text (UTF-8)",
			Next: "check what you pasted or which file you used",
		}
	}
	return k, nil
}

// credential is the reverse of keptOf. The certificate of a path is read by complete.
func (k kept) credential(p Profile) (registration.Credential, error) {
	c := registration.Credential{CertificateFile: p.CertificateFile, Keep: p.Keep, Assertion: p.assertion()}
	switch k.Kind {
	case kindClientSecret:
		c.Secret = secret.New(k.Secret)
	case kindPassword:
		if p.Flow.Info().Proof == catalog.ProofCertificate {
			c.CertificatePassword = secret.New(k.Secret)
		} else {
			c.Secret = secret.New(k.Secret)
		}
	case kindKey:
		raw, err := base64.StdEncoding.DecodeString(k.Secret)
		if err != nil {
			return registration.Credential{}, errors.New("key isn't base64")
		}
		c.Certificate, c.CertificatePassword = secret.New(string(raw)), secret.New(k.Password)
	}
	return c, nil
}

// newItem makes the item for k, bound to what b says, with a new key. If the item would be larger than limit, the
// credential is left out of it and outside is true: it belongs into the sealed file.
func newItem(k kept, b binding, home string, limit int, random io.Reader) (it item, outside bool, err error) {
	it = item{V: versionFor(b), kept: k, Key: make([]byte, cacheKeySize), Binding: b, Home: home}
	if _, err := io.ReadFull(random, it.Key); err != nil {
		return item{}, false, fmt.Errorf("couldn't create a key: %w", err)
	}
	value, err := it.encode()
	if err != nil {
		return item{}, false, err
	}
	if len(value.Reveal()) > limit {
		it.kept, outside = kept{Kind: k.Kind}, true
	}
	return it, outside, nil
}

// sealed reports whether the credential is in the sealed file.
func (it item) sealed() bool { return it.Kind != kindNone && it.Secret == "" }

// encode returns the item as one line of JSON.
func (it item) encode() (secret.Secret, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // \u003c for < would cost six bytes of the item's 2,000
	if err := enc.Encode(it); err != nil {
		return secret.Secret{}, errors.New("couldn't encode the keyring item")
	}
	return secret.New(string(bytes.TrimSuffix(out.Bytes(), []byte("\n")))), nil
}

// wellFormed reports whether this program, or an earlier one, can have written the item.
func (it item) wellFormed() bool {
	if len(it.Key) != cacheKeySize || it.V < 1 || it.V > itemVersion {
		return false
	}
	return it.bound() == (len(it.Binding) > 0) && it.Binding.known()
}

// decodeItem reads an item. Its errors never repeat any of it; what to do depends on the profile, see unread.
func decodeItem(value secret.Secret) (item, error) {
	var head struct {
		V int `json:"v"`
	}
	if json.Unmarshal([]byte(value.Reveal()), &head) == nil && head.V > itemVersion {
		return item{}, newerSchema("the keyring item", head.V, itemVersion)
	}
	var it item
	if json.Unmarshal([]byte(value.Reveal()), &it) != nil || !it.wellFormed() {
		return item{}, &Error{Kind: ErrCredential, Why: "appreg didn't write this keyring item"}
	}
	switch it.Kind {
	case kindClientSecret, kindPassword, kindKey, kindNone:
		return it, nil
	}
	return item{}, &Error{Kind: ErrCredential, Why: "the keyring item has an unknown kind of credential"}
}
