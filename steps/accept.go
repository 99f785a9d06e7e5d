package steps

import (
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/secret"
)

// Accept hands raw to the field that asks for key, on whichever step it is, and keeps what the field takes:
// the value, the secret and the answers to other fields found in the same paste.
// A field that doesn't apply to the answers so far is a Problem without cause.
func (m Machine) Accept(key Key, raw string) (Machine, Accepted, *Problem) {
	field, ok := m.field(key)
	if !ok {
		return m, Accepted{}, notAsked(m.answers, key)
	}
	accepted, problem := field.take(m.answers, raw)
	if problem != nil {
		return m, Accepted{}, problem
	}
	a := m.answers.Without(key)
	for other, value := range accepted.Also {
		a = a.With(other, value)
	}
	if !accepted.Secret.IsZero() {
		a = a.WithSecret(key, accepted.Secret)
	}
	if accepted.Value != "" {
		a = a.With(key, accepted.Value)
	}
	return m.WithAnswers(settle(a)), accepted, nil
}

// field finds the field for key among the steps that apply.
func (m Machine) field(key Key) (Field, bool) {
	for _, p := range parts() {
		for _, f := range fieldsOf(m.env, m.answers, p.id) {
			if f.Key == key {
				return f, true
			}
		}
	}
	if key == KeyCloud { // Lifecycle Services asks for the region instead, but a script may name the cloud
		return cloudField(m.answers), true
	}
	return Field{}, false
}

// take applies the rules that hold for every field, then the field's own: an empty answer is the default,
// removes an optional answer or is missing; a secret is not taken where it would be seen.
func (f Field) take(a Answers, raw string) (Accepted, *Problem) {
	if strings.TrimSpace(raw) == "" && f.Kind != Masked || raw == "" {
		switch {
		case f.Default != "":
			raw = f.Default
		case f.Optional:
			return Accepted{}, nil
		default:
			return Accepted{}, &Problem{Key: f.Key, Message: missingWords(f), Fix: f.Help}
		}
	}
	if f.Kind != Masked {
		if problem := refuseSecret(f, raw); problem != nil {
			return Accepted{}, problem
		}
	}
	accepted, problem := f.Accept(a, raw)
	if problem != nil {
		problem.Key = f.Key
	}
	if f.Kind == Masked && accepted.Value != "" { // whatever the field says: a draft holds the text answers
		accepted.Secret, accepted.Value = secret.New(accepted.Value), ""
	}
	return accepted, problem
}

// missingWords says that a field has no answer.
func missingWords(f Field) string {
	if f.Undecided {
		return "nothing is chosen yet"
	}
	return f.Label + " is missing"
}

// notAsked says why no field takes key now.
func notAsked(a Answers, key Key) *Problem {
	if key == KeyRecipients {
		return &Problem{Key: key, Message: "only a vault has recipients", Fix: "add --store vault, or leave it out"}
	}
	message := string(key) + " isn't used"
	if service, ok := catalog.Lookup(a.API()); ok {
		message += " for " + service.Title
		if a.Flow() != "" {
			message += " with sign-in method " + string(a.Flow())
		}
	} else {
		message += " before the API is chosen"
	}
	return &Problem{Key: key, Message: message, Fix: "leave it out, or choose another API or sign-in method"}
}

// settle removes answers that an earlier choice has made impossible, for example the flow client-secret
// after the API was changed to Lifecycle Services. What merely doesn't apply is kept: the person may change back.
func settle(a Answers) Answers {
	service, ok := catalog.Lookup(a.API())
	if !ok {
		return a
	}
	if c := a.Get(KeyCloud); c != "" && service.CloudReason(catalog.Cloud(c)) != "" {
		a = a.Without(KeyCloud)
	}
	if a.Flow() != "" && flowReason(a, a.Flow()) != "" {
		a = a.Without(KeyFlow)
	}
	return a
}
