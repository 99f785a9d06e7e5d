package cli

import (
	"slices"
	"strings"

	"appreg/internal/sanitize"
	"appreg/store"
)

// listedFields are the keys of profileJSON in their order, with their values as they were saved.
var listedFields = []struct {
	before string // what stands before the value: its key, and what parts it from the value before
	of     func(p *store.Profile) string
}{
	{"\n    \"profile\": ", func(p *store.Profile) string { return p.Name }},
	{",\n    \"id\": ", func(p *store.Profile) string { return p.ID }},
	{",\n    \"api\": ", func(p *store.Profile) string { return string(p.API) }},
	{",\n    \"cloud\": ", func(p *store.Profile) string { return string(p.Cloud) }},
	{",\n    \"region\": ", func(p *store.Profile) string { return string(p.Region) }},
	{",\n    \"tenant\": ", func(p *store.Profile) string { return p.Tenant }},
	{",\n    \"tenant_id\": ", func(p *store.Profile) string { return p.TenantID }},
	{",\n    \"client_id\": ", func(p *store.Profile) string { return p.ClientID }},
	{",\n    \"flow\": ", func(p *store.Profile) string { return string(p.Flow) }},
	{",\n    \"username\": ", func(p *store.Profile) string { return p.Username }},
	{",\n    \"store\": ", func(p *store.Profile) string { return string(p.Store) }},
	{",\n    \"verdict\": ", func(p *store.Profile) string { return string(p.Verdict) }},
	{",\n    \"expires\": ", func(p *store.Profile) string { return p.SecretExpires }},
	{",\n    \"saved_at\": ", func(p *store.Profile) string { return p.SavedAt }},
}

// jsonList is a growing list of profiles in JSON, as printJSON writes one, in a tenth of the time.
type jsonList struct{ out []byte }

func (l *jsonList) begin(size int) { l.out = make([]byte, 0, size) }

func (l *jsonList) add(p *store.Profile) {
	l.out = append(l.out, ",\n  {"...)
	for _, field := range listedFields {
		l.out = append(l.out, field.before...)
		l.out = appendLine(l.out, field.of(p))
	}
	l.out = append(l.out, "\n  }"...)
}

func (l *jsonList) end(rest []listing) [][]byte {
	texts := [][]byte{l.out}
	for _, other := range rest {
		texts = append(texts, other.(*jsonList).out)
	}
	texts = slices.DeleteFunc(texts, func(text []byte) bool { return len(text) == 0 })
	if len(texts) == 0 {
		return [][]byte{[]byte("[]\n")}
	}
	texts[0][0] = '[' // no comma before the first
	return append(texts, []byte("\n]\n"))
}

// appendLine appends a text, fit for a terminal, as a string. Most are as they are: short, visible ASCII.
func appendLine(out []byte, text string) []byte {
	const most = 1000 // bytes: a longer text may have to be cut
	for i := range len(text) {
		if c := text[i]; c-'!' > '~'-'!' || c == '"' || c == '\\' { // a byte before ! becomes a large one
			return appendJSON(out, sanitize.Line(text))
		}
	}
	if len(text) > most {
		return appendJSON(out, sanitize.Line(text))
	}
	out = append(out, '"')
	out = append(out, text...)
	return append(out, '"')
}

// appendJSON appends a string.
func appendJSON(out []byte, s string) []byte {
	return append(out, strings.TrimSuffix(compactJSON(s), "\n")...)
}
