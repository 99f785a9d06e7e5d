package sanitize

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"appreg/internal/secret"
)

// Hidden stands where a secret was.
const Hidden = "[hidden]"

// shortest is the length of a secret that is looked for everywhere, in bytes. A shorter one would turn any text into
// a row of marks; Entra's passwords have at least eight characters.
const shortest = 4

// Redactor takes known secrets, and whatever looks like one, out of text. The zero Redactor knows no secret and
// still hides what looks like one.
type Redactor struct {
	forms []string // longest first, so that no form leaves a piece of another
}

// NewRedactor makes a redactor for secrets: as they are and in the encodings in which a request, a log or an answer
// can repeat them (URL, JSON, base64, hexadecimal).
func NewRedactor(secrets ...secret.Secret) Redactor {
	var forms []string
	for _, s := range secrets {
		forms = append(forms, encodings(s.Reveal())...)
	}
	forms = slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortest })
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return Redactor{forms: slices.Compact(forms)}
}

// Redact gives s with every secret replaced by [hidden].
func (r Redactor) Redact(s string) string {
	s = r.hideKnown(s)
	for _, shape := range shapes() {
		s = shape.redact(s)
	}
	return s
}

// Hide is Redact for texts of our own, which may repeat an argument: what stands behind a telling name is left, because
// "password: " is prose there.
func (r Redactor) Hide(s string) string {
	s = r.hideKnown(s)
	for _, shape := range bareShapes() {
		s = shape.redact(s)
	}
	return s
}

func (r Redactor) hideKnown(s string) string {
	for _, form := range r.forms {
		s = strings.ReplaceAll(s, form, Hidden)
	}
	return s
}

// encodings lists the ways in which value can be written; none if it is too short.
func encodings(value string) []string {
	if len(value) < shortest {
		return nil
	}
	query, path := url.QueryEscape(value), url.PathEscape(value)
	upper := strings.ToUpper(hex.EncodeToString([]byte(value)))
	return []string{
		value, strings.TrimSpace(value),
		query, lowerEscapes(query), path, lowerEscapes(path), everyByte(value),
		jsonText(value, true), jsonText(value, false),
		base64.StdEncoding.EncodeToString([]byte(value)), base64.RawStdEncoding.EncodeToString([]byte(value)),
		base64.URLEncoding.EncodeToString([]byte(value)), base64.RawURLEncoding.EncodeToString([]byte(value)),
		upper, strings.ToLower(upper),
	}
}

// lowerEscapes writes percent escapes with small letters: %2b instead of %2B.
func lowerEscapes(s string) string {
	out := []byte(s)
	for i := 0; i+2 < len(out); i++ {
		if out[i] == '%' {
			copy(out[i+1:i+3], strings.ToLower(string(out[i+1:i+3])))
		}
	}
	return string(out)
}

// everyByte escapes all but letters and digits, as strict encoders do.
func everyByte(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
	}
	return b.String()
}

// jsonText is value inside a JSON string, with or without the escapes for HTML.
func jsonText(value string, html bool) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(html)
	if err := encoder.Encode(value); err != nil {
		return value
	}
	quoted := strings.TrimSuffix(b.String(), "\n")
	return quoted[1 : len(quoted)-1]
}
