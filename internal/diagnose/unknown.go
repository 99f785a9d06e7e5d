package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"appreg/internal/report"
)

// class is a range of AADSTS numbers that Microsoft gives to one kind of trouble, as far as the published codes show.
// Longer numbers are often finer cases of a shorter one with the same beginning.
type class struct {
	prefix string // leading digits
	words  string // what codes of this range are about; empty if nothing is known of it
	cause  report.Cause
	others []report.Cause
}

// classOf finds the class of an unknown code, the longest prefix first. A code is no finer case of itself.
func classOf(code int) class {
	digits := strconv.Itoa(code)
	at := slices.IndexFunc(classes, func(k class) bool { return digits != k.prefix && strings.HasPrefix(digits, k.prefix) })
	return classes[at]
}

// unknown answers where no rule fits: what kind of trouble it is, and where Entra's own record of it stands.
func unknown(a answer, c Context) Diagnosis {
	if len(a.codes) > 0 {
		return withFacts(unknownCode(a.codes[0], classOf(a.codes[0]), a, c), a)
	}
	return withFacts(unknownText(a, c), a)
}

// unknownText describes a text without a code or a known wording: by the subject that its words name, if they do.
func unknownText(a answer, c Context) Diagnosis {
	d := ForCause("request_malformed", c)
	d.Others = []report.Cause{"api_server_defect", "service_unavailable", "answer_not_json"}
	steps := []string{
		"Look for a number such as AADSTS7000215 or an error name such as invalid_client, also in the inner exception or the response body, and explain that.",
		"Paste the whole answer, not only its first line; add --flow and --api if you know them.",
		"Microsoft Entra admin center > Sign-in logs shows each attempt with its failure reason (applications: tab Service principal sign-ins).",
	}
	about := subjectOf(a, c)
	switch {
	case a.blank:
		d.Title, d.Meaning = "Nothing to explain", "The text is empty. Paste the whole error answer, or give its AADSTS number."
	case about != nil:
		d = ForCause(about.cause, c)
		d.Others = others([]*rule{&about.rule})
		steps = append(steps, "If the guess is right, the usual fix: "+d.Fix.Where+". "+d.Fix.Steps[0])
		d.Title = "Not recognised; the text speaks of " + about.words
		d.Meaning = "Neither an AADSTS number nor a known wording is in this text. The cause given is only a guess from its words; the text itself counts more."
	default:
		d.Title = "Not recognised"
		d.Meaning = "Neither an AADSTS number nor a known wording is in this text, so the cause given is only a label for the wholly unknown."
	}
	d.Fix = report.Fix{Where: "The raw answer, and the sign-in logs", Steps: steps, URL: pageSignInLogs.url(c)}
	return d
}

// subjectOf finds what a text is about; nil if its words do not tell, or if Entra wrote it: its words are other people's
// names and addresses more often than its subject.
func subjectOf(a answer, c Context) *subject {
	if a.login {
		return nil
	}
	for i := range subjects {
		if subjects[i].matches(0, a, c) {
			return &subjects[i]
		}
	}
	return nil
}

// unknownCode describes a code that no rule knows. A rule for the answer's wording or error name sharpens the cause.
func unknownCode(code int, k class, a answer, c Context) Diagnosis {
	cause, rest := k.cause, k.others
	r := ruleFor([][]rule{clientTextRules, nameRules}, 0, a, c)
	if r != nil {
		rest = append([]report.Cause{k.cause}, append(r.others, rest...)...)
		cause = r.cause
	}
	d := ForCause(cause, c)
	d.Others = others([]*rule{{cause: cause, others: rest}})
	steps := []string{
		"Read the text behind the number in the raw answer.",
		"Open the sign-in logs and search by correlation id; an application that signs in itself is under Service principal sign-ins. The entry shows the failure reason and more details.",
		"Look the number up in Microsoft's page of codes: https://login.microsoftonline.com/error?code=" + strconv.Itoa(code),
	}
	if k.words != "" || r != nil {
		steps = append(steps, "If the guess is right, it is usually mended here: "+d.Fix.Where+".")
	}
	d.Title, d.Meaning = guessed("AADSTS"+strconv.Itoa(code), k.words, r != nil)
	d.Fix = report.Fix{Where: "Microsoft Entra admin center > Sign-in logs", Steps: steps, URL: pageSignInLogs.url(c)}
	return d
}

// guessed says what the cause of an unknown number rests on: its range, the answer's own name of the error, or nothing.
func guessed(number, words string, named bool) (title, meaning string) {
	switch {
	case words != "":
		return number + " is not in appreg's table; numbers near it are about " + words,
			"The nearest cause is only a guess from the number's range and the answer's error name. The answer's own text counts more."
	case named:
		meaning = "The cause given is only a guess from the answer's error name. The answer's own text counts more."
	default:
		meaning = "The cause given is therefore only a label for the wholly unknown. Entra's own record of the attempt says what it was."
	}
	return number + " is not in appreg's table, and nothing is known of numbers in its range", meaning
}
