package steps

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/secret"
)

// Env is what fields need from outside.
type Env struct {
	Replaces string // the saved profile whose credential is replaced; empty: a new one is set up
	Now      func() time.Time
	ReadFile func(path string) ([]byte, error) // reads a certificate file
	Absolute func(path string) (string, error) // what a path means from any directory; nil: it is left as it is

	// OpenCertificate reads a certificate out of a file's bytes; nil: certificate.Open, without an end.
	OpenCertificate func(file, password secret.Secret) (*certificate.Certificate, error)

	Taken []string // the profiles' names that a new one cannot have; case does not count

	Admins []Option // with whose rights an app registration can be made; empty: that isn't offered

	StoreFault string    // why the keyring cannot be used, as far as it was asked; empty: it can, or was not asked
	Vault      VaultAsks // what the vault has to be told
}

// VaultAsks says what the vault has to be told before a credential is saved there.
type VaultAsks int

// What it can be.
const (
	VaultNothing    VaultAsks = iota // it is open, or opens without a person
	VaultPassphrase                  // its passphrase
	VaultNew                         // a passphrase for one that is not there yet
)

// State says how far a step is.
type State int

// The states.
const (
	Todo State = iota
	Done
	Here
)

// Machine walks the steps. It is a value: every move gives a changed copy.
type Machine struct {
	env     Env
	answers Answers
	at      catalog.StepID
	passed  map[catalog.StepID]bool // steps that the person has left forwards
}

// New returns a machine that stands on the first step.
func New(env Env, a Answers) Machine {
	return Machine{env: env, answers: a, at: catalog.StepStart}
}

// Format prints where the machine stands and its answers, as Answers does.
func (m Machine) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "at %s: %v", m.at, m.answers) }

// Answers returns the answers so far.
func (m Machine) Answers() Answers { return m.answers }

// WithEnv returns the machine with another outside: something was learned of it.
func (m Machine) WithEnv(env Env) Machine {
	m.env = env
	return m
}

// WithAnswers replaces the answers. If the current step no longer applies, the machine stands on the first.
func (m Machine) WithAnswers(a Answers) Machine {
	m.answers = a
	if m.index() < 0 {
		m.at = catalog.StepStart
	}
	return m
}

// Steps returns the steps that apply now, in order: ours to start, the document's, ours to save.
// Before API and flow are chosen only the first is known.
func (m Machine) Steps() []Step {
	var list []Step
	for _, row := range rows(m.answers) {
		list = append(list, build(m.env, m.answers, row))
	}
	return list
}

// Current returns the step on which the machine stands.
func (m Machine) Current() Step { return build(m.env, m.answers, rows(m.answers)[max(m.index(), 0)]) }

// At returns the current step's id.
func (m Machine) At() catalog.StepID { return m.at }

// Progress returns the current step's place, counted from 1, and how many steps apply.
func (m Machine) Progress() (index, total int) { return m.index() + 1, len(rows(m.answers)) }

// Next goes to the following step, after giving unanswered fields of this one their defaults.
// It reports false, and stays, on the last step or while a required answer is missing.
func (m Machine) Next() (Machine, bool) {
	if len(m.Missing(m.at)) > 0 {
		return m, false
	}
	stepRows, i := rows(m.answers), m.index()
	if i+1 >= len(stepRows) {
		return m, false
	}
	m = m.withDefaults()
	m.passed = maps.Clone(m.passed)
	if m.passed == nil {
		m.passed = map[catalog.StepID]bool{}
	}
	m.passed[m.at] = true
	m.at = stepRows[i+1].Step
	return m, true
}

// Back goes to the step before; false on the first.
func (m Machine) Back() (Machine, bool) {
	i := m.index()
	if i <= 0 {
		return m, false
	}
	m.at = rows(m.answers)[i-1].Step
	return m, true
}

// Jump goes to any step that applies. It keeps all answers and may leave others unanswered:
// a registration that waits for its administrator is saved from wherever it stands.
func (m Machine) Jump(id catalog.StepID) (Machine, bool) {
	if !slices.ContainsFunc(rows(m.answers), func(r catalog.StepRow) bool { return r.Step == id }) {
		return m, false
	}
	m.at = id
	return m, true
}

// Draft returns the answers as a draft keeps them: with the step on which the machine stands.
func (m Machine) Draft() Answers { return m.answers.With(KeyLeftAt, string(m.at)) }

// Resume goes to the first step that lacks a required answer, or to the token test: where a draft is taken up again. It
// goes no further than to the step on which the draft was left: one that asks nothing may not be done yet.
func (m Machine) Resume() Machine {
	left := catalog.StepID(m.answers.Get(KeyLeftAt))
	m.answers = m.answers.Without(KeyLeftAt)
	for _, row := range rows(m.answers) {
		m.at = row.Step
		if row.Step == catalog.StepToken || row.Step == left || len(m.Missing(row.Step)) > 0 {
			break
		}
	}
	return m
}

// Missing returns the required fields of a step that have no answer.
func (m Machine) Missing(id catalog.StepID) []Field {
	return missing(m.answers, fieldsOf(m.env, m.answers, id))
}

// AllMissing returns the required fields without answer of a run without questions, whether or not their steps are
// known yet: without an API the tenant is missing, too.
func (m Machine) AllMissing() []Field { return missing(m.answers, FieldsFor(m.env, m.answers)) }

// StateOf says how far a step is. A step is done once it was left forwards, or holds all the answers it asks for.
func (m Machine) StateOf(id catalog.StepID) State {
	if id == m.at {
		return Here
	}
	if len(m.Missing(id)) > 0 {
		return Todo
	}
	if m.passed[id] || slices.ContainsFunc(fieldsOf(m.env, m.answers, id), required) {
		return Done
	}
	return Todo
}

// index is the current step's place among those that apply, -1 if it does not apply.
func (m Machine) index() int {
	return slices.IndexFunc(rows(m.answers), func(r catalog.StepRow) bool { return r.Step == m.at })
}

// withDefaults answers the current step's unanswered fields that have a default.
func (m Machine) withDefaults() Machine {
	for _, f := range fieldsOf(m.env, m.answers, m.at) {
		if f.Default != "" && !answered(m.answers, f) {
			if next, _, problem := m.Accept(f.Key, f.Default); problem == nil {
				m = next
			}
		}
	}
	return m
}

// required reports whether the person must answer a field.
func required(f Field) bool { return !f.Optional && f.Default == "" }

// answered reports whether a has what a field asks for. A file counts once it was read:
// a draft keeps its path only.
func answered(a Answers, f Field) bool {
	switch f.Kind {
	case Masked, File:
		return !a.Secret(f.Key).IsZero()
	default:
		return a.Get(f.Key) != ""
	}
}

func missing(a Answers, fields []Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return !required(f) || answered(a, f) })
}
