package diagnose

import (
	"cmp"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/report"
)

// Fault is a value that was given but cannot be right.
type Fault struct {
	Cause   cause.Label
	Message string // what is wrong and what was expected; never the value of a secret
	Fix     string // what to do, a phrase; may be empty
	Command string // a command that does it, if there is one
	Whole   bool   // Fix and Command are all there is to do: the cause's own advice is for what was sent already
}

// CertificateFault is what is wrong with the certificate file at path, by the error of package certificate or of reading
// the file.
func CertificateFault(err error, path string) Fault {
	var bad *certificate.Error
	if !errors.As(err, &bad) {
		return Fault{Cause: cause.CertUnreadable, Message: err.Error()}
	}
	return Fault{Cause: bad.Cause(), Message: bad.Error(), Fix: bad.Fix(), Command: bad.Command(path), Whole: bad.Whole()}
}

// Faulty is the finding of a value that cannot be right: it was judged by its form alone, and nothing was sent.
func Faulty(fault Fault, c Context) report.Finding {
	f := Because(report.Fail, fault.Cause, fault.Message, c)
	f.Title, f.Meaning = cmp.Or(inputTitles()[fault.Cause], f.Title), notSent
	switch {
	case fault.Whole:
		f.Title, f.Evidence, f.Meaning = strings.TrimSuffix(Sentence(fault.Message), "."), "nothing was sent", ""
		f.Fix = report.Fix{Where: "The values on this machine", Steps: []string{Sentence(fault.Fix)}, Command: fault.Command}
	case fault.Fix != "":
		if len(f.Fix.Steps) > 0 && strings.HasPrefix(f.Fix.Steps[0], "Enter ") { // the value's own fix says it better
			f.Fix.Steps = f.Fix.Steps[1:]
		}
		f.Fix.Steps = append([]string{Sentence(fault.Fix)}, f.Fix.Steps...)
	}
	return f
}

// Sentence makes a sentence of a phrase; an empty one stays empty.
func Sentence(phrase string) string {
	if phrase == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(phrase)
	return strings.TrimSuffix(string(unicode.ToUpper(first))+phrase[size:], ".") + "."
}
