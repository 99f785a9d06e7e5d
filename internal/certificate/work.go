package certificate

import (
	"encoding/asn1"
	"math"
	"slices"
	"strings"
)

// mostRounds is how many rounds of key derivation a file may ask for, all its parts together. OpenSSL and Windows write
// 2,000 to 2,048 of them, careful people a million; five million take a second or two. A file can name 2^31 in 2 KB.
const mostRounds = 5_000_000

// deepest is how deep structures are looked into: PFX files need a dozen levels.
const deepest = 24

// derivations are the beginnings of the algorithms whose parameters say how many rounds are to be made: PBKDF2, the
// schemes of PKCS #5 v1.5 and those of PKCS #12 (RFC 8018 appendix A, RFC 7292 appendix C).
var derivations = []string{"1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."}

// rounds adds up what a DER structure asks for wherever it can be seen without a password, before any of it is computed.
func rounds(der []byte, depth int) int64 {
	var total int64
	for depth < deepest && len(der) > 0 {
		var part asn1.RawValue
		rest, err := asn1.Unmarshal(der, &part)
		if err != nil {
			break
		}
		der = rest
		total = sum(total, rounds(part.Bytes, depth+1)) // also what an octet string holds, if it is a structure
		if part.IsCompound {
			total = sum(total, ownRounds(part.Bytes))
		}
	}
	return total
}

// ownRounds is the number that a sequence itself states: an algorithm's, or that of a PFX file's MAC.
func ownRounds(content []byte) int64 {
	children := childrenOf(content)
	switch {
	case len(children) >= 2 && derives(children[0]):
		for _, parameter := range childrenOf(children[1].Bytes) {
			if parameter.Tag == asn1.TagInteger {
				return number(parameter)
			}
		}
	case len(children) >= 3 && children[0].IsCompound && children[1].Tag == asn1.TagOctetString && children[2].Tag == asn1.TagInteger:
		return number(children[2])
	}
	return 0
}

func derives(part asn1.RawValue) bool {
	var oid asn1.ObjectIdentifier
	_, err := asn1.Unmarshal(part.FullBytes, &oid)
	return err == nil && slices.ContainsFunc(derivations, func(prefix string) bool { return strings.HasPrefix(oid.String(), prefix) })
}

// childrenOf returns up to four parts of a sequence: more is not looked at.
func childrenOf(content []byte) []asn1.RawValue {
	var children []asn1.RawValue
	for len(content) > 0 && len(children) < 4 {
		var child asn1.RawValue
		rest, err := asn1.Unmarshal(content, &child)
		if err != nil {
			break
		}
		children, content = append(children, child), rest
	}
	return children
}

// number reads an integer; one that is too large for the type is as many rounds as can be.
func number(part asn1.RawValue) int64 {
	var n int64
	if _, err := asn1.Unmarshal(part.FullBytes, &n); err != nil {
		return math.MaxInt64
	}
	return max(n, 0)
}

// sum adds without overflow.
func sum(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// tooMuch reports whether a structure asks for more than is computed.
func tooMuch(der []byte) bool { return rounds(der, 0) > mostRounds }
