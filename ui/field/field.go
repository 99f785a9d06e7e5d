// Package field holds the inputs that a step's fields are answered with: a line of text, visible or masked, a choice,
// and a list to choose several from. They are values; none does IO.
package field

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"appreg/steps"
	"appreg/ui/look"
)

// Input is what the person answers one field with.
type Input interface {
	// Update takes a key or a paste.
	Update(msg tea.Msg) Input
	// View draws the input, focused, in at most height lines where it can scroll.
	View(theme look.Theme, width, height int) View
	// Raw is what to give to the field's Accept.
	Raw() string
	// Set shows an answer.
	Set(raw string) Input
	// Leave is called when the focus goes elsewhere.
	Leave() Input
	// TakesText reports whether letters are text here, not commands.
	TakesText() bool
	// Remark is what the input itself has to say, for example that a paste was cut; empty mostly.
	Remark() string
}

// View is a drawn input.
type View struct {
	Lines  []string
	Focus  int         // the line that must stay visible
	Cursor *tea.Cursor // relative to the first line; nil where there is none
}

// New returns the input for a field, showing an answer.
func New(f steps.Field, answer string) Input {
	switch f.Kind {
	case steps.Masked:
		return Text{masked: true}
	case steps.Choice:
		radio := NewRadio(f.Options)
		if f.Undecided {
			radio = radio.Undecided()
		}
		return radio.Set(cmp.Or(answer, f.Default))
	case steps.Choices:
		return Checklist{options: f.Options}.Set(answer)
	default:
		return Text{hint: hintOf(f)}.Set(answer)
	}
}

// hintOf stands in an empty line: what Enter takes there, or an example, which it doesn't take and without color must not look like
// an answer.
func hintOf(f steps.Field) string {
	if f.Default == "" && f.Example != "" {
		return "e.g. " + f.Example
	}
	return f.Default
}
