package wizard

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/look"
)

// savedScreen is the last one: what was saved where, and what to do next.
type savedScreen struct {
	*shell
	lines []string
	guide steps.Guide
	text  scroller
}

func newSavedScreen(sh *shell, lines []string) *savedScreen {
	sc := &savedScreen{shell: sh, guide: sh.session.AfterSaving()}
	for _, line := range lines {
		sc.lines = append(sc.lines, strings.ReplaceAll(sanitize.Line(line), "**", ""))
	}
	return sc
}

func (sc *savedScreen) Leave() {}

func (sc *savedScreen) Update(msg tea.Msg) (screen, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return sc, nil
	}
	switch keys := sc.Keys(); {
	case key.Matches(press, keys.Next):
		return sc, tea.Quit
	case key.Matches(press, keys.More):
		sc.overlay = guideOverlay("More commands", sc.more)
	default:
		sc.text.press(press, keys, sc.height)
	}
	return sc, nil
}

func (sc *savedScreen) Measure(s size) {
	width, height := s.content, s.body
	switch {
	case s.body >= 12 && s.content >= 40:
		width, height = width-4, height-4
	case s.body >= 6:
		height -= 2
	}
	sc.text.set(sc.textKey(s), func() []string { return sc.savedLines(width) })
	sc.text.fit(max(height, 1))
}

func (sc *savedScreen) View(s size) block {
	icon, said, style := sc.theme.Icons.OK, "Saved. It works.", sc.theme.OK
	if sc.session.Verdict() != report.Ready {
		icon, said, style = sc.theme.Icons.Warn, "Saved, not ready", sc.theme.Warn
	}
	title := style.Bold(true).Render(icon + " " + said)
	var b block
	switch {
	case s.body >= 12 && s.content >= 40:
		inner := s
		inner.content = s.content - 4
		height := s.body - 4
		b.lines = sc.theme.Box(title, append(append([]string{""}, sc.scrolled(sc.text, height, inner)...), ""), s.content, style)
		if s.aside == 0 {
			b.lines = sc.below(b.lines, s, goodToKnow, sc.more(s.content), sc.Keys().More.Help().Key)
		}
	case s.body >= 6:
		b.lines = append([]string{title, ""}, sc.scrolled(sc.text, s.body-2, s)...)
	default:
		b.lines = sc.scrolled(sc.text, s.body, s)
	}
	return b
}

// aside is what else can be done.
func (sc *savedScreen) aside(width int) []string { return sc.headed(sc.more(width)) }

func (sc *savedScreen) more(width int) []string {
	return guideLines(steps.Guide{Blocks: sc.guide.More(), Links: sc.guide.Links}, sc.theme, width)
}

// savedLines say what works now, what to do next, and where it is kept.
func (sc *savedScreen) savedLines(width int) []string {
	var unready []string
	if said, command := sc.session.Unready(); said != "" {
		unready = look.Lines(sanitize.Line(said), width, sc.theme.Bold)
		unready = append(unready, look.Indent(look.Lines(sanitize.Line(command), max(width-4, 1), sc.theme.Code), "    ")...)
	}
	var kept []steps.Block
	for i, line := range sc.lines {
		label := ""
		if i == 0 {
			label = "Saved"
		}
		kept = append(kept, steps.Block{Kind: steps.Fact, Label: label, Text: line})
	}
	set := func(blocks []steps.Block) []string { return guideLines(steps.Guide{Blocks: blocks}, sc.theme, width) }
	calm := func(blocks []steps.Block) []string {
		return guideLines(steps.Guide{Blocks: blocks}, sc.theme.Calm(), width)
	}
	return apart(unready, calm(sc.session.Works()), set(sc.guide.Task()), calm(kept))
}

// Keys are the last screen's.
func (sc *savedScreen) Keys() keyMap {
	k := sc.keys(false)
	for _, off := range []*key.Binding{&k.Admin, &k.Jump} {
		off.SetEnabled(false)
	}
	k.Next.SetEnabled(true)
	k.Next.SetHelp("enter", "finish")
	k.More.SetEnabled(len(sc.guide.More()) > 0)
	k.scrolls(sc.text)
	return k
}

func (sc *savedScreen) Page() string { return sc.guide.Page() }

func (sc *savedScreen) Copies() []copyText { return sc.guide.Copies }
