package wizard

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
)

// keyMap is every key of the wizard. Each command has a letter, which counts only where no text field has the focus,
// and a ctrl- or function key that always works.
type keyMap struct {
	Next, Field, Prev, Back        key.Binding
	Open, Copy, Reveal, Admin      key.Binding
	Test, Post, Raw                key.Binding
	GoTo                           key.Binding // leads away from what stands in the way: to its step, to the portal, or past it
	Undo                           key.Binding // gives up what was begun
	Save, Wait, Fill, Fix          key.Binding
	CopyLink                       key.Binding
	Browser, Device                key.Binding
	Scroll, ScrollUp, Jump         key.Binding
	More, Options                  key.Binding
	Help, Quit, Interrupt, Dismiss key.Binding
	Suspend                        key.Binding

	waits bool // something is waited for: canceling is what must be seen
	again bool // something was fixed: testing again is what the screen is about
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

// newKeyMap returns the keys for where letters are text, or commands.
func newKeyMap(typing bool) keyMap {
	return keyMap{
		Next:  binding(typing, "", "enter", "next", "ctrl+j"),
		Field: binding(typing, "", "tab", "next field"),
		Prev:  binding(typing, "", "shift+tab", "previous field"),
		Back:  binding(typing, "b", "esc", "back", "ctrl+b"),
		Open:  binding(typing, "o", "ctrl+o", opensIt),
		// Function keys, not ctrl+y and ctrl+r: who types those out of a shell's habit must not overwrite the clipboard
		// or show a secret.
		Copy:      binding(typing, "y", "f6", "copy"),
		Reveal:    binding(typing, "", "f4", "reveal"), // f3 looks like a terminal's report of its cursor, CSI 1;1R
		Admin:     binding(typing, "a", "ctrl+g", "ask an admin"),
		Test:      binding(typing, "t", "ctrl+t", "test"),
		Post:      binding(typing, "p", "ctrl+p", "show the request"),
		Raw:       binding(typing, "r", "f7", "details"),
		GoTo:      binding(typing, "g", "f8", "go to the problem"),
		Save:      binding(typing, "s", "ctrl+s", "save"),
		Wait:      binding(typing, "w", "f9", "save for later"),
		Fill:      binding(typing, "f", "ctrl+f", "fill in"),
		Fix:       binding(typing, "e", "ctrl+e", "fix it in the portal"),
		CopyLink:  binding(typing, "l", "ctrl+l", "copy link"),
		Undo:      binding(typing, "u", "ctrl+x", "register the redirect URI"),
		Browser:   binding(typing, "i", "f11", "use the browser"),
		Device:    binding(typing, "d", "f5", "use a device code"),
		More:      binding(typing, "m", "f2", "more"),
		Options:   binding(typing, "v", "f12", "options"),
		Scroll:    binding(typing, "", "pgdown", "scroll"),
		ScrollUp:  binding(typing, "", "pgup", "scroll up"),
		Jump:      key.NewBinding(key.WithKeys("alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "alt+7", "alt+8", "alt+9"), key.WithHelp("alt+1…9", "go to step")),
		Help:      binding(typing, "?", "f1", "help"),
		Quit:      binding(typing, "q", "f10", "quit"),
		Interrupt: key.NewBinding(key.WithKeys("ctrl+c"), key.WithHelp("ctrl+c", "quit")),
		Suspend:   key.NewBinding(key.WithKeys("ctrl+z"), key.WithHelp("ctrl+z", "back to the shell")),
		Dismiss:   key.NewBinding(key.WithKeys("esc", "ctrl+b", "enter", "ctrl+j"), key.WithHelp("esc", "close")),
	}
}

// all are pointers to all bindings but those that every screen has.
func (k *keyMap) all() []*key.Binding {
	return []*key.Binding{
		&k.Next, &k.Field, &k.Prev, &k.Back, &k.Open, &k.Copy, &k.Reveal, &k.Admin, &k.Test, &k.Post, &k.Raw, &k.GoTo,
		&k.Save, &k.Wait, &k.Fill, &k.Fix, &k.CopyLink, &k.Undo, &k.Browser, &k.Device, &k.Scroll, &k.ScrollUp, &k.Jump, &k.Help,
		&k.More, &k.Options,
	}
}

// offer switches the keys of other flows on.
func (k *keyMap) offer(flows []catalog.Flow) {
	for _, info := range catalog.Flows() {
		if b := k.flowBinding(info.Flow); b != nil {
			b.SetEnabled(slices.Contains(flows, info.Flow))
		}
	}
}

// scrolls switches the keys that scroll a text on, where it scrolls.
func (k *keyMap) scrolls(text scroller) {
	k.Scroll.SetEnabled(text.last > 0)
	k.ScrollUp.SetEnabled(text.last > 0)
}

// onlyQuit leaves nothing but leaving: something is under way that must come to its end.
func (k keyMap) onlyQuit() keyMap {
	for _, b := range k.all() {
		b.SetEnabled(false)
	}
	return k
}

// flowBinding is the key that changes to a flow that signs in at a page: here, where the page comes back to this machine,
// or on any device; nil for other flows.
func (k *keyMap) flowBinding(f catalog.Flow) *key.Binding {
	switch {
	case !f.SignsInAtPage():
		return nil
	case f.Info().RedirectURI != "":
		return &k.Browser
	}
	return &k.Device
}

// flowKey is flowBinding, with one that is never pressed where there is none.
func (k keyMap) flowKey(f catalog.Flow) key.Binding {
	if b := k.flowBinding(f); b != nil {
		return *b
	}
	return key.Binding{}
}

// flowAsked returns the flow to which msg changes; false if it is no such key.
func (k keyMap) flowAsked(msg tea.KeyPressMsg) (catalog.Flow, bool) {
	for _, info := range catalog.Flows() {
		if key.Matches(msg, k.flowKey(info.Flow)) {
			return info.Flow, true
		}
	}
	return "", false
}

// list returns all bindings in the order of the help.
func (k keyMap) list() []key.Binding {
	return []key.Binding{
		k.Next, k.Field, k.Prev, k.Fix, k.Fill, k.Browser, k.Device, k.Test, k.GoTo, k.More, k.Options, k.Back, k.Open, k.Copy, k.CopyLink,
		k.Undo, k.Reveal, k.Admin, k.Wait, k.Save, k.Post, k.Raw, k.Scroll, k.ScrollUp, k.Jump, k.Help, k.Quit, k.Interrupt, k.Suspend,
	}
}

// first returns the keys that the screen is about, where these are others than going on: what the demo offers, or another
// flow, with the key before it; while a person is waited for, canceling.
func (k keyMap) first() []key.Binding {
	list := k.short()
	switch {
	case k.waits:
		return list[:min(len(list), 1)]
	case k.again || k.Fix.Enabled() || k.Fill.Enabled() || k.Browser.Enabled() || k.Device.Enabled():
		return list[:min(len(list), 2)]
	default:
		return nil
	}
}

// after returns what a second line names: asking an admin, details, saving and going back, then what is left of the first.
func (k keyMap) after(left []key.Binding) []key.Binding {
	named := []key.Binding{k.Save}
	for _, b := range []key.Binding{k.Admin, k.Raw, k.Back} {
		if slices.ContainsFunc(left, func(l key.Binding) bool { return l.Help() == b.Help() }) {
			named = append(named, b)
		}
	}
	for _, b := range left {
		if !slices.ContainsFunc(named, func(n key.Binding) bool { return n.Help() == b.Help() }) {
			named = append(named, b)
		}
	}
	return slices.DeleteFunc(named, func(b key.Binding) bool { return !b.Enabled() })
}

// short returns the enabled bindings that the help line names, most needed first; it ends with help and quit.
func (k keyMap) short() []key.Binding {
	second := k.Fix
	if k.again { // nothing is to be fixed then
		second, k.Test = k.Test, second
	}
	first, back := k.Next, k.Back
	if k.waits {
		first, second, back = k.Back, k.Next, k.Fix
	}
	all := []key.Binding{
		first, second, k.Fill, k.Browser, k.Device, k.Test, k.GoTo, k.Reveal, k.Options, k.More, k.Copy, k.CopyLink, k.Undo, back, k.Open,
		k.Admin, k.Scroll, k.Post, k.Raw,
	}
	return slices.DeleteFunc(all, func(b key.Binding) bool {
		return !b.Enabled() || b.Help().Desc == k.Next.Help().Desc && b.Help().Key != k.Next.Help().Key // enter does it
	})
}
