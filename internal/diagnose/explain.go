package diagnose

import (
	"slices"
	"strconv"

	"appreg/internal/cause"
	"appreg/internal/report"
)

// explain finds the cause of an answer: by its codes, the most telling first; else by its wording, its error name and
// its HTTP status. What none of them decides is unknown.
func explain(a answer, c Context) Diagnosis {
	if c.Call != nil {
		return explainCall(a, c)
	}
	matched, sure := matching(a, c)
	if len(matched) == 0 {
		return withWrapper(unknown(a, c), a)
	}
	d := ForCause(matched[0].cause, c)
	d.Confidence, d.Others = sure, others(matched)
	d = withNote(d, matched[0])
	if number := a.unlisted(); number != 0 {
		d.Meaning += " appreg doesn't know AADSTS" + strconv.Itoa(number) + ": this follows from the text behind the number."
	}
	return withWrapper(withFacts(d, a), a)
}

// withWrapper says of a tool's own sentence that it hides the reason, and how to see it. A cause that is read from an
// answer's number, or from a sentence that tells it, isn't hidden.
func withWrapper(d Diagnosis, a answer) Diagnosis {
	if len(d.Codes) > 0 || d.Confidence != report.Guess && d.Confidence != report.None {
		return d
	}
	if w := wrapperOf(a.text); w != nil {
		d.Meaning += " " + w.words
		d.Fix.Steps = slices.Insert(slices.Clone(d.Fix.Steps), 0, w.step)
	}
	return d
}

// withNote adds what the rule knows better than its cause.
func withNote(d Diagnosis, r *rule) Diagnosis {
	if r.note != "" {
		d.Meaning += " " + r.note
	}
	if r.step != "" {
		d.Fix.Steps = slices.Insert(slices.Clone(d.Fix.Steps), 0, r.step)
	}
	return d
}

// withFacts adds what the answer itself says.
func withFacts(d Diagnosis, a answer) Diagnosis {
	d.Codes = slices.Clone(a.codes)
	if leads := a.leads(); len(leads) > 0 && slices.Contains(a.codes, leads[0].code) {
		d.Codes = slices.DeleteFunc(d.Codes, func(code int) bool { return code == leads[0].code })
		d.Codes = slices.Insert(d.Codes, 0, leads[0].code)
	}
	d.Error, d.Suberror = a.name, a.suberror
	return d
}

// matching returns a rule for each code that has one; without one, the first rule for the text. Entra's sentences come
// first: the rules for the APIs look for single words, which are in those sentences as well.
func matching(a answer, c Context) ([]*rule, report.Confidence) {
	if matched, sure := byCode(a, c); len(matched) > 0 {
		return matched, sure
	}
	r := ruleFor(groupsFor(a, c), 0, a, c)
	if r == nil {
		return nil, report.None
	}
	sure := r.confidence()
	if a.unlisted() != 0 {
		// A name such as invalid_client is about the whole kind of refusal that the number is there to tell apart.
		if sure = sure.Weaker(report.Likely); sure == report.Guess {
			return nil, report.None
		}
	}
	return []*rule{r}, sure
}

// byCode returns a rule for each code. Two numbers that speak of two things leave a doubt which of them counts.
func byCode(a answer, c Context) ([]*rule, report.Confidence) {
	var matched []*rule
	sure := report.Certain
	for _, lead := range a.leads() {
		r := ruleFor(codeRules(), lead.code, a, c)
		if r == nil {
			continue
		}
		if matched = append(matched, r); len(matched) == 1 {
			sure = lead.sure.Weaker(r.confidence())
		} else if r.cause != matched[0].cause && !lead.umbrella {
			sure = sure.Weaker(report.Likely)
		}
	}
	return matched, sure
}

// groupsFor returns the rules for an answer without a code that counts: for one that Entra wrote none of an API's.
func groupsFor(a answer, c Context) [][]rule {
	switch {
	case a.unlisted() != 0:
		return entraTextRules()
	case a.login:
		return loginTextRules()
	}
	return textRules(c)
}

// others are the causes that are still possible: those of the first rule, then those of rules for further codes.
func others(matched []*rule) []cause.Label {
	var list []cause.Label
	add := func(label cause.Label) {
		if label != matched[0].cause && !slices.Contains(list, label) {
			list = append(list, label)
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
