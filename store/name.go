package store

import (
	"fmt"
	"io"
	"strings"

	"appreg/internal/pattern"
)

var (
	validName = pattern.Lazy(`^[A-Za-z0-9._-]{1,64}$`)
	notSlug   = pattern.Lazy(`[^a-z0-9]+`)
)

// ValidName gives a *NameError unless name is 1 to 64 of letters, digits, dot, _ and - (DESIGN.md section 1).
func ValidName(name string) error {
	switch {
	case name == "":
		return &NameError{Name: name, Why: "is empty"}
	case len(name) > 64:
		return &NameError{Name: "…", Why: "is longer than 64 characters"}
	case !validName.Regexp().MatchString(name):
		return &NameError{Name: name, Why: "holds a character that is not allowed"}
	}
	return nil
}

// Ids are a slug of the name and four characters of an alphabet without look-alikes.
const (
	idAlphabet = "abcdefghijkmnpqrstuvwxyz23456789" // 32: one character is 5 bits
	idRandom   = 4
	idSlug     = 43
)

// newID makes the id of a new profile: [a-z0-9-]{1,48}, unlike those that taken reports. It is what people see in
// Seahorse, Credential Manager or Keychain Access, and it is safe for macOS' security command (facts/keyring.md 1).
func newID(name string, random io.Reader, taken func(id string) bool) (string, error) {
	slug := strings.Trim(notSlug.Regexp().ReplaceAllString(strings.ToLower(name), "-"), "-")
	slug = strings.TrimRight(slug[:min(len(slug), idSlug)], "-")
	if slug == "" {
		slug = "profile"
	}
	for range 100 {
		var raw [idRandom]byte
		if _, err := io.ReadFull(random, raw[:]); err != nil {
			return "", fmt.Errorf("could not make an id: %w", err)
		}
		for n := range raw {
			raw[n] = idAlphabet[raw[n]%byte(len(idAlphabet))]
		}
		if id := slug + "-" + string(raw[:]); !taken(id) {
			return id, nil
		}
	}
	return "", fmt.Errorf("could not make an id: every one tried is taken")
}

// nearest gives the name most similar to name, empty if none is: two slips are allowed, one in a very short name,
// a third of the characters in a long one.
func nearest(name string, names []string) string {
	allowed := max(2, len(name)/3)
	if len(name) < 3 {
		allowed = 1
	}
	best, bestDistance := "", allowed+1
	for _, candidate := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(candidate)); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	if bestDistance >= len(best) {
		return ""
	}
	return best
}

// distance counts the characters to insert, delete or change to get from a to b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
