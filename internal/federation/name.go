package federation

import "strings"

// longestName is how many characters a federated credential's name may have (docs/sources.md, "Federated credentials").
const longestName = 120

// name makes a name out of the subject: letters, digits and dashes, as Entra takes them. The end of a long subject tells
// more than its beginning.
func (i Identity) name() string {
	var b strings.Builder
	for _, r := range i.Subject {
		switch {
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	const before = "appreg-"
	text := strings.Trim(b.String(), "-")
	return before + strings.TrimLeft(text[max(0, len(text)-longestName+len(before)):], "-")
}
