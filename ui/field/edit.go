package field

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// editKeys are the keys that edit a line. Commands of the wizard on other ctrl keys do not collide with them.
type editKeys struct {
	Left, Right, WordLeft, WordRight, Start, End             key.Binding
	Backspace, Delete, DeleteWord, DeleteToStart, DeleteRest key.Binding
}

func newEditKeys() editKeys {
	bind := func(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }
	return editKeys{
		Left: bind("left"), Right: bind("right"),
		WordLeft: bind("ctrl+left", "alt+left", "alt+b"), WordRight: bind("ctrl+right", "alt+right", "alt+f"),
		Start: bind("home", "ctrl+a"), End: bind("end"),
		Backspace: bind("backspace", "ctrl+h"), Delete: bind("delete", "ctrl+d"),
		DeleteWord:    bind("ctrl+w", "alt+backspace", "ctrl+backspace"),
		DeleteToStart: bind("ctrl+u"), DeleteRest: bind("ctrl+k"),
	}
}

// press edits the line by one key. Words are not told apart where whole is set: the breaks in a secret stay hidden.
func (l Line) press(msg tea.KeyPressMsg, whole bool) (line Line, cut bool) {
	keys := newEditKeys()
	switch {
	case msg.Text != "":
		return l.Insert(msg.Text)
	case key.Matches(msg, keys.Left):
		return l.to(l.at - 1), false
	case key.Matches(msg, keys.Right):
		return l.to(l.at + 1), false
	case key.Matches(msg, keys.Start):
		return l.to(0), false
	case key.Matches(msg, keys.End):
		return l.to(len(l.text)), false
	case key.Matches(msg, keys.Backspace) && l.at > 0:
		return l.cut(l.at-1, l.at), false
	case key.Matches(msg, keys.Delete) && l.at < len(l.text):
		return l.cut(l.at, l.at+1), false
	case key.Matches(msg, keys.DeleteToStart):
		return l.cut(0, l.at), false
	case key.Matches(msg, keys.DeleteRest):
		return l.to(l.at).cut(l.at, len(l.text)), false
	default:
		return l.pressWord(msg, keys, whole), false
	}
}

func (l Line) pressWord(msg tea.KeyPressMsg, keys editKeys, whole bool) Line {
	left, right := l.wordLeft(), l.wordRight()
	if whole {
		left, right = 0, len(l.text)
	}
	switch {
	case key.Matches(msg, keys.WordLeft):
		return l.to(left)
	case key.Matches(msg, keys.WordRight):
		return l.to(right)
	case key.Matches(msg, keys.DeleteWord):
		return l.cut(left, l.at)
	default:
		return l
	}
}
