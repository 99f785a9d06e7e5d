package diagnose

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/report"
)

// answer is what could be read out of a refusal.
type answer struct {
	codes    []int    // AADSTS numbers, the most telling one first
	loose    bool     // codes were not called so: they stand behind a word that can mean anything
	name     string   // error field, or an API's error code
	inner    []string // the codes of errors inside an API's error
	suberror string
	status   int // HTTP status; 0 if unknown
	text     folded
	words    string // lower case, single blanks
	blank    bool   // nothing was given at all
	login    bool   // Entra wrote it: no API has such an error name
	mark     mark   // what the ids quoted in the text look like
}

// mark is what the id or address that an answer quotes looks like.
type mark string

const (
	markNone            mark = ""
	markPlaceholder     mark = "placeholder"      // client id that was never filled in, or has no such form
	markAPI             mark = "api"              // the client id is the id of one of the APIs
	markForeignTenant   mark = "foreign tenant"   // the directory named is Microsoft's own or the one of personal accounts
	markNamedEndpoint   mark = "named endpoint"   // the tenant is common, organizations or consumers
	markKnownResource   mark = "known resource"   // the API's address is spelt right
	markInnerIssuer     mark = "inner issuer"     // the outside token's issuer is one that only its own network knows
	markForeignAudience mark = "foreign audience" // the outside token isn't for Entra's token exchange
)

// genericCodes are codes that say little by themselves: with a second code in the answer, that one counts.
func genericCodes() []int { return []int{70002, 70000, 50000, 90023, 90013, 9002313} }

// addCode puts a code in, each once.
func (a *answer) addCode(code int) {
	if !slices.Contains(a.codes, code) {
		a.codes = append(a.codes, code)
	}
}

// lead is a code to look up.
type lead struct {
	code     int
	sure     report.Confidence // how sure it is that the answer means this code
	umbrella bool
}

// leads returns the codes to look up, the most telling first. Where no telling code was read, the wording may give one away.
func (a answer) leads() []lead {
	sure := report.Certain
	if a.loose {
		sure = report.Likely
	}
	var telling, weak []lead
	for _, code := range a.codes {
		switch {
		case slices.Contains(genericCodes(), code):
			weak = append(weak, lead{code, sure, true})
		case knownCode(code):
			telling = append(telling, lead{code, sure, false})
		}
	}
	if len(telling) == 0 {
		if w := wordingOf(a.text); w != nil {
			telling = append(telling, lead{w.code, w.confidence(a.unlisted() != 0), false})
		}
	}
	return append(telling, weak...)
}

// unlisted returns the number of Entra's that the answer leads with if no rule knows any of its numbers; 0 otherwise.
func (a answer) unlisted() int {
	if a.loose || len(a.codes) == 0 || slices.ContainsFunc(a.codes, knownCode) {
		return 0
	}
	return a.codes[0]
}

// wordingOf finds the usual wording of a code in text; nil if there is none.
func wordingOf(text folded) *wording {
	for i := range wordings {
		if text.holds(wordings[i].feature) {
			return &wordings[i]
		}
	}
	return nil
}

// confidence is how sure it is that the wording's code is meant. Beside a number that is not the wording's own, it is one
// reading of the text.
func (w wording) confidence(besideNumber bool) report.Confidence {
	if w.short || besideNumber {
		return report.Likely
	}
	return report.Certain
}

// knownCode reports whether a rule names the code.
func knownCode(code int) bool {
	for _, group := range codeRules() {
		for _, r := range group {
			if slices.Contains(r.codes, code) {
				return true
			}
		}
	}
	return false
}

// knownResource reports whether address is a resource that exists: one of the APIs, or a common one of Microsoft's.
func knownResource(address string) bool {
	if isGUID(address) {
		return true
	}
	if _, ok := catalog.ByResource(address); ok {
		return true
	}
	return slices.Contains(microsoftResources, trimResource(address))
}
