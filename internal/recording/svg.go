package main

import (
	"cmp"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// The measures of a character and of the window, in pixels.
const (
	charWidth, lineHeight, fontSize = 8.4, 18, 14
	margin                          = 14
	font                            = `ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace`
)

// window is a terminal's own colors.
type window struct{ paper, ink string }

var (
	dark  = window{"#16181d", "#d7dae0"}
	light = window{"#ffffff", "#1f2328"}
)

// stillColumns is the width of a still screen: what is empty at the right is drawn, too, so that pictures are of one size.
const stillColumns = 100

// still draws one screen.
func still(lines []line, w window) string {
	columns := stillColumns
	var body strings.Builder
	for row, l := range lines {
		columns = max(columns, l.width())
		if drawn := l.draw(w); drawn != "" {
			fmt.Fprintf(&body, "<g transform=\"translate(0 %d)\">%s</g>\n", row*lineHeight, drawn)
		}
	}
	width, height := float64(columns)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" role="img">
<style>text{font-size:%dpx;font-family:%s;white-space:pre}</style>
<rect x="0.5" y="0.5" width="%.0f" height="%d" rx="8" fill="%s" stroke="#878f99" stroke-opacity="0.5"/>
<g fill="%s" transform="translate(%d %d)">
%s</g>
</svg>
`, width, height, width, height, fontSize, font, width-1, height-1, w.paper, w.ink, margin, margin, body.String())
}

// animate draws the frames one after the other, for ever. Lines that several frames share are drawn once. Who wants no
// motion sees the last frame.
func animate(frames []frame) string {
	columns, rows, total := 0, 0, 0
	for _, f := range frames {
		rows = max(rows, len(f.lines))
		total += f.shown
		for _, l := range f.lines {
			columns = max(columns, l.width())
		}
	}
	width, height := float64(columns)*charWidth+2*margin, rows*lineHeight+2*margin
	var style, defs, body strings.Builder
	known := map[string]string{}
	begin := 0
	for n, f := range frames {
		percent := func(ms int) float64 { return 100 * float64(ms) / float64(total) }
		fmt.Fprintf(&style, "@keyframes f%d{0%%{visibility:hidden}%.3f%%{visibility:visible}%.3f%%{visibility:hidden}}#f%d{animation-name:f%d}\n",
			n, percent(begin), percent(begin+f.shown), n, n)
		begin += f.shown
		fmt.Fprintf(&body, "<g id=\"f%d\" class=\"f\">", n)
		for row, l := range f.lines {
			drawn := l.draw(dark)
			if drawn == "" {
				continue
			}
			if known[drawn] == "" {
				known[drawn] = fmt.Sprintf("l%d", len(known))
				fmt.Fprintf(&defs, "<g id=\"%s\">%s</g>\n", known[drawn], drawn)
			}
			fmt.Fprintf(&body, "<use href=\"#%s\" y=\"%d\"/>", known[drawn], row*lineHeight)
		}
		body.WriteString("</g>\n")
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" role="img">
<style>
text{font-size:%dpx;font-family:%s;white-space:pre}
.f{visibility:hidden;animation-duration:%dms;animation-iteration-count:infinite;animation-timing-function:step-end}
%s@media(prefers-reduced-motion:reduce){.f{animation:none!important}#f%d{visibility:visible}}
</style>
<rect width="100%%" height="100%%" rx="8" fill="%s"/>
<defs>
%s</defs>
<g fill="%s" transform="translate(%d %d)">
%s</g>
</svg>
`, width, height, width, height, fontSize, font, total, style.String(), len(frames)-1, dark.paper, defs.String(), dark.ink, margin, margin, body.String())
}

func (l line) width() int {
	n := 0
	for _, p := range l {
		n += utf8.RuneCountInString(p.text)
	}
	return n
}

// draw draws a line at the top of the window; empty if it shows nothing.
func (l line) draw(w window) string {
	var drawn strings.Builder
	column := 0
	for _, p := range l {
		characters := utf8.RuneCountInString(p.text)
		drawn.WriteString(p.draw(column, characters, w))
		column += characters
	}
	return drawn.String()
}

// draw draws a piece that begins at a column of a window. Its length is given, so that every font keeps to the columns.
func (p piece) draw(column, characters int, w window) string {
	front, back := p.front, p.back
	if p.reverse {
		front, back = cmp.Or(back, w.paper), cmp.Or(front, w.ink)
	}
	drawn := ""
	if back != "" {
		drawn = fmt.Sprintf(`<rect x="%.1f" width="%.1f" height="%d" fill="%s"/>`, float64(column)*charWidth, float64(characters)*charWidth, lineHeight, back)
	}
	text := strings.TrimRight(p.text, " ")
	lead := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeft(text, " "))
	text = strings.TrimLeft(text, " ")
	if text == "" {
		return drawn
	}
	attributes := ""
	for _, a := range []struct {
		is   bool
		says string
	}{
		{front != "", ` fill="` + front + `"`}, {p.bold, ` font-weight="bold"`}, {p.dim, ` opacity=".6"`}, {p.italic, ` font-style="italic"`},
		{p.line, ` text-decoration="underline"`}, {p.strike, ` text-decoration="line-through"`},
	} {
		if a.is {
			attributes += a.says
		}
	}
	return drawn + fmt.Sprintf(`<text x="%.1f" y="%d" textLength="%.1f" lengthAdjust="spacingAndGlyphs"%s>%s</text>`,
		float64(column+lead)*charWidth, fontSize, float64(utf8.RuneCountInString(text))*charWidth, attributes, html.EscapeString(text))
}
