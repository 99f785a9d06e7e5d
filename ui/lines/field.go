package lines

import (
	"context"
	"maps"
	"slices"

	"appreg/steps"
)

// askField puts one field's question and takes the answer. A refused answer leaves the field open: it is asked again.
func (r *run) askField(ctx context.Context, field steps.Field) error {
	if r.listed != field.Key {
		r.listed = field.Key
		r.introduce(field)
	}
	answer, err := r.ask(ctx, r.fieldQuestion(field))
	if err != nil || answer.moved {
		return err
	}
	if answer.text == "" && r.keeps(field) {
		r.settle(field.Key)
		return nil
	}
	raw, wrong := r.rawAnswer(field, answer.text)
	if wrong != "" {
		r.out.problem(steps.Problem{Message: wrong})
		return nil
	}
	return r.accept(ctx, field, raw)
}

// introduce says what a field is about, before its first question.
func (r *run) introduce(field steps.Field) {
	if field.Help != "" {
		r.out.para(plainNames(field.Help))
	}
	if field.Example != "" {
		r.out.para("For example: " + field.Example)
	}
	r.out.listOptions(field)
}

// fieldQuestion words a field's prompt: its label, and in brackets what Enter gives.
func (r *run) fieldQuestion(field steps.Field) question {
	q := question{name: field.Label, prompt: field.Label, key: field.Key, masked: field.Kind == steps.Masked, block: field.Block}
	preset := r.preset(field)
	switch {
	case q.masked && r.session.Answers().Has(field.Key):
		q.prompt += " [given; Enter keeps it]"
	case preset != "" && field.Optional && field.Kind != steps.Choice:
		q.prompt += " [" + field.OptionLabel(preset) + "; - removes it]"
	case preset != "":
		q.prompt += " [" + field.OptionLabel(preset) + "]"
	case field.Optional:
		q.prompt += " (optional)"
	}
	q.help = func() {
		r.introduce(field)
		if field.Flag != "" {
			r.out.para("A script answers this with " + field.Flag + ".")
		}
	}
	return q
}

// preset is what Enter gives for a visible field: the answer so far, else the default.
func (r *run) preset(field steps.Field) string {
	if field.Kind == steps.Masked {
		return ""
	}
	if current := r.session.Answers().Get(field.Key); current != "" {
		return current
	}
	return field.Default
}

// keeps reports whether Enter keeps what is there without judging it again: a secret that was given,
// or a value that the person keeps although its live check failed.
func (r *run) keeps(field steps.Field) bool {
	if field.Kind == steps.Masked {
		return r.session.Answers().Has(field.Key)
	}
	return r.doubt == field.Key
}

// rawAnswer turns what was typed into what the field's Accept takes. wrong says why that cannot be done;
// it never repeats what was typed.
func (r *run) rawAnswer(field steps.Field, text string) (raw, wrong string) {
	switch {
	case field.Kind == steps.Masked:
		return text, ""
	case text == "":
		return r.preset(field), ""
	case text == "-" && field.Optional:
		return "", ""
	case field.Kind == steps.Choice:
		option, wrong := pick(field.Options, text)
		return option.Value, wrong
	case field.Kind == steps.Choices:
		return pickSeveral(field.Options, text)
	}
	return text, ""
}

// accept hands raw to the machine, says what was made of it and carries out the field's live check.
func (r *run) accept(ctx context.Context, field steps.Field, raw string) error {
	next, accepted, problem := r.session.Answer(field.Key, raw)
	if problem != nil {
		if problem.Fix == field.Help {
			problem.Fix = "" // it stands above, where the field was introduced
		}
		r.out.problem(*problem)
		return nil
	}
	at := r.session.At()
	r.session = next
	r.note(field, accepted)
	good, err := r.check(ctx, field)
	if err != nil {
		return err
	}
	r.saveDraft()
	switch {
	case r.session.At() != at: // the answer made this step void
		r.enter(r.session, true)
	case good:
		r.settle(field.Key)
	default:
		r.doubt = field.Key
	}
	return nil
}

// note says what was corrected in an answer and what else was found in the same paste.
func (r *run) note(field steps.Field, accepted steps.Accepted) {
	if accepted.Note != "" {
		lead := "Note: "
		if accepted.Warn {
			lead = "Warning: "
		}
		r.out.item(lead, accepted.Note)
	}
	if field.Kind != steps.Text { // a choice settles others in silence
		return
	}
	for _, key := range slices.Sorted(maps.Keys(accepted.Also)) {
		value := accepted.Also[key]
		if key == steps.KeyTenantID && (value == accepted.Value || value == accepted.Also[steps.KeyTenant]) {
			continue // the tenant itself is that GUID
		}
		if value != "" {
			r.out.item("Also taken: ", r.label(key)+" "+value)
		}
	}
}

// label names an answer as its question does, or as the portal does where nothing asks for it.
func (r *run) label(key steps.Key) string {
	switch key {
	case steps.KeyTenantID:
		return "Directory (tenant) ID"
	case steps.KeyAppName:
		return "Display name"
	}
	for _, step := range r.session.Machine().Steps() {
		for _, field := range step.Fields {
			if field.Key == key {
				return field.Label
			}
		}
	}
	return string(key)
}

func (r *run) settle(key steps.Key) {
	r.asked = append(r.asked, key)
	r.doubt = ""
}

// asksSame reports whether a field asks for key.
func asksSame(key steps.Key) func(steps.Field) bool {
	return func(f steps.Field) bool { return f.Key == key }
}

func (r *run) settled(key steps.Key) bool { return slices.Contains(r.asked, key) }
