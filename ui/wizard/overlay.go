package wizard

import (
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"appreg/internal/sanitize"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/field"
)

// overlay is a panel in the place of the screen. It asks one question or shows one text.
type overlay struct {
	title  string
	text   string
	choice field.Input // nil where nothing is asked
	offset int         // lines scrolled away
	copies []copyText

	decide  bool                        // it must be decided: esc does not close it
	admin   bool                        // the request for the administrator: waiting for them can be chosen
	stays   bool                        // it stays open when an option is chosen: a habitual esc closes it, and leaves nothing else
	leaving bool                        // it asks before a secret is lost, and is not asked twice
	help    bool                        // the list of keys, which its own key closes too
	lines   func(width int) []string    // what is shown in place of text; nil: text
	preview func(option string) string  // what is shown of the option chosen, in place of text; nil: nothing
	chosen  func(option string) tea.Msg // what the answer asks of the wizard; nil where nothing is asked
}

// What an overlay's answer asks of the wizard.
type (
	resumeDraftMsg struct{ draft steps.Answers }
	startOverMsg   struct{}
	leaveMsg       struct{}
	saveStepMsg    struct{}
	copyMsg        struct{ text copyText }
)

// The options of the questions.
const (
	optStay  = "stay"
	optSave  = "save"
	optLeave = "leave"
	optGo    = "go-on"
	optNew   = "start-anew"
)

// textOverlay is a text to read and copy.
func textOverlay(title, label, text string) *overlay {
	return &overlay{title: title, text: text, copies: []copyText{{Label: label, Text: text}}}
}

// guideOverlay is a text of a step's guide.
func guideOverlay(title string, lines func(width int) []string) *overlay {
	return &overlay{title: title, lines: lines}
}

// resumeOverlay asks whether to go on with a draft, with the answers that tell it from others in the steps' own words.
func resumeOverlay(env steps.Env, draft steps.Answers) *overlay {
	return &overlay{
		title: "Go on where you left off?", decide: true,
		text: strings.Join(session.DraftWords(env, draft), "\n") + "\n\nYour answers are saved. Secrets never are.",
		choice: field.NewRadio([]steps.Option{
			{Value: optGo, Label: "Go on"},
			{Value: optNew, Label: "Start over", Hint: "replaces your saved draft"},
		}),
		chosen: func(option string) tea.Msg {
			if option == optGo {
				return resumeDraftMsg{draft}
			}
			return startOverMsg{}
		},
	}
}

// quitQuestion asks before a secret is lost. canSave says that the save step can be gone to, draft that the other answers
// are kept.
func quitQuestion(canSave, draft bool) *overlay {
	text := "The portal won't show this secret again. If you leave now, you'll have to create a new one."
	if draft {
		text += " Your other answers are saved for the next start."
	}
	options := []steps.Option{{Value: optStay, Label: "Stay"}}
	if canSave {
		options = append(options, steps.Option{Value: optSave, Label: "Save it"})
	}
	return &overlay{
		title: "Leave without saving the secret?", text: text, leaving: true,
		choice: field.NewRadio(append(options, steps.Option{Value: optLeave, Label: "Leave without it"})),
		chosen: func(option string) tea.Msg {
			return map[string]tea.Msg{optSave: saveStepMsg{}, optLeave: leaveMsg{}}[option]
		},
	}
}

// copyOverlay asks which of the texts beside the screen to copy. No answer is chosen beforehand: the clipboard may hold
// the secret, which the portal shows once, so that two stray keys must not replace it.
func copyOverlay(copies []copyText) *overlay {
	var options []steps.Option
	for i, c := range copies {
		options = append(options, steps.Option{Value: strconv.Itoa(i), Label: c.Label}) // labels may repeat
	}
	at := func(option string) copyText {
		i, _ := strconv.Atoi(option)
		return copies[i]
	}
	return &overlay{
		title: "Copy", copies: copies, choice: field.NewRadio(options).Undecided(),
		text:    "Choose what to copy, by arrow or number. It replaces what the clipboard holds.",
		stays:   true,
		preview: func(option string) string { return sanitize.Raw(at(option).Text) },
		chosen:  func(option string) tea.Msg { return copyMsg{at(option)} },
	}
}

// press takes a key. closed says that the overlay is done; msg is what its answer asks of the wizard.
func (o *overlay) press(msg tea.KeyPressMsg, keys keyMap, height int) (closed bool, asks tea.Msg) {
	switch {
	case o.choice != nil && key.Matches(msg, keys.Next):
		option := o.choice.Raw()
		if option == "" {
			return false, nil
		}
		return !o.stays, o.chosen(option)
	case o.decide && msg.String() == "esc":
		return false, nil
	case o.asText() && key.Matches(msg, keys.Copy):
		return false, copyMsg{o.copies[0]}
	case key.Matches(msg, keys.Dismiss) || o.help && key.Matches(msg, keys.Help):
		return true, nil
	case o.choice != nil:
		o.choice = o.choice.Update(msg)
	default:
		o.offset = scrolledBy(o.offset, msg, height)
	}
	return false, nil
}

// asText reports whether it is a text to copy.
func (o *overlay) asText() bool { return o.choice == nil && len(o.copies) > 0 }

// scrolledBy moves an offset by a key; Measure bounds it.
func scrolledBy(offset int, msg tea.KeyPressMsg, height int) int {
	switch msg.String() {
	case "up":
		offset--
	case "down":
		offset++
	case "pgup":
		offset -= height / 2
	case "pgdown", "space":
		offset += height / 2
	}
	return max(offset, 0)
}
