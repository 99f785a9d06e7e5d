package steps

import (
	"appreg/internal/cause"
	"appreg/internal/secret"
)

// Kind says how a field is answered.
type Kind int

// The kinds.
const (
	Text    Kind = iota // one visible line
	Masked              // a secret: never shown, never kept in a draft
	Choice              // one of Options
	Choices             // any number of Options, or further names typed
	File                // the path of a file
)

// CheckKind names a live check that verify carries out while the person goes on typing.
type CheckKind string

// The live checks.
const (
	NoCheck     CheckKind = ""
	CheckTenant CheckKind = "tenant" // does the tenant exist, its GUID, its cloud
	CheckUser   CheckKind = "user"   // is the account managed or federated
)

// Option is one value that a Choice offers.
type Option struct {
	Value  string
	Label  string
	Hint   string
	Reason string // why it cannot be chosen; empty if it can
}

// Field asks for one answer.
type Field struct {
	Key       Key
	Kind      Kind
	Label     string
	Help      string // one or two sentences under the field
	Example   string // shown as a hint while the field is empty
	Options   []Option
	Default   string // taken when the person leaves the field empty
	Optional  bool
	Advanced  bool   // has a good default: asked only under the step's options
	Undecided bool   // no option is at hand before the person moves to one: none is taken by an Enter too many
	Flag      string // how a script answers it, for example "--tenant"
	Check     CheckKind

	// Block reports whether a line is one of a paste of several lines that Accept takes as a whole; nil: there is none.
	Block func(line string) bool

	// Accept normalises raw and judges it, given the other answers. It does no IO but for a File's reading.
	Accept func(a Answers, raw string) (Accepted, *Problem)
}

// OptionLabel is how a value is named among the options of a Choice; the value itself if it is none of them.
func (f Field) OptionLabel(value string) string {
	for _, option := range f.Options {
		if option.Value == value && f.Kind == Choice {
			return option.Label
		}
	}
	return value
}

// Impossible returns the label of an option of a Choice that can't be chosen, and why; nothing for any other.
func (f Field) Impossible(value string) (label, why string) {
	for _, option := range f.Options {
		if option.Value == value && option.Reason != "" {
			return option.Label, option.Reason
		}
	}
	return "", ""
}

// Accepted is a value that a field takes.
type Accepted struct {
	Value  string         // for visible fields
	Secret secret.Secret  // for Masked fields
	Note   string         // what was tidied or noticed, for example "braces removed"
	Also   map[Key]string // answers to other fields found in the same paste
	Warn   bool           // Note is a warning
}

// Problem says why an answer was not taken, what was expected and what to do. Its text never repeats a secret.
type Problem struct {
	Key     Key
	Cause   cause.Label // empty for a missing answer or an unknown name: those are faults of usage
	Message string      // what is wrong and what was expected
	Fix     string      // what to do
	Command string      // a command that does it, if there is one; several lines are run one after the other
	Whole   bool        // Fix and Command are all there is to do: the cause's own advice is for what was sent already
	Err     error       // what lies beneath, where something could not be read
}

// Error returns the message, lower case, for a command's error line.
func (p *Problem) Error() string {
	if p.Fix == "" {
		return p.Message
	}
	return p.Message + ": " + p.Fix
}

// Unwrap returns what lies beneath.
func (p *Problem) Unwrap() error { return p.Err }

// CheckState is how far a live check has come.
type CheckState int

// The states.
const (
	CheckIdle CheckState = iota
	Checking
	CheckOK
	CheckWarn
	CheckFailed
)

// CheckResult is what a live check found.
type CheckResult struct {
	State   CheckState
	Text    string         // one line, for example "contoso.onmicrosoft.com is tenant 6f89…, public cloud"
	Learned map[Key]string // answers that the check supplies, for example KeyTenantID
}
