package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"appreg/internal/secret"
)

// What an age file of the vault holds: a first line that names the format, a second that vouches for the rest, and the
// item. Anybody can encrypt for a public key; that the person, or somebody who shares a profile, has written a file is
// known by its second line alone.
const vaultHead = "appreg-vault 1\n"

// sealedValue is the content of the file of id.
func (v *vault) sealedValue(id string, value secret.Secret) string {
	return vaultHead + vouch(v.first().String(), id, value.Reveal()) + "\n" + value.Reveal()
}

// vouch is a code that only the owner of a private key can make.
func vouch(key, id, value string) string {
	code := hmac.New(sha256.New, []byte("appreg vault\n"+key))
	code.Write([]byte(id + "\n" + value))
	return hex.EncodeToString(code.Sum(nil))
}

// opened returns the value in the content of the file of id, and whether the person can take it for that profile's. One that
// none of their keys vouches for was written by somebody else: that is a colleague's only where the person has said, by
// using identities of their own, that there are colleagues, and where the item says that it is shared.
func (v *vault) opened(id string, plain []byte) (secret.Secret, bool) {
	rest, ok := strings.CutPrefix(string(plain), vaultHead)
	code, value, found := strings.Cut(rest, "\n")
	if !ok || !found {
		return secret.Secret{}, false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, key := range v.own {
		if hmac.Equal([]byte(code), []byte(vouch(key.String(), id, value))) {
			return secret.New(value), true
		}
	}
	it, err := decodeItem(secret.New(value))
	return secret.New(value), err == nil && v.keys.Identities != "" && it.Binding[boundReaders] != ""
}
