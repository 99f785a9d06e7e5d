package diagnose

import (
	"slices"

	"appreg/internal/report"
)

// explain finds the cause of an answer: by its codes, the most telling first; else by its wording, its error name and
// its HTTP status; else by the class of an unknown code.
func explain(a answer, c Context) Diagnosis {
	matched := matching(a, c)
	if len(matched) == 0 {
		return unknown(a, c)
	}
	d := ForCause(matched[0].cause, c)
	d.Others = others(matched)
	return withFacts(d, a)
}

// withFacts adds what the answer itself says.
func withFacts(d Diagnosis, a answer) Diagnosis {
	d.Codes = slices.Clone(a.codes)
	if codes := a.candidates(); len(codes) > 0 && slices.Contains(a.codes, codes[0]) {
		d.Codes = slices.DeleteFunc(d.Codes, func(code int) bool { return code == codes[0] })
		d.Codes = slices.Insert(d.Codes, 0, codes[0])
	}
	d.Error, d.Suberror = a.name, a.suberror
	return d
}

// matching gives a rule for each code that has one; where no code was read, the first rule for the wording. Entra's
// sentences come first: the rules for the APIs look for single words, which are in those sentences as well.
func matching(a answer, c Context) []*rule {
	if len(a.codes) > 0 {
		return rulesFor(a.candidates(), a, c)
	}
	if code, ok := codeOfWording(a.text); ok {
		return rulesFor([]int{code}, a, c)
	}
	if r := ruleFor(groupsFor(a, c), 0, a, c); r != nil {
		return []*rule{r}
	}
	return nil
}

// groupsFor gives the rules for an answer without a code: for one that Entra wrote none of an API's; where an API
// is known and the answer may be its own, that API's before those of sign-in libraries.
func groupsFor(a answer, c Context) [][]rule {
	switch {
	case a.login:
		return loginTextRules()
	case c.API != "":
		return append(apiTextRules(), textRules()...)
	}
	return textRules()
}

func rulesFor(codes []int, a answer, c Context) []*rule {
	var matched []*rule
	for _, code := range codes {
		if r := ruleFor(codeRules(), code, a, c); r != nil {
			matched = append(matched, r)
		}
	}
	return matched
}

// others are the causes that are still possible: those of the first rule, then those of rules for further codes.
func others(matched []*rule) []report.Cause {
	var list []report.Cause
	add := func(cause report.Cause) {
		if cause != matched[0].cause && !slices.Contains(list, cause) {
			list = append(list, cause)
		}
	}
	for i, r := range matched {
		if i > 0 {
			add(r.cause)
		}
		for _, other := range r.others {
			add(other)
		}
	}
	return list
}
