package field

import (
	"cmp"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/steps"
	"appreg/ui/look"
)

// Radio is a choice of one option. It opens on the first that can be chosen.
type Radio struct {
	options []steps.Option
	at      int
}

// NewRadio returns a choice of options.
func NewRadio(options []steps.Option) Radio {
	r := Radio{options: options}
	for i, option := range options {
		if option.Reason == "" {
			r.at = i
			break
		}
	}
	return r
}

// Undecided returns the choice with no option chosen, for where one that is taken by accident would do harm.
func (r Radio) Undecided() Radio {
	r.at = -1
	return r
}

type moveKeys struct{ Up, Down, First, Last key.Binding }

func newMoveKeys() moveKeys {
	bind := func(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }
	return moveKeys{Up: bind("up"), Down: bind("down"), First: bind("home"), Last: bind("end")}
}

// move returns the place after a key, among count places; the ends do not wrap round.
func (k moveKeys) move(msg tea.KeyPressMsg, at, count int) int {
	switch {
	case key.Matches(msg, k.Up):
		at--
	case key.Matches(msg, k.Down):
		at++
	case key.Matches(msg, k.First):
		at = 0
	case key.Matches(msg, k.Last):
		at = count - 1
	default:
		return at
	}
	return max(min(at, count-1), 0)
}

// Update moves by the arrow keys, or to the option of a digit.
func (r Radio) Update(msg tea.Msg) Input {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return r
	}
	if n := press.Code - '1'; press.Text != "" && n >= 0 && int(n) < len(r.options) && n < 9 {
		r.at = int(n)
		return r
	}
	at := newMoveKeys().move(press, r.at, len(r.options))
	if at == 0 && !r.decided() { // the first key goes to where a Radio begins, an option that can be chosen
		return NewRadio(r.options)
	}
	r.at = at
	return r
}

// cutFrom is the room from which words beside an option are worth showing in part.
const cutFrom = 24

// View draws one line an option, with what there is to say about it beside it where that fits. About the option at hand
// it stands right below, if not beside it.
func (r Radio) View(theme look.Theme, width, height int) View {
	column := 0
	for _, option := range r.options {
		column = max(column, look.Width(option.Label))
	}
	room := width - 2 - column - 2
	rows := make([]string, len(r.options))
	var below []string
	for i, option := range r.options {
		said := about(option)
		fits := look.Width(said) <= room
		switch {
		case said == "" || !fits && (room < cutFrom || i == r.at):
			rows[i] = look.Fit(r.row(theme, i, 0), width, theme.Icons.Cut)
		default:
			rows[i] = r.row(theme, i, column) + "  " + theme.Dim.Render(look.Fit(said, room, theme.Icons.Cut))
		}
		if i == r.at && said != "" && !fits {
			below = look.Indent(look.Lines(said, max(width-4, 1), theme.Dim), "    ")
		}
	}
	rows, focus := around(rows, max(r.at, 0), max(height-len(below), min(height, 3)), theme, width)
	if len(below) > 0 {
		rows = slices.Insert(slices.Clone(rows), focus+1, below...)
	}
	return View{Lines: rows, Focus: focus}
}

// about is an option's hint, or why it cannot be chosen.
func about(option steps.Option) string { return cmp.Or(option.Reason, option.Hint) }

func (r Radio) row(theme look.Theme, i, column int) string {
	option, here := r.options[i], i == r.at
	sign, style := theme.Icons.Off, theme.Plain
	if option.Reason != "" {
		sign, style = theme.Icons.Skip, theme.Dim
	}
	head := style.Render(sign) + " "
	switch {
	case here && option.Reason == "":
		style = theme.Accent.Bold(true)
		head = style.Render(theme.Icons.On) + " "
	case here:
		head = theme.Accent.Render(theme.Icons.Point) + " "
	}
	label := option.Label
	if column > 0 {
		label = look.Pad(label, column, theme.Icons.Cut)
	}
	return head + style.Render(label)
}

// around returns at most height lines with the one at focus among them, and marks where there are more.
func around(lines []string, focus, height int, theme look.Theme, width int) ([]string, int) {
	if height < 1 || len(lines) <= height {
		return lines, focus
	}
	from := min(max(focus-height/2, 0), len(lines)-height)
	seen := append([]string(nil), lines[from:from+height]...)
	mark := func(i int, sign string) {
		seen[i] = look.Pad(seen[i], max(width-2, 0), theme.Icons.Cut) + " " + theme.Dim.Render(sign)
	}
	if from > 0 {
		mark(0, theme.Icons.Less)
	}
	if from+height < len(lines) {
		mark(height-1, theme.Icons.More)
	}
	return seen, focus - from
}

func (r Radio) decided() bool { return r.at >= 0 && r.at < len(r.options) }

// Raw returns the value of the option at hand; empty if there is none.
func (r Radio) Raw() string {
	if !r.decided() {
		return ""
	}
	return r.options[r.at].Value
}

// Set moves to the option of that value, if there is one.
func (r Radio) Set(raw string) Input {
	for i, option := range r.options {
		if option.Value == raw {
			r.at = i
		}
	}
	return r
}

// Leave changes nothing.
func (r Radio) Leave() Input { return r }

// TakesText is false.
func (r Radio) TakesText() bool { return false }

// Remark is empty.
func (r Radio) Remark() string { return "" }
