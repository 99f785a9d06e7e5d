package store

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
)

// A sealed file is sealedMagic, one byte of version, then AES-256-GCM with a random nonce in front. Version, profile
// id and backend are authenticated with it, so that a file cannot be passed off as another profile's
// (docs/storage.md). Its key is in the profile's keyring item.
const (
	sealedMagic   = "appreg-sealed\n"
	sealedVersion = 3                                       // the newest that this program reads
	sealedLimit   = 64 << 10                                // bytes of content: an outage once gave tokens of 2.5 MB (docs/storage.md)
	sealedLargest = sealedLimit + len(sealedMagic) + 1 + 28 // bytes of a file: content, head, nonce and tag
)

// envelope is the content of a sealed file. Parts that a program does not know would be lost in its rewriting, so a new
// part needs a new version. A file has the oldest version that knows all its parts.
type envelope struct {
	V          int         `json:"v"`
	Credential *kept       `json:"credential,omitempty"` // version 1
	Tokens     *keptTokens `json:"tokens,omitempty"`     // version 2
	Generation int         `json:"generation,omitempty"` // version 3: counts the writings; see Profile.Generation
}

// version is the version in which content is written.
func (e envelope) version() int {
	switch {
	case e.Generation > 0:
		return 3
	case e.Tokens != nil:
		return 2
	}
	return 1
}

// errSealed says that a sealed file cannot be opened with its key.
var errSealed = errors.New("damaged, or sealed with another key")

// seal returns the bytes of a sealed file.
func seal(id string, backend BackendName, key []byte, content envelope) ([]byte, error) {
	content.V = content.version()
	plain, err := json.Marshal(content)
	if err != nil {
		return nil, errors.New("couldn't encode the sealed file")
	}
	if len(plain) > sealedLimit {
		return nil, tooLarge(content, len(plain))
	}
	aead, err := sealer(key)
	if err != nil {
		return nil, err
	}
	head := append([]byte(sealedMagic), byte(content.V))
	return aead.Seal(head, nil, plain, additionalData(content.V, id, backend)), nil
}

// tooLarge is the error for content of size bytes.
func tooLarge(content envelope, size int) error {
	if content.Tokens != nil {
		return &Error{Kind: ErrCredential,
			Why:  fmt.Sprintf("the token is too large to cache: %d bytes, the limit is %d", size, sealedLimit),
			Next: "appreg requests a new one each time; a token of this size is likely a problem in Entra or a proxy",
		}
	}
	return &Error{Kind: ErrCredential,
		Why:  fmt.Sprintf("the credential is too large to save: %d bytes, the limit is %d", size, sealedLimit),
		Next: "save only the certificate's path (--keep path), or leave out its chain",
	}
}

// unseal reads the bytes of a sealed file. newer is the file's version if this program does not know it.
func unseal(id string, backend BackendName, key, data []byte) (content envelope, newer int, err error) {
	rest, ok := bytes.CutPrefix(data, []byte(sealedMagic))
	if !ok || len(rest) == 0 {
		return envelope{}, 0, errSealed
	}
	version := int(rest[0])
	if version > sealedVersion {
		return envelope{}, version, nil
	}
	aead, err := sealer(key)
	if err != nil {
		return envelope{}, 0, err
	}
	plain, err := aead.Open(nil, nil, rest[1:], additionalData(version, id, backend))
	if err != nil || json.Unmarshal(plain, &content) != nil || content.V != version {
		return envelope{}, 0, errSealed
	}
	return content, 0, nil
}

// sealer is AES-256-GCM that makes its own nonces.
func sealer(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errSealed
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// additionalData is what is authenticated besides the content.
func additionalData(version int, id string, backend BackendName) []byte {
	return fmt.Appendf(nil, "%d|%s|%s", version, id, backend)
}

// writeSealed writes the sealed file of p.
func (home *folders) writeSealed(p Profile, key []byte, content envelope) error {
	data, err := seal(p.ID, p.Store, key, content)
	if err != nil {
		return err
	}
	if err := ownDir(home.places.state, false); err != nil {
		return err
	}
	return home.files.replace(home.places.sealed(p.ID), data)
}

// readSealed reads the sealed file of p; a missing one is empty. What cannot be opened is moved aside and named in a
// ErrCorruptFile; what a newer appreg wrote is an ErrNewerSchema and stays.
func (home *folders) readSealed(p Profile, key []byte) (envelope, error) {
	content, err := home.peekSealed(p, key)
	if errors.Is(err, errSealed) {
		err = &Error{Kind: ErrCorruptFile,
			Why: "the sealed file of profile " + p.Name, Aside: home.files.moveAside(home.places.sealed(p.ID)), Next: again(p.Name), Err: err,
		}
	}
	return content, err
}

// peekSealed is readSealed that moves nothing: what cannot be opened is errSealed.
func (home *folders) peekSealed(p Profile, key []byte) (envelope, error) {
	if err := home.places.checkDirs(); err != nil {
		return envelope{}, err
	}
	path := home.places.sealed(p.ID)
	text, ok, err := read(path, int64(sealedLargest))
	if errors.Is(err, errTooLarge) {
		return envelope{}, errSealed // nothing that this program wrote
	}
	if err != nil || !ok {
		return envelope{}, err
	}
	content, newer, err := unseal(p.ID, p.Store, key, []byte(text))
	switch {
	case newer > 0:
		return envelope{}, newerSchema(path, newer, sealedVersion)
	case err != nil:
		return envelope{}, err
	}
	return content, nil
}
