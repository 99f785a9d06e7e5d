package ui

import (
	"strings"

	"appreg/steps"
	"appreg/ui/look"
)

// stepLayout is how a step's body is divided, in lines.
type stepLayout struct {
	head   []string
	form   block
	fields int // lines for the fields
	guide  int // lines for the guide
	gap    int
}

// stepLayout gives the fields what they need, and the guide the rest: the focused field is always visible, and where
// there is room so is the guide's beginning.
func (w wizard) stepLayout(s size) stepLayout {
	l := stepLayout{head: w.titleLines(s)}
	rest := max(s.body-len(l.head), 0)
	least := 0
	if rest >= 7 && len(w.text) > 0 {
		least = min(max(rest/4, 3), len(w.text)) + 1
	}
	l.form = w.formView(s, rest-least)
	l.fields = min(len(l.form.lines), rest-least)
	if len(l.form.lines) > 0 {
		l.gap = min(1, max(rest-l.fields, 0))
	}
	l.guide = max(rest-l.fields-l.gap, 0)
	if l.guide < 2 {
		l.guide = 0
		l.fields = min(len(l.form.lines), rest)
		l.gap = 0
	}
	if len(w.text) == 0 {
		l.gap = 0
	}
	return l
}

// guideHidden reports whether the screen is too small for the guide beside the fields. Then a key shows it alone.
func (w wizard) guideHidden() bool {
	return len(w.text) > 0 && w.scroll == hiddenGuide
}

// stepView draws a step: title, guide, fields.
func (w wizard) stepView(s size) block {
	l := w.stepLayout(s)
	b := block{lines: append([]string(nil), l.head...)}
	b.lines = append(b.lines, scrolledTo(w.text, w.guide, l.guide, w.theme, s.content, "pgdn")...)
	if l.guide > 0 && l.gap > 0 {
		b.lines = append(b.lines, "")
	}
	form := cutAround(l.form, l.fields)
	if end := len(form.lines); form.told >= end && end-1 > form.focus {
		form.lines = w.cutOff(append(form.lines, ""), end, s.content)
	}
	if form.cursor != nil {
		cursor := *form.cursor
		cursor.Y += len(b.lines)
		b.cursor = &cursor
	}
	b.focus = len(b.lines) + form.focus
	b.lines = append(b.lines, form.lines...)
	return b
}

// cutAround keeps height lines of a block: the focused line, what follows it, and as much before as fits.
func cutAround(b block, height int) block {
	if len(b.lines) <= height {
		return b
	}
	if height <= 0 {
		return block{}
	}
	after := min(len(b.lines)-b.focus-1, max(height/2, min(height-2, 2)))
	from := min(max(b.focus+after+1-height, 0), b.focus)
	b.lines = b.lines[from:min(from+height, len(b.lines))]
	b.focus -= from
	b.told -= from
	if b.cursor != nil {
		cursor := *b.cursor
		cursor.Y -= from
		b.cursor = &cursor
	}
	return b
}

// titleLines is the step's title with the document's own number.
func (w wizard) titleLines(s size) []string {
	if s.body < 6 {
		return nil
	}
	step := w.form.step
	lines := look.Lines(step.Title, s.content, w.theme.Title)
	if step.Number != "" {
		number := w.theme.Dim.Render(documentPlace(step.Number))
		if last := lines[len(lines)-1]; look.Width(last)+look.Width(number)+3 <= s.content {
			lines[len(lines)-1] = last + "  " + w.theme.Dim.Render(w.theme.Icons.Dot+" ") + number
		} else if s.body >= 12 {
			lines = append(lines, look.Fit(number, s.content, w.theme.Icons.Cut))
		}
	}
	if s.body >= 12 {
		lines = append(lines, "")
	}
	return lines
}

// lastScroll is how far the text on the screen can be scrolled.
func (w wizard) lastScroll() int { return w.scroll }

// measure sets the guide in lines and finds how far it scrolls. Update does it after each message that could change
// either, so that drawing a key press is cheap.
func (w *wizard) measure() {
	s := w.size(len(w.header()) + len(w.footerSpace()))
	if key := (textKey{w.version, s.content, w.theme.Icons.OK, w.dark, w.onResult(), w.test.at, len(w.test.findings), w.save.state}); key != w.textKey {
		w.textKey = key
		w.text, w.sidebar = w.bodyText(s.content), w.stepList()
	}
	w.scroll = 0
	switch {
	case w.save.state == savedDone:
		w.scroll = lastOffset(len(w.text), max(s.body-2, 1))
	case w.waits():
		w.scroll = lastOffset(len(w.text), w.signInHeight(s))
	case w.onResult():
		w.scroll = lastOffset(len(w.text), w.detailHeight(s))
	default:
		guide := w.stepLayout(s).guide
		w.scroll = lastOffset(len(w.text), guide)
		if guide == 0 && len(w.text) > 0 {
			w.scroll = hiddenGuide
		}
	}
	w.guide = min(w.guide, w.scroll)
	if w.overlay.offset > 0 {
		w.overlay.offset = min(w.overlay.offset, w.lastOverlayOffset(s))
	}
}

// footerSpace is the lines that the footer takes, without drawing its keys.
func (w wizard) footerSpace() []string {
	if w.height >= 14 {
		return make([]string, 2)
	}
	return make([]string, 1)
}

// hiddenGuide says that there is a guide and no room for it.
const hiddenGuide = 1 << 20

// bodyText is the part of the screen that scrolls.
func (w wizard) bodyText(width int) []string {
	switch {
	case w.save.state == savedDone:
		return w.savedLines(width)
	case w.waits():
		return w.signInLines(width)
	case w.onResult():
		return w.detailLines(width)
	default:
		return guideLines(w.stepGuide(), w.theme, width)
	}
}

// stepGuide is the step's guide, below what this machine has to say to it.
func (w wizard) stepGuide() steps.Guide {
	guide := w.form.step.Guide
	if text := w.cannotKeep(); text != "" {
		said := []steps.Block{{Kind: steps.Warning, Text: text}}
		if fix := w.store.state.Fix; fix != "" {
			said = append(said, steps.Block{Kind: steps.Note, Text: "What to do: " + strings.TrimSuffix(fix, ".") + "."})
		}
		guide.Blocks = append(said, guide.Blocks...)
	}
	return guide
}

// textKey is what the scrolling text depends on.
type textKey struct {
	version  int
	width    int
	icon     string
	dark     bool
	result   bool
	at       int
	findings int
	saved    saveState
}
