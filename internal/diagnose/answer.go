package diagnose

import (
	"slices"

	"appreg/internal/catalog"
)

// answer is what could be read out of a refusal.
type answer struct {
	codes    []int  // AADSTS numbers, the most telling one first
	name     string // error field, or an API's error code
	suberror string
	status   int    // HTTP status; 0 if unknown
	text     string // lower case, without blanks and quotation marks: see squeeze
	words    string // lower case, single blanks
	blank    bool   // nothing was given at all
	login    bool   // Entra wrote it: no API has such an error name
	mark     mark   // what the ids quoted in the text look like
}

// mark is what the id or address that an answer quotes looks like.
type mark string

const (
	markNone          mark = ""
	markPlaceholder   mark = "placeholder"    // client id that was never filled in, or has no such form
	markAPI           mark = "api"            // the client id is the id of one of the four APIs
	markForeignTenant mark = "foreign tenant" // the directory named is Microsoft's own or the one of personal accounts
	markNamedEndpoint mark = "named endpoint" // the tenant is common, organizations or consumers
	markKnownResource mark = "known resource" // the API's address is spelt right
)

// umbrellas are codes that say little by themselves: with a second code in the answer, that one counts.
func umbrellas() []int { return []int{70002, 70000, 50000, 90023, 90013, 9002313} }

// addCode puts a code in, each once.
func (a *answer) addCode(code int) {
	if !slices.Contains(a.codes, code) {
		a.codes = append(a.codes, code)
	}
}

// candidates gives the codes to look up, most telling first. Where no telling code was read, the wording
// may give one away.
func (a answer) candidates() []int {
	var telling, weak []int
	for _, code := range a.codes {
		switch {
		case slices.Contains(umbrellas(), code):
			weak = append(weak, code)
		case knownCode(code):
			telling = append(telling, code)
		}
	}
	if len(telling) == 0 && len(a.codes) > 0 {
		if code, ok := codeOfWording(a.text); ok {
			telling = append(telling, code)
		}
	}
	return append(telling, weak...)
}

// codeOfWording finds the code whose usual wording text holds.
func codeOfWording(text string) (int, bool) {
	for _, w := range wordings {
		if holds(text, w.feature) {
			return w.code, true
		}
	}
	return 0, false
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

// knownResource reports whether address is a resource that exists: one of the four APIs, or a common one of Microsoft's.
func knownResource(address string) bool {
	if isGUID(address) {
		return true
	}
	if _, ok := catalog.ByResource(address); ok {
		return true
	}
	return slices.Contains(microsoftResources, trimResource(address))
}
