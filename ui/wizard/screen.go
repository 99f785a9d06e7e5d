package wizard

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// screen is what the wizard shows between header and footer. One is up at a time; it takes every message that is not
// the wizard's own, and says which screen is up next. What takes time is a command, whose answer carries a number: a
// screen drops those that it does not wait for.
type screen interface {
	Update(msg tea.Msg) (screen, tea.Cmd)
	// Measure sets what scrolls in lines, after each message: then drawing a key press is cheap.
	Measure(s size)
	View(s size) block
	// Keys are the keys that act now, with what they do; the others are disabled.
	Keys() keyMap
	// Leave is called before another screen comes up at the person's word.
	Leave()
	// Page is the page that the open key opens, and Copies what the copy key offers.
	Page() string
	Copies() []copyText
}

// What some screens can do besides.
type (
	// arriving is a screen of a step: it looks at what was there when it came up.
	arriving interface {
		screen
		arrived() tea.Cmd
	}
	// withWork is a screen with work in the background: its Leave cancels that, and does nothing else.
	withWork interface {
		screen
		running() bool
	}
	// withSpinner is a screen that turns while it is busy.
	withSpinner interface{ busy() bool }
	// withProgress is a screen whose progress the terminal's own bar shows; nil: it shows none.
	withProgress interface{ progress() *tea.ProgressBar }
	// withTrouble is a screen on which something can stand in the way: then a second line of keys names what else can be done.
	withTrouble interface{ stuck() bool }
	// withRequest is a screen that asks an admin for something narrower than all that the registration needs.
	withRequest interface{ request() string }
	// withAside is a screen with something to show beside it, where there is room.
	withAside interface{ aside(width int) []string }
	// withFields is a screen with a focused field, about which help says all.
	withFields interface{ fieldHelp(width int) []string }
)

// block is lines of the screen, with the cursor in them where there is one.
type block struct {
	lines  []string
	focus  int // the line that must stay visible
	told   int // the last line of what is said about the focused field
	cursor *tea.Cursor
}

// size is how the screen is divided.
type size struct {
	width, height int
	margin, side  int // cells left of the content; the side's share of them
	content       int
	aside         int // cells for what is good to know beside the content; 0: none
	body          int // lines between header and footer
	roomy         bool
}

// scroller is a text of which a part is seen.
type scroller struct {
	lines  []string
	key    any // what lines were made for
	offset int // lines scrolled away
	last   int // how far it can be scrolled
}

// set makes the lines for key, unless they are there already.
func (sc *scroller) set(key any, lines func() []string) {
	if sc.key != key {
		sc.key, sc.lines = key, lines()
	}
}

// fit bounds the scrolling to what height lines cannot show.
func (sc *scroller) fit(height int) {
	sc.last = lastOffset(len(sc.lines), height)
	sc.offset = min(sc.offset, sc.last)
}

// page scrolls by a third of a screen of height lines; down is 1, up -1.
func (sc *scroller) page(down, height int) { sc.by(down * max(height/3, 1)) }

// by scrolls by lines.
func (sc *scroller) by(lines int) { sc.offset = max(min(sc.offset+lines, sc.last), 0) }

// press takes the keys that scroll: by a third of a screen of height lines, or by a line.
func (sc *scroller) press(msg tea.KeyPressMsg, keys keyMap, height int) {
	switch {
	case key.Matches(msg, keys.Scroll):
		sc.page(1, height)
	case key.Matches(msg, keys.ScrollUp):
		sc.page(-1, height)
	default:
		sc.line(msg)
	}
}

// line scrolls by a line where msg is an arrow key.
func (sc *scroller) line(msg tea.KeyPressMsg) {
	switch msg.String() {
	case "up":
		sc.by(-1)
	case "down":
		sc.by(1)
	}
}
