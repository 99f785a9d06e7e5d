package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// reading is what was read from a 2xx answer.
type reading int

const (
	foreign reading = iota // not JSON
	other                  // JSON, but neither a success nor a refusal
	refusal                // a refusal in spite of the status
	success
)

// content is what was read from a 2xx answer. Of its values only a count and the names of environments leave.
type content struct {
	what         reading
	seen         string // fit for evidence
	empty        bool   // a list without an element
	environments environments
}

// read judges the body of a 2xx answer.
func read(r *transport.Response, c call, redact sanitize.Redactor) content {
	if r.Fault == transport.TooLarge && c.Answer == catalog.List {
		// A tenant with hundreds of environments: what came is enough to know.
		if n, ok := beginningOfList(r.Body); ok {
			return content{what: success, seen: fmt.Sprintf("%s: more than %d", c.Thing, n)}
		}
		return content{}
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(r.Body, &fields) != nil || fields == nil {
		return content{}
	}
	if c.Answer == catalog.Envelope {
		return readEnvelope(fields, redact)
	}
	var list []json.RawMessage
	if raw, there := fields["value"]; there && json.Unmarshal(raw, &list) == nil && list != nil {
		found := content{what: success, seen: fmt.Sprintf("%s: %d", c.Thing, len(list)), empty: len(list) == 0}
		if found.empty {
			found.seen += ", which no tenant's is"
		}
		if c.Lists {
			found.environments = readEnvironments(list, redact)
		}
		return found
	}
	if _, there := fields["error"]; there {
		return content{what: refusal, seen: keys(fields, redact)}
	}
	return content{what: other, seen: keys(fields, redact)}
}

func readEnvelope(fields map[string]json.RawMessage, redact sanitize.Redactor) content {
	var done *bool
	if json.Unmarshal(fields["IsSuccess"], &done) != nil || done == nil {
		return content{what: other, seen: keys(fields, redact)}
	}
	if *done {
		return content{what: success, seen: keys(fields, redact)}
	}
	return content{what: refusal, seen: "IsSuccess false, " + keys(fields, redact)}
}

// maxKeys bounds the names that are shown.
const maxKeys = 12

// keys names an object's keys, sorted.
func keys(fields map[string]json.RawMessage, redact sanitize.Redactor) string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, sanitize.Short(redact.Redact(name), maxName))
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
