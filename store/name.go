package store

import (
	"fmt"
	"io"
	"strings"

	"appreg/internal/pattern"
)

var notSlug = pattern.Lazy(`[^a-z0-9]+`)

// hasOnly reports whether s is not empty and holds nothing but a-z, 0-9 and others. It is asked of every entry at every
// start; expressions took as long as all the rest of reading.
func hasOnly(s, others string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return s != ""
}

// ValidName returns an ErrName unless name is 1 to 64 of letters, digits, dot, _ and -.
func ValidName(name string) error {
	switch {
	case name == "":
		return &Error{Kind: ErrName, Profile: name, Why: "is empty"}
	case len(name) > 64:
		return &Error{Kind: ErrName, Profile: "…", Why: "is longer than 64 characters"}
	case !hasOnly(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-"):
		return &Error{Kind: ErrName, Profile: name, Why: "has a character that isn't allowed"}
	}
	return nil
}

// NewName returns an ErrName unless a profile may be given that name. Beyond ValidName it may not begin with a dash:
// every command that names such a profile would take it for a flag. One of an earlier appreg stays what it is.
func NewName(name string) error {
	if err := ValidName(name); err != nil || !strings.HasPrefix(name, "-") {
		return err
	}
	return &Error{Kind: ErrName, Profile: name, Why: "begins with a dash, like a flag"}
}

// Ids are a slug of the name and 80 random bits in an alphabet without look-alikes: all folders that a person ever uses
// share one keyring, and no two of their profiles may share an item.
const (
	idAlphabet = "abcdefghijkmnpqrstuvwxyz23456789" // 32: one character is 5 bits
	idRandom   = 16
	idSlug     = 31
)

// newID makes the id of a new profile: [a-z0-9-]{1,48}, unlike those that taken reports. It is what people see in
// Seahorse, Credential Manager or Keychain Access, and it is safe for macOS' security command (docs/sources.md, Keyrings).
func newID(name string, random io.Reader, taken func(id string) (bool, error)) (string, error) {
	slug := strings.Trim(notSlug.Regexp().ReplaceAllString(strings.ToLower(name), "-"), "-")
	slug = strings.TrimRight(slug[:min(len(slug), idSlug)], "-")
	if slug == "" {
		slug = "profile"
	}
	for range 100 {
		var raw [idRandom]byte
		if _, err := io.ReadFull(random, raw[:]); err != nil {
			return "", fmt.Errorf("couldn't create an ID: %w", err)
		}
		for n := range raw {
			raw[n] = idAlphabet[raw[n]%byte(len(idAlphabet))]
		}
		id := slug + "-" + string(raw[:])
		if used, err := taken(id); err != nil || !used {
			return id, err
		}
	}
	return "", fmt.Errorf("couldn't create an ID: every one tried is taken")
}
