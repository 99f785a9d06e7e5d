package wizard

import (
	"cmp"
	"strings"

	"appreg/internal/sanitize"
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

// layout returns the fields what they need, and the guide the rest: the focused field is always visible, and where there is
// room so is the guide's beginning.
func (pn *pane) layout(s size, guide scroller, above []string) stepLayout {
	l := stepLayout{head: pn.titleLines(s)}
	rest := max(s.body-len(l.head), 0)
	least := 0
	if rest >= 6 && len(guide.lines) > 0 { // a quarter, or three lines, as long as the form keeps three and there is a gap
		least = min(max(rest/4, min(3, rest-4)), len(guide.lines)) + 1
	}
	l.form = pn.formView(s, rest-least, above)
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
	if len(guide.lines) == 0 {
		l.gap = 0
	}
	return l
}

// hiddenGuide says that there is a guide and no room for it.
const hiddenGuide = 1 << 20

// measureGuide sets a step's guide in lines and finds how far it scrolls.
func (pn *pane) measureGuide(guide *scroller, g steps.Guide, s size, above []string) {
	guide.set(pn.textKey(s), func() []string { return guideLines(g, pn.theme, s.content) })
	room := pn.layout(s, *guide, above).guide
	guide.fit(room)
	if room == 0 && len(guide.lines) > 0 {
		guide.last = hiddenGuide
	}
}

// guideHidden reports whether the screen is too small for the guide beside the fields. Then a key shows it alone.
func (sc *stepScreen) guideHidden() bool { return sc.guide.last == hiddenGuide }

// Measure sets the guide in lines, below what this machine has to say to it.
func (sc *stepScreen) Measure(s size) {
	guide := steps.Guide{Blocks: append(sc.storeWarning(), sc.form.step.Guide.Task()...)}
	sc.measureGuide(&sc.guide, guide, s, nil)
	sc.more.set(sc.textKey(s), func() []string { return sc.moreLines(cmp.Or(s.aside, s.content)) })
}

// aside is what is good to know, set by Measure.
func (sc *stepScreen) aside(int) []string { return sc.headed(sc.more.lines) }

// headed puts the heading of what is good to know above it.
func (sh *shell) headed(lines []string) []string {
	if len(lines) == 0 {
		return nil
	}
	return append([]string{sh.theme.Bold.Render(goodToKnow), ""}, lines...)
}

// moreLines is what is good to know, with the pages there are.
func (sc *stepScreen) moreLines(width int) []string {
	guide := sc.form.step.Guide
	blocks := guide.More()
	if sc.height < roomForFix {
		blocks = append(sc.storeFix(), blocks...)
	}
	if guide.Needs != "" {
		blocks = append([]steps.Block{{Kind: steps.Note, Text: guide.Needs}}, blocks...)
	}
	return guideLines(steps.Guide{Blocks: blocks, Links: guide.Links}, sc.theme, width)
}

// moreFrom is the width from which what is good to know stands below the task where it has room.
const moreFrom = 110

func (sc *stepScreen) View(s size) block {
	b := sc.stepView(s, sc.guide, nil)
	if len(sc.form.step.Guide.More()) > 0 && s.aside == 0 {
		b.lines = sc.below(b.lines, s, goodToKnow, sc.more.lines, sc.Keys().More.Help().Key)
	}
	return b
}

// goodToKnow heads what is not needed to go on.
const goodToKnow = "Good to know"

// below adds a further part under a rule where a wide screen has room for it; key shows what is cut of it.
func (sh *shell) below(lines []string, s size, title string, more []string, key string) []string {
	room := s.body - len(lines) - 3
	if s.width < moreFrom || room < 4 || len(more) == 0 {
		return lines
	}
	if len(more) > room {
		more = append(more[:room-1:room-1], sh.theme.Dim.Render("more: "+key))
	}
	rule := sh.theme.Faint.Render(strings.Repeat(sh.theme.Icons.Rule, s.content))
	return append(append(lines, "", rule, sh.theme.Bold.Render(title)), more...)
}

// Measure sets the guide in lines.
func (sc *saveScreen) Measure(s size) {
	sc.measureGuide(&sc.guide, sc.form.step.Guide, s, sc.storeLines(s.content))
}

func (sc *saveScreen) View(s size) block { return sc.stepView(s, sc.guide, sc.storeLines(s.content)) }

// stepView draws a step: title, guide, fields. above stands above the last field.
func (pn *pane) stepView(s size, guide scroller, above []string) block {
	l := pn.layout(s, guide, above)
	b := block{lines: append([]string(nil), l.head...)}
	b.lines = append(b.lines, pn.scrolled(guide, l.guide, s)...)
	if l.guide > 0 && l.gap > 0 {
		b.lines = append(b.lines, "")
	}
	form := cutAround(l.form, l.fields)
	if end := len(form.lines); form.told >= end && end-1 > form.focus {
		form.lines = pn.cutOff(append(form.lines, ""), end, s.content)
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

// titleLines is the step's title, and where it is done: the path there leads to the page.
func (pn *pane) titleLines(s size) []string {
	if s.body < 6 {
		return nil
	}
	step := pn.form.step
	lines := look.Lines(step.Title, s.content, pn.theme.Title)
	if where := step.Guide.Where; where != "" {
		style := pn.theme.Dim
		if page := step.Guide.Page(); page != "" {
			style = style.Hyperlink(sanitize.Line(page), "id=where")
		}
		lines = append(lines, style.Render(look.Fit(sanitize.Line(where), s.content, pn.theme.Icons.Cut)))
	}
	if needs := step.Guide.Needs; needs != "" && s.body >= 14 {
		lines = append(lines, look.Lines(sanitize.Line(needs), s.content, pn.theme.Dim)...)
	}
	if s.body >= 12 {
		lines = append(lines, "")
	}
	return lines
}
