package federation

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// LongestName is how many characters a federated credential's name may have (docs/sources.md, "Federated credentials").
const LongestName = 120

// name makes a name that no other identity has: what can be read of the subject, in letters, digits and dashes as Entra takes
// them, and a hash of issuer and subject, of which the readable part leaves out much. The end of a long subject tells more
// than its beginning.
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
	after := "-" + i.hash()
	text := strings.Trim(b.String(), "-")
	text = strings.TrimLeft(text[max(0, len(text)-LongestName+len(before)+len(after)):], "-")
	return strings.TrimSuffix(before+text, "-") + after
}

// hash is short: an app has 20 credentials at most.
func (i Identity) hash() string {
	sum := sha256.Sum256([]byte(i.Issuer + "\n" + i.Subject))
	return hex.EncodeToString(sum[:5])
}
