package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// shape is what an answer looks like when the call succeeded.
type shape int

const (
	collection  shape = iota + 1 // {"value":[…]}
	lcsEnvelope                  // {"IsSuccess":true,…}: a refusal comes with 200 too
)

// reading is what was read from a 2xx answer.
type reading int

const (
	foreign reading = iota // not JSON
	other                  // JSON, but neither a success nor a refusal
	refusal                // a refusal in spite of the status
	success
)

// read judges the body of a 2xx answer. Of its values only a count leaves: seen is fit for evidence.
func (s shape) read(r *transport.Response, thing string, redact sanitize.Redactor) (what reading, seen string) {
	if r.Fault == transport.TooLarge && s == collection {
		// A tenant with hundreds of environments: what came is enough to know.
		if n, ok := beginningOfList(r.Body); ok {
			return success, fmt.Sprintf("%s: more than %d", thing, n)
		}
		return foreign, ""
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(r.Body, &fields) != nil || fields == nil {
		return foreign, ""
	}
	if s == lcsEnvelope {
		return readEnvelope(fields, redact)
	}
	var list []json.RawMessage
	if raw, there := fields["value"]; there && json.Unmarshal(raw, &list) == nil && list != nil {
		return success, fmt.Sprintf("%s: %d", thing, len(list))
	}
	if _, there := fields["error"]; there {
		return refusal, keys(fields, redact)
	}
	return other, keys(fields, redact)
}

func readEnvelope(fields map[string]json.RawMessage, redact sanitize.Redactor) (reading, string) {
	var done *bool
	if json.Unmarshal(fields["IsSuccess"], &done) != nil || done == nil {
		return other, keys(fields, redact)
	}
	if *done {
		return success, keys(fields, redact)
	}
	return refusal, "IsSuccess false, " + keys(fields, redact)
}

// maxKeys bounds the names that are shown.
const maxKeys = 12

// keys names an object's keys, sorted.
func keys(fields map[string]json.RawMessage, redact sanitize.Redactor) string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, shortened(redact.Redact(name), maxName))
	}
	slices.Sort(names)
	if len(names) > maxKeys {
		names = append(names[:maxKeys], "…")
	}
	return "keys: " + strings.Join(names, ", ")
}

// beginningOfList counts the whole elements of "value" in the beginning of an object that was cut off. Only keys with
// plain values may stand before it.
func beginningOfList(body []byte) (n int, ok bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return 0, false
	}
	for {
		key, err := d.Token()
		if err != nil {
			return 0, false
		}
		if key == "value" {
			break
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return 0, false
		}
	}
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return 0, false
	}
	for d.More() {
		var element map[string]json.RawMessage
		if d.Decode(&element) != nil {
			break
		}
		n++
	}
	return n, n > 0
}
