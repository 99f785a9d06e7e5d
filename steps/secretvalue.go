package steps

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"appreg/internal/cause"
	"appreg/internal/givenfile"
	"appreg/internal/pattern"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
)

var (
	// secretShape is a client secret's value (docs/sources.md, Portals): today's, the one before it or the oldest.
	secretShape = pattern.Lazy(`^(?:[A-Za-z0-9._~-]{3}8Q~[A-Za-z0-9._~-]{34}|[A-Za-z0-9._~-]{3}7Q~[A-Za-z0-9._~-]{31}|[A-Za-z0-9._~-]{34})$`)

	percentShape = pattern.Lazy(`%[0-9A-Fa-f]{2}`)
)

// shortestSecret is below every form of secret that Entra has made.
const shortestSecret = 16

// acceptSecret judges the value of a client secret. Blanks, quotes and line ends never belong to one and are removed.
// No message repeats the value.
func acceptSecret(_ Answers, raw string) (Accepted, *Problem) {
	m, problem := plainText(raw, cause.SecretEncoding)
	if problem != nil {
		return Accepted{}, problem
	}
	if problem := refusePlaceholder(m.text, cause.SecretWrong, true); problem != nil {
		return Accepted{}, problem
	}
	m.visible()
	m.change(strings.TrimSpace(m.text), "blanks around it removed")
	if !isJSON(m.text) {
		m.change(unwrap(m.text, quotes), "quotes removed")
	}
	if problem := notASecret(m.text); problem != nil {
		return Accepted{}, problem
	}
	accepted := Accepted{Secret: secret.New(m.text), Note: m.note()}
	if matchesSecret(m.text) {
		return accepted, nil
	}
	accepted.Warn = true
	accepted.Note = join(accepted.Note, "not one of the usual forms of a client secret (40, 37 or 34 characters): the test will tell")
	return accepted, nil
}

// plainText undoes what files and pipes put around a secret or password: byte-order marks, UTF-16, line ends.
func plainText(raw string, label cause.Label) (*tidied, *Problem) {
	text, err := givenfile.Text(raw)
	if fault, ok := errors.AsType[givenfile.TextFault](err); ok {
		return nil, &Problem{Cause: label, Message: "what was given " + fault.Error(), Fix: fault.Fix(), Whole: true}
	}
	m := &tidied{text: strings.TrimRight(raw, "\r\n")}
	m.change(text, "byte-order mark or UTF-16 undone")
	return m, nil
}

// notASecret recognises what is pasted in place of a secret's value. It is given the value without its surroundings.
func notASecret(value string) *Problem {
	if what, found := sanitize.LooksSecret(value); found && what != sanitize.ClientSecretShape {
		return &Problem{Cause: cause.SecretWrong, Message: "this looks like a " + what + ", not like a client secret", Fix: findValue}
	}
	for _, p := range pastedForSecret() {
		if p.is(value) {
			return &Problem{Cause: p.cause, Message: p.message, Fix: p.fix, Whole: p.whole}
		}
	}
	if foreign, found := secret.FirstForeign(value); found {
		return &Problem{Cause: cause.SecretEncoding, Fix: foreign.Fix, Whole: true, Message: fmt.Sprintf(
			"character %d is %s: a client secret holds only letters A-Z and a-z, digits and . - _ ~", foreign.Place, foreign.Kind)}
	}
	if utf8.RuneCountInString(value) < shortestSecret {
		return &Problem{Cause: cause.SecretWrong, Message: "this is too short for a client secret, which has 34 to 40 characters", Fix: findValue}
	}
	return nil
}

// matchesSecret reports whether value has one of the known forms of a client secret.
func matchesSecret(value string) bool { return secretShape.Regexp().MatchString(value) }

// isPercentEncoded reports whether value is a known form of secret once its percent signs are decoded.
func isPercentEncoded(value string) bool {
	decoded, err := url.QueryUnescape(value)
	return err == nil && percentShape.Regexp().MatchString(value) && matchesSecret(decoded)
}

// isBase64OfSecret reports whether value is a known form of secret in base64, as Kubernetes and pipelines keep one, or
// of its UTF-16, as PowerShell makes it.
func isBase64OfSecret(value string) bool {
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		decoded, err := encoding.DecodeString(strings.TrimRight(value, "="))
		if err != nil {
			continue
		}
		if text, err := givenfile.Text(string(decoded)); err == nil && matchesSecret(strings.TrimSpace(text)) {
			return true
		}
	}
	return false
}

// isJSON reports whether value is an object, a list or a member of one.
func isJSON(value string) bool {
	return strings.ContainsAny(value, "{[:") && (json.Valid([]byte(value)) || json.Valid([]byte("{"+strings.TrimRight(value, ",")+"}")))
}

// longestPassword is Entra's limit for a password.
const longestPassword = 256

// acceptPassword judges a user's password. Entra's password grant refuses passwords that begin or end with a blank
// (docs/sources.md, Portals), so these are not taken; the person decides whether the blank was a slip.
func acceptPassword(_ Answers, raw string) (Accepted, *Problem) {
	m, problem := plainText(raw, cause.PasswordEncoding)
	if problem != nil {
		return Accepted{}, problem
	}
	if problem := refusePlaceholder(m.text, cause.WrongPassword, true); problem != nil {
		return Accepted{}, problem
	}
	what, found := sanitize.LooksSecret(m.text)
	switch {
	case m.text == "":
		return Accepted{}, &Problem{Message: "the password is empty", Fix: "enter the user's password"}
	case strings.TrimSpace(m.text) != m.text:
		return Accepted{}, &Problem{
			Cause:   cause.WrongPassword,
			Message: "the password begins or ends with a blank: Entra refuses such passwords with this sign-in method",
			Fix:     "if the blank slipped in, enter the password without it; if it belongs to the password, change the password first",
		}
	case found:
		return Accepted{}, &Problem{Cause: cause.WrongPassword, Message: "this looks like a " + what + ", not like a user's password", Fix: "enter the user's password, or choose a sign-in method of an app"}
	case strings.ContainsAny(m.text, "\r\n"):
		return Accepted{}, &Problem{Cause: cause.WrongPassword, Message: "there is a line break inside the password", Fix: "enter the password alone"}
	case utf8.RuneCountInString(m.text) > longestPassword:
		return Accepted{}, &Problem{Cause: cause.WrongPassword, Message: "this is longer than 256 characters, Entra's limit", Fix: "enter the password alone"}
	}
	return Accepted{Secret: secret.New(m.text), Note: m.note()}, nil
}

// refuseSecret keeps secrets out of fields that are shown, kept in drafts and printed.
func refuseSecret(f Field, raw string) *Problem {
	what, found := sanitize.LooksSecret(raw)
	if !found {
		return nil
	}
	return &Problem{
		Key:     f.Key,
		Message: "this looks like a " + what + " and wasn't kept: this answer is shown and saved in the open",
		Fix:     "enter it where a secret is asked for; if others may have seen it, make a new one",
	}
}
