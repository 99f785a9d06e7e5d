package wizard

import (
	"slices"

	"appreg/steps"
	"appreg/ui/field"
)

// form is the fields of the current step, one of them focused. Only the focused one is open; the others show their
// answers in one line.
type form struct {
	step  steps.Step
	parts []part
	focus int
	all   bool // the step's options are shown, too
}

// part is one field on the screen.
type part struct {
	field  steps.Field
	input  field.Input
	given  bool   // the answers hold it
	answer string // the visible answer when the form was made or followed last
	note   string
	level  level
	warned string // the raw answer that was accepted with a warning: the next enter goes on
}

// remark is a problem or note shown below the field.
func (p part) remark(level level, text string) part {
	p.level, p.note = level, text
	return p
}

// newForm returns the form of the machine's step. typed holds text that was left unaccepted.
func newForm(m steps.Machine, typed map[steps.Key]string, all bool) form {
	f := form{step: m.Current(), all: all}
	for _, fld := range f.step.Fields {
		if !f.shows(fld, typed) {
			continue
		}
		f.parts = append(f.parts, newPart(fld, m.Answers(), typed))
	}
	f.focus = f.firstOpen()
	return f
}

// shows reports whether a field is asked: an advanced one only under the options, or where something was typed there.
func (f form) shows(fld steps.Field, typed map[steps.Key]string) bool {
	_, left := typed[fld.Key]
	return !fld.Advanced || f.all || left
}

// hasOptions reports whether the step has fields that are not shown.
func (f form) hasOptions() bool {
	return !f.all && slices.ContainsFunc(f.step.Fields, func(fld steps.Field) bool { return fld.Advanced })
}

func newPart(fld steps.Field, a steps.Answers, typed map[steps.Key]string) part {
	p := part{field: fld, given: a.Has(fld.Key), answer: a.Get(fld.Key)}
	text := a.Get(fld.Key)
	if fld.Kind == steps.Text || fld.Kind == steps.File {
		if left, ok := typed[fld.Key]; ok {
			text = left
		}
	}
	p.input = field.New(fld, text)
	return p
}

// firstOpen is the first field without an answer, or the first.
func (f form) firstOpen() int {
	for i, p := range f.parts {
		if !p.given && !p.field.Optional && p.field.Default == "" {
			return i
		}
	}
	return 0
}

// follow rebuilds the form after the answers changed, keeping what is being typed and where the focus is. What was typed
// elsewhere and not taken gives way only to another answer, with what was said about it.
func (f form) follow(m steps.Machine, typed map[steps.Key]string) form {
	focused := f.key()
	next := form{step: m.Current(), all: f.all}
	a := m.Answers()
	for _, fld := range next.step.Fields {
		p, ok := f.part(fld.Key)
		if !ok && !next.shows(fld, typed) {
			continue
		}
		if !ok {
			p = newPart(fld, a, typed)
		} else if fld.Kind == steps.Choice {
			raw := p.input.Raw()
			if answer := a.Get(fld.Key); answer != p.answer && fld.Key != focused {
				raw = answer
			}
			p.input = field.New(fld, raw)
		} else if answer := a.Get(fld.Key); fld.Kind != steps.Masked && answer != "" && answer != p.answer && fld.Key != focused {
			p.input = p.input.Set(answer)
			p = p.remark(quiet, "")
		}
		p.field, p.given, p.answer = fld, a.Has(fld.Key), a.Get(fld.Key)
		next.parts = append(next.parts, p)
	}
	for i, p := range next.parts {
		if p.field.Key == focused {
			next.focus = i
		}
	}
	return next
}

// part finds the part of a key.
func (f form) part(key steps.Key) (part, bool) {
	for _, p := range f.parts {
		if p.field.Key == key {
			return p, true
		}
	}
	return part{}, false
}

// set replaces the part with the same key.
func (f form) set(changed part) form {
	f.parts = slices.Clone(f.parts)
	for i, p := range f.parts {
		if p.field.Key == changed.field.Key {
			f.parts[i] = changed
		}
	}
	return f
}

// here returns the focused part; false where the step asks nothing.
func (f form) here() (part, bool) {
	if f.focus >= len(f.parts) {
		return part{}, false
	}
	return f.parts[f.focus], true
}

// key is the focused field's key, empty where the step asks nothing.
func (f form) key() steps.Key {
	p, _ := f.here()
	return p.field.Key
}

// readsFile reports whether accepting an answer of this step reads a file. Then it is done in a command.
func (f form) readsFile() bool {
	return slices.ContainsFunc(f.parts, func(p part) bool { return p.field.Kind == steps.File })
}
