package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/report"
)

// unknown answers where no rule fits: what little the words tell, and where Entra's own record stands.
func unknown(a answer, c Context) Diagnosis {
	if number := a.unlisted(); number != 0 {
		return withFacts(unknownCode(number, c), a)
	}
	return withFacts(unknownText(a, c), a)
}

// unknownText describes a text without a code or a known wording: by the subject that its words name, if they do.
func unknownText(a answer, c Context) Diagnosis {
	d := ForCause(cause.Unknown, c)
	about := subjectOf(a, c)
	switch {
	case a.blank:
		d.Title, d.Meaning = "Nothing to explain", "The text is empty. Paste the whole error answer, or enter its AADSTS number."
	case about != nil:
		where, step := d.Fix, ""
		d = ForCause(about.cause, c)
		step = "If the guess is right: " + d.Fix.Where + ". " + d.Fix.Steps[0]
		d.Confidence, d.Others = report.Guess, others([]*rule{&about.rule})
		d.Meaning = "This text has no AADSTS number and no known wording. It mentions " + about.words + ", which is only a hint."
		d.Fix = where
		d.Fix.Steps = append(d.Fix.Steps, step)
	}
	return d
}

// subjectOf finds what a text is about; nil if its words do not tell, or if Entra wrote it: its words are other people's
// names and addresses more often than its subject.
func subjectOf(a answer, c Context) *subject {
	if a.login {
		return nil
	}
	for _, s := range subjects {
		if !s.matches(0, a, c) {
			continue
		}
		if s.at == nil {
			return &s
		}
		means, applies := s.at(c)
		if len(means) > 0 {
			s.cause, s.others = means[0], slices.Concat(means[1:], causes{s.cause}, s.others)
		}
		if applies {
			return &s
		}
	}
	return nil
}

// unknownCode describes a number that no rule knows. The numbers near it say nothing about it: they get no label from it,
// only a hint in words.
func unknownCode(code int, c Context) Diagnosis {
	number := strconv.Itoa(code)
	d := ForCause(cause.Unknown, c)
	d.Title = "AADSTS" + number + " isn't in appreg's table"
	d.Meaning = "appreg doesn't know the number or the text behind it, so no cause is named. Entra's sign-in logs show what it was."
	if words := rangeWords(number); words != "" {
		d.Meaning += " Numbers near it are about " + words + ", which is only a hint."
	}
	d.Fix.Steps = stepsFor([]string{
		"Read the text behind the number in the raw answer.",
		"Open the sign-in logs and search by correlation ID. The entry shows the failure reason and more details.",
		"app: The entry is under Service principal sign-ins.",
		"Look up the number on Microsoft's page: https://login.microsoftonline.com/error?code=" + number,
	}, c)
	return d
}

// rangeWords says what the numbers that begin like this one are about, the longest beginning first; empty if nothing is
// known. A number is not in a range of its own.
func rangeWords(digits string) string {
	at := slices.IndexFunc(ranges, func(r numberRange) bool { return digits != r.prefix && strings.HasPrefix(digits, r.prefix) })
	if at < 0 {
		return ""
	}
	return ranges[at].words
}
