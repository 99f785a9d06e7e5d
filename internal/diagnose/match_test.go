package diagnose

import (
	"strings"
	"testing"
)

// features are the text features of all tables, each with where it is from.
func features() map[string][]string {
	all := map[string][]string{}
	for _, r := range allRules() {
		all[string(r.cause)] = append(all[string(r.cause)], r.text...)
	}
	for _, s := range subjects {
		all[s.words] = append(all[s.words], s.text...)
	}
	for _, w := range wordings {
		all["wording"] = append(all["wording"], w.feature)
	}
	return all
}

// TestFeaturesStandForWholeWords: no feature of any table is found inside another word, unless it says so with ~; and
// each is found where it stands by itself.
func TestFeaturesStandForWholeWords(t *testing.T) {
	for from, list := range features() {
		for _, feature := range list {
			for alternative := range strings.SplitSeq(feature, "|") {
				plain := strings.NewReplacer("~", "", "*", "x").Replace(alternative)
				if !fold("seen: " + plain + " .").holds(alternative) {
					t.Errorf("%s: %q is not found in itself", from, alternative)
				}
				first, last, _ := cutEnds(alternative)
				if !strings.HasPrefix(first, "~") && startsWord(plain) && fold("xq"+plain).holds(alternative) {
					t.Errorf("%s: %q is found behind other letters", from, alternative)
				}
				if !strings.HasSuffix(last, "~") && endsWord(plain) && fold(plain+"qx").holds(alternative) {
					t.Errorf("%s: %q is found before other letters", from, alternative)
				}
			}
		}
	}
}

// cutEnds returns the first and the last part of an alternative.
func cutEnds(alternative string) (first, last string, several bool) {
	parts := strings.Split(alternative, "*")
	return strings.TrimSpace(parts[0]), strings.TrimSpace(parts[len(parts)-1]), len(parts) > 1
}

func startsWord(s string) bool {
	r := []rune(s)[0]
	return isWordRune(r) && !withoutBlanks(r)
}

func endsWord(s string) bool {
	all := []rune(s)
	r := all[len(all)-1]
	return isWordRune(r) && !withoutBlanks(r)
}

func TestWordsWithinWords(t *testing.T) {
	for _, tc := range []struct {
		text, feature string
		want          bool
	}{
		{"Status Code NotFound : Not Found", "enotfound", false},
		{"getaddrinfo ENOTFOUND host", "enotfound", true},
		{"EnvironmentNotFound", "environmentnotfound", true},
		{"BusinessAppEnvironmentNotFoundException", "environmentnotfound", true},
		{"Internal_CompanyNotFound", "companynotfound", true},
		{"the code was unexpired", "expired", false},
		{"token_expired", "expired", true},
		{"rethrottled", "throttl~", false},
		{"throttled", "throttl~", true},
		{"Clientzertifikat", "~zertifikat~", true},
		{"Invalid\n  client\r\nsecret", "invalid client secret", true},
		{"invalid cli\nent sec\nret", "invalid client secret", true}, // wrapped by a terminal
		{"invalid clients ecret", "client secret", true},
		{"リモート名を解決できませんでした", "解決できません", true},
		{"a " + strings.Repeat("far ", 60) + " b", "a * b", false},
		{"a a near b", "a * b", true},
		{"", "x", false},
	} {
		if got := fold(tc.text).holds(tc.feature); got != tc.want {
			t.Errorf("%.40q holds %q: %t", tc.text, tc.feature, got)
		}
	}
}
