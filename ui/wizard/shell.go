package wizard

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/look"
)

// shell is what the screens share: the session, the look, and what outlives a screen.
type shell struct {
	ctx     context.Context
	session session.Session
	after   func(time.Duration, tea.Msg) tea.Cmd // sends the message after the time

	width, height int
	unicode       bool
	dark          bool
	theme         look.Theme

	typed   map[steps.Key]string // visible text that was left before it was accepted
	checks  map[steps.Key]check
	store   storeState
	writer  draftWriter
	flash   flash
	spin    spinner
	overlay *overlay // nil: none
	fixed   string   // what was changed in the simulated portal since the last test
	last    int      // the last number given to a command
	version int      // counts the changes that texts depend on
}

// spinner turns while something is under way.
type spinner struct {
	frame   int
	turning bool
}

// flash is a message that stays until the next key.
type flash struct {
	level level
	text  string
}

// level says how a remark is meant.
type level int

const (
	quiet level = iota
	good
	warning
	bad
)

// copyText is a text to copy.
type copyText = steps.Copy

func (sh *shell) services() session.Services { return sh.session.Services() }

func (sh *shell) answers() steps.Answers { return sh.session.Answers() }

// next returns a new number for a command whose answer must be told from older ones.
func (sh *shell) next() int {
	sh.last++
	return sh.last
}

// spinMsg turns the spinner; openedMsg says whether a page could be opened.
type (
	spinMsg   struct{}
	openedMsg struct {
		url, said string
		err       error
	}
)

// spinEvery is the pace of the spinner.
const spinEvery = 100 * time.Millisecond

// turn sets the spinner going unless it is.
func (sh *shell) turn() tea.Cmd {
	if sh.spin.turning {
		return nil
	}
	sh.spin.turning = true
	return sh.after(spinEvery, spinMsg{})
}

// turning is the spinner's frame.
func (sh *shell) turning() string {
	frames := sh.theme.Icons.Spinner
	return frames[sh.spin.frame%len(frames)]
}

// open opens a page in the browser.
func (sh *shell) open(url string) tea.Cmd {
	opener := sh.services().Opener
	return func() tea.Msg {
		said, err := opener.Open(url)
		return openedMsg{url, said, err}
	}
}

func (sh *shell) opened(msg openedMsg) {
	if msg.err != nil {
		sh.flash = flash{warning, "No browser opened (" + clean(msg.err) + "). Open this page yourself: " + sanitize.Line(msg.url)}
		return
	}
	sh.flash = flash{good, sanitize.Line(msg.said)}
}

// copyText sends a text to the terminal's clipboard. No terminal confirms it, so the text stays visible.
func (sh *shell) copyText(c copyText) tea.Cmd {
	sh.flash = flash{quiet, "Copied: " + sanitize.Line(c.Label) + ". Nothing to paste? Select the text with the mouse."}
	return tea.SetClipboard(c.Text)
}

// enter brings up the screen of the session's step.
func (sh *shell) enter() (screen, tea.Cmd) {
	sh.stopChecks()
	sh.version++
	up := sh.screenHere()
	return up, tea.Batch(sh.saveDraft(), up.arrived())
}

// jump goes to a step, keeping what the present screen kept.
func (sh *shell) jump(from screen, to func(session.Session) (session.Session, bool)) (screen, tea.Cmd) {
	from.Leave()
	next, ok := to(sh.session)
	if !ok {
		return from, nil
	}
	sh.session = next
	return sh.enter()
}

func clean(err error) string { return sanitize.Line(err.Error()) }
