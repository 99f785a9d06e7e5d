package ui

import "charm.land/bubbles/v2/key"

// keyMap is every key of the wizard. Each command has a letter, which counts only where no text field has the focus,
// and a ctrl- or function key that always works.
type keyMap struct {
	Next, Field, Prev, Back        key.Binding
	Open, Copy, Reveal, Admin      key.Binding
	Test, Post, Raw, Fault         key.Binding
	Save, Wait, Fill, Mend         key.Binding
	CopyLink, Redirect             key.Binding
	Browser, Device                key.Binding
	Scroll, ScrollUp, Jump         key.Binding
	Help, Quit, Interrupt, Dismiss key.Binding

	again bool // something was mended: testing again is what the screen is about
}

// binding makes a binding whose help names the letter, or where text is typed the key that always works.
func binding(typing bool, letter, always, does string, more ...string) key.Binding {
	shown := letter
	if typing || letter == "" {
		shown = always
	}
	keys := append([]string{always}, more...)
	if letter != "" && !typing {
		keys = append(keys, letter)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// newKeyMap gives the keys for where letters are text, or commands.
func newKeyMap(typing bool) keyMap {
	return keyMap{
		Next:  binding(typing, "", "enter", "next", "ctrl+j"),
		Field: binding(typing, "", "tab", "field"),
		Prev:  binding(typing, "", "shift+tab", "field before"),
		Back:  binding(typing, "b", "esc", "back", "ctrl+b"),
		Open:  binding(typing, "o", "ctrl+o", "open page"),
		// Function keys, not ctrl+y and ctrl+r: who types those out of a shell's habit must not overwrite the clipboard
		// or show a secret.
		Copy:      binding(typing, "y", "f6", "copy"),
		Reveal:    binding(typing, "", "f4", "reveal"), // f3 looks like a terminal's report of its cursor, CSI 1;1R
		Admin:     binding(typing, "a", "ctrl+g", "ask the administrator"),
		Test:      binding(typing, "t", "ctrl+t", "test"),
		Post:      binding(typing, "p", "ctrl+p", "show the request"),
		Raw:       binding(typing, "r", "f7", "raw answer"),
		Fault:     binding(typing, "g", "f8", "go to the fault"),
		Save:      binding(typing, "s", "ctrl+s", "save"),
		Wait:      binding(typing, "w", "f9", "wait for the administrator"),
		Fill:      binding(typing, "f", "ctrl+f", "fill in"),
		Mend:      binding(typing, "e", "ctrl+e", "mend in the portal"),
		CopyLink:  binding(typing, "l", "ctrl+l", "copy link"),
		Redirect:  binding(typing, "u", "ctrl+x", "register the redirect URI"),
		Browser:   binding(typing, "i", "f11", "use the browser"),
		Device:    binding(typing, "d", "f5", "use a device code"),
		Scroll:    binding(typing, "", "pgdown", "scroll"),
		ScrollUp:  binding(typing, "", "pgup", "scroll up"),
		Jump:      key.NewBinding(key.WithKeys("alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "alt+7", "alt+8", "alt+9"), key.WithHelp("alt+1…9", "go to step")),
		Help:      binding(typing, "?", "f1", "help"),
		Quit:      binding(typing, "q", "f10", "quit"),
		Interrupt: key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit")),
		Dismiss:   key.NewBinding(key.WithKeys("esc", "ctrl+b", "enter", "ctrl+j"), key.WithHelp("esc", "close")),
	}
}

// list gives all bindings in the order of the help.
func (k keyMap) list() []key.Binding {
	return []key.Binding{
		k.Next, k.Field, k.Prev, k.Mend, k.Fill, k.Browser, k.Device, k.Test, k.Fault, k.Back, k.Open, k.Copy, k.CopyLink,
		k.Redirect, k.Reveal, k.Admin, k.Wait, k.Save, k.Post, k.Raw, k.Scroll, k.ScrollUp, k.Jump, k.Help, k.Quit, k.Interrupt,
	}
}

// first gives the keys that the screen is about, where these are others than going on: what the demo offers, or another
// flow, with the key before it; while a person is waited for, cancelling.
func (k keyMap) first(waits bool) []key.Binding {
	list := k.short()
	switch {
	case k.again || k.Mend.Enabled() || k.Fill.Enabled() || k.Browser.Enabled() || k.Device.Enabled():
		return list[:min(len(list), 2)]
	case waits:
		return list[:min(len(list), 1)]
	default:
		return nil
	}
}

// short gives the enabled bindings that the help line names, most needed first; it ends with help and quit.
func (k keyMap) short() []key.Binding {
	second := k.Mend
	if k.again { // nothing is to be mended then
		second, k.Test = k.Test, second
	}
	all := []key.Binding{
		k.Next, second, k.Fill, k.Browser, k.Device, k.Test, k.Fault, k.Reveal, k.Back, k.Open, k.Copy, k.CopyLink, k.Redirect,
		k.Admin, k.Scroll, k.Post, k.Raw,
	}
	var list []key.Binding
	for _, b := range all {
		if b.Enabled() {
			list = append(list, b)
		}
	}
	return list
}
