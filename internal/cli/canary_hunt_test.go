package cli_test

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// pieceLength is the length of the shortest piece of a secret that counts as found, in bytes. In hexadecimal such a
// piece is twice as long, and a shorter one would be found in any GUID.
const pieceLength = 8

// hunt looks for secrets: whole, in pieces, and in the encodings of requests, logs and answers.
type hunt struct {
	mu     sync.RWMutex
	pieces map[string]string // and what each is a piece of
}

func newHunt() *hunt { return &hunt{pieces: map[string]string{}} }

// longSecret is where tokens begin, in bytes. Of them not every piece is hunted, but one in each two pieces' length.
const longSecret = 200

// add hunts a secret from now on. A value that is shorter than a piece is not hunted: it would be found in anything.
func (h *hunt) add(what, value string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for form, text := range encodings(value) {
		if text == value && form != asItIs {
			continue // the encoding changes nothing
		}
		label := what + ", " + form
		length, step := lengthIn(form), 1
		if len(value) > longSecret {
			step = pieceLength
		}
		for at := 0; at+length <= len(text); at += step {
			h.pieces[text[at:at+length]] = label
		}
	}
}

// lengthIn is the length of a piece in a form.
func lengthIn(form string) int {
	if strings.Contains(form, "hexadecimal") {
		return 2 * pieceLength
	}
	return pieceLength
}

// asItIs is the form of a secret that nothing has encoded.
const asItIs = "as it is"

var (
	notPlain = regexp.MustCompile(`[^A-Za-z0-9]`)
	escape   = regexp.MustCompile(`%[0-9A-F]{2}`)
)

// encodings are the ways in which a secret may be written.
func encodings(value string) map[string]string {
	quoted, _ := json.Marshal(value) // a string can always be quoted
	strict := notPlain.ReplaceAllStringFunc(value, func(c string) string { return fmt.Sprintf("%%%02X", c) })
	forms := map[string]string{
		asItIs: value, "form": url.QueryEscape(value), "path": url.PathEscape(value), "strict form": strict,
		"small form": escape.ReplaceAllStringFunc(url.QueryEscape(value), strings.ToLower), "JSON": strings.Trim(string(quoted), `"`), "quoted by Go": strings.Trim(fmt.Sprintf("%q", value), `"`),
		"hexadecimal": hex.EncodeToString([]byte(value)), "big hexadecimal": strings.ToUpper(hex.EncodeToString([]byte(value))),
	}
	for shift := range 3 { // inside other text, base64 begins at any of three places
		blank := strings.Repeat(" ", shift)
		forms[fmt.Sprintf("base64, shifted by %d", shift)] = innerBase64(base64.RawStdEncoding, blank+value)
		forms[fmt.Sprintf("base64 for URLs, shifted by %d", shift)] = innerBase64(base64.RawURLEncoding, blank+value)
	}
	return forms
}

// innerBase64 leaves out what depends on the text around.
func innerBase64(e *base64.Encoding, text string) string {
	encoded := e.EncodeToString([]byte(text))
	return encoded[min(4, len(encoded)):max(min(4, len(encoded)), len(encoded)-2)]
}

// found tells what of the hunted stands in text, and the place.
func (h *hunt) found(text string) string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for at := range len(text) {
		for length := pieceLength; length <= 2*pieceLength && at+length <= len(text); length *= 2 {
			if what, hit := h.pieces[text[at:at+length]]; hit {
				return fmt.Sprintf("a piece of the %s, after %q", what, text[max(0, at-60):at])
			}
		}
	}
	return ""
}

// check fails the test if text holds anything hunted.
func (h *hunt) check(t *testing.T, where, text string) {
	t.Helper()
	if what := h.found(text); what != "" {
		t.Errorf("%s holds %s", where, what)
	}
}

// checkTree fails the test if a file below dir, or its name, holds anything hunted. It returns the names of the files.
func (h *hunt) checkTree(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		h.check(t, "the file "+entry.Name(), string(content))
		h.check(t, "the name of "+entry.Name(), path)
		names = append(names, entry.Name())
		return err
	})
	if err != nil {
		t.Errorf("could not search %s: %v", dir, err)
	}
	return names
}

// canarySecret is a secret in the form of today's client secrets, or of none, that is like nothing else.
func canarySecret(name string, shaped bool) string {
	sum := sha512.Sum512([]byte("canary " + name))
	text := base64.RawURLEncoding.EncodeToString(sum[:])
	if shaped {
		return text[:3] + "8Q~" + text[3:37]
	}
	return text[:34]
}

// canaryPassword has characters that every encoding changes.
func canaryPassword(name string) string { return `p"&` + canarySecret(name, false) + ` +%<\` }

// TestHuntFinds: the hunter finds a secret in every encoding, in pieces, and in a file; it finds nothing in other text.
func TestHuntFinds(t *testing.T) {
	secret := canaryPassword("hunter")
	h := newHunt()
	h.add("canary", secret)
	for form, text := range encodings(secret) {
		if h.found("before "+text+" after") == "" {
			t.Errorf("not found: %s", form)
		}
		half, length := text[len(text)/3:], lengthIn(form)
		if h.found(half[:length]) == "" || h.found(half[:length-1]) != "" {
			t.Errorf("pieces of %s are not told apart", form)
		}
	}
	dump := "client_secret=" + secret + "&x"
	if h.found(base64.StdEncoding.EncodeToString([]byte(dump))) == "" || h.found(hex.EncodeToString([]byte(dump))) == "" {
		t.Error("not found inside an encoded text")
	}
	other := strings.Join(slices.Sorted(maps.Keys(encodings(canarySecret("another", true)))), " ")
	if at := h.found(other); at != "" {
		t.Errorf("found in other text: %s", at)
	}
}
