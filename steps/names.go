package steps

import (
	"slices"
	"strings"

	"appreg/internal/pattern"
)

var (
	profileShape = pattern.Lazy(`^[A-Za-z0-9._-]{1,64}$`)
	notInProfile = pattern.Lazy(`[^A-Za-z0-9._]+`)
	domainLabel  = pattern.Lazy(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
	lastLabel    = pattern.Lazy(`[a-z]`)
)

// isDomain reports whether text is a DNS name of at least two labels, in lower case. An IP address is none.
func isDomain(text string) bool {
	labels := strings.Split(text, ".")
	for _, label := range labels {
		if !domainLabel.Regexp().MatchString(label) {
			return false
		}
	}
	return len(labels) > 1 && len(text) <= 253 && lastLabel.Regexp().MatchString(labels[len(labels)-1])
}

// acceptProfile takes the name of a profile that is to be made.
func (e Env) acceptProfile(_ Answers, raw string) (Accepted, *Problem) {
	name := strings.TrimSpace(raw)
	switch {
	case e.taken(name):
		problem := ProfileExists(name)
		return Accepted{}, &problem
	case strings.HasPrefix(name, "-"):
		return Accepted{}, &Problem{Message: "a profile's name can't begin with a dash: commands would read it as a flag", Fix: "for example bc-dev"}
	case profileShape.Regexp().MatchString(name):
		return Accepted{Value: name}, nil
	}
	// No suggestion out of what was typed: it could be a secret in the wrong field.
	return Accepted{}, &Problem{Message: "a profile's name has 1 to 64 letters, digits, dots, dashes or underscores", Fix: "for example bc-dev"}
}

// ProfileExists says that a new profile cannot have the name of another one.
func ProfileExists(name string) Problem {
	return Problem{Key: KeyProfile, Message: "a profile of that name exists already",
		Fix: "choose another name, or replace that one: appreg setup --profile " + name + " --replace"}
}

// taken reports whether a profile has that name; case does not count.
func (e Env) taken(name string) bool {
	return slices.ContainsFunc(e.Taken, func(other string) bool { return strings.EqualFold(other, name) })
}

// profileName makes a valid profile name of text, or an empty one.
func profileName(text string) string {
	text = strings.Trim(notInProfile.Regexp().ReplaceAllString(text, "-"), "-.")
	return strings.TrimRight(text[:min(len(text), 64)], "-.")
}
