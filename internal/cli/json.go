package cli

import (
	"encoding/json"
	"io"
	"strings"
)

// printJSON writes v as indented JSON.
func printJSON(w io.Writer, v any) { encodeJSON(w, "  ", v) }

// compactJSON returns v as one line of JSON.
func compactJSON(v any) string {
	var line strings.Builder
	encodeJSON(&line, "", v)
	return line.String()
}

// encodeJSON writes v without HTML's escapes: nobody puts it into a page. Encoding our own plain types cannot fail; Run tells of a
// write that did.
func encodeJSON(w io.Writer, indent string, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	_ = enc.Encode(v)
}
