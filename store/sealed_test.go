package store

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

func TestSealAndUnseal(t *testing.T) {
	key, other := bytes.Repeat([]byte{7}, cacheKeySize), bytes.Repeat([]byte{8}, cacheKeySize)
	data, err := seal("bc-aaaa", BackendKeyring, key, envelope{Credential: &kept{Kind: kindKey, Secret: canary}})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("cAnArY")) {
		t.Fatal("not encrypted")
	}
	flip := func(at int) []byte {
		changed := bytes.Clone(data)
		changed[at] ^= 1
		return changed
	}
	tests := map[string]struct {
		id      string
		backend BackendName
		key     []byte
		data    []byte
		ok      bool
	}{
		"as written":       {"bc-aaaa", BackendKeyring, key, data, true},
		"other profile":    {"bc-bbbb", BackendKeyring, key, data, false},
		"other backend":    {"bc-aaaa", BackendNone, key, data, false},
		"other key":        {"bc-aaaa", BackendKeyring, other, data, false},
		"key too short":    {"bc-aaaa", BackendKeyring, key[:5], data, false},
		"empty":            {"bc-aaaa", BackendKeyring, key, nil, false},
		"magic alone":      {"bc-aaaa", BackendKeyring, key, data[:len(sealedMagic)], false},
		"cut by one byte":  {"bc-aaaa", BackendKeyring, key, data[:len(data)-1], false},
		"one byte more":    {"bc-aaaa", BackendKeyring, key, append(bytes.Clone(data), 0), false},
		"changed magic":    {"bc-aaaa", BackendKeyring, key, flip(0), false},
		"older version":    {"bc-aaaa", BackendKeyring, key, flip(len(sealedMagic)), false},
		"changed nonce":    {"bc-aaaa", BackendKeyring, key, flip(len(sealedMagic) + 2), false},
		"changed last bit": {"bc-aaaa", BackendKeyring, key, flip(len(data) - 1), false},
	}
	for name, test := range tests {
		content, newer, err := unseal(test.id, test.backend, test.key, test.data)
		if test.ok {
			if err != nil || newer != 0 || content.Credential == nil || content.Credential.Secret != canary {
				t.Errorf("%s: %d %v", name, newer, err)
			}
		} else if !errors.Is(err, errSealed) || newer != 0 || content.Credential != nil {
			t.Errorf("%s: %d %v", name, newer, err)
		}
	}
}

func TestSealedLimit(t *testing.T) {
	key := make([]byte, cacheKeySize)
	if _, err := seal("x", BackendKeyring, key, envelope{Credential: &kept{Secret: long(sealedLimit - 100)}}); err != nil {
		t.Error(err)
	}
	_, err := seal("x", BackendKeyring, key, envelope{Credential: &kept{Secret: long(sealedLimit)}})
	if !isKind(err, ErrCredential) {
		t.Errorf("got %v", err)
	}
}

// The same content is never sealed to the same bytes: the nonce is new each time.
func TestSealingTwiceDiffers(t *testing.T) {
	key := make([]byte, cacheKeySize)
	one, _ := seal("x", BackendKeyring, key, envelope{})
	two, _ := seal("x", BackendKeyring, key, envelope{})
	if len(one) == 0 || bytes.Equal(one, two) {
		t.Error("nonce used twice")
	}
}

// A damaged sealed file is moved aside and said, a newer one stays; neither is deleted.
func TestSealedFileThatCannotBeOpened(t *testing.T) {
	newer := append([]byte(sealedMagic), sealedVersion+1, 1, 2, 3)
	tests := map[string]struct {
		content []byte
		want    error
	}{
		"torn":    {[]byte(sealedMagic[:3]), ErrCorruptFile},
		"foreign": {[]byte(long(500)), ErrCorruptFile},
		"newer":   {newer, ErrNewerSchema},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			p := mustSave(t, s, secretInput("bc", long(3000)))
			if err := os.WriteFile(s.places.sealed(p.ID), test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err := s.Load(t.Context(), "bc")
			if !isKind(err, test.want) {
				t.Fatalf("%T: %v", err, err)
			}
			path := s.places.sealed(p.ID)
			if bad := new(Error); ofKind(err, ErrCorruptFile, &bad) {
				path = bad.Aside
			}
			if got, _ := os.ReadFile(path); !bytes.Equal(got, test.content) {
				t.Errorf("%s holds %q", path, got)
			}
		})
	}
}
