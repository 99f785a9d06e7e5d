package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"appreg/internal/catalog"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui/field"
)

// overlayKind says what lies over the step.
type overlayKind int

const (
	noOverlay overlayKind = iota
	helpOverlay
	guideOverlay // the step's guide, where the screen is too small for it beside the fields
	textOverlay  // a text to read and copy
	copyOverlay  // which text to copy
	quitOverlay  // a secret would be lost
	draftOverlay // an earlier run can be taken up
)

// overlay is a panel in the place of the step. It asks one question or shows one text.
type overlay struct {
	kind   overlayKind
	title  string
	text   string
	choice field.Input // nil where nothing is asked
	offset int         // lines scrolled away
	copies []steps.Copy
	draft  steps.Answers
	admin  bool // the request for the administrator: waiting for them can be chosen
}

// The options of the questions.
const (
	optStay  = "stay"
	optSave  = "save"
	optLeave = "leave"
	optGo    = "go-on"
	optNew   = "start-anew"
)

// resumeOverlay asks whether to go on with a draft, with the answers that tell it from others in the steps' own words.
func resumeOverlay(env steps.Env, draft steps.Answers) overlay {
	var known []string
	for _, key := range []steps.Key{steps.KeyAPI, steps.KeyTenant, steps.KeyClientID, steps.KeyFlow} {
		for _, f := range steps.FieldsFor(env, draft) {
			if value := sanitize.Line(draft.Get(key)); f.Key == key && value != "" {
				known = append(known, f.Label+": "+inWords(f, value))
			}
		}
	}
	return overlay{
		kind: draftOverlay, title: "Go on where you left off?", draft: draft,
		text: "The answers of an earlier run were kept. Secrets never are.\n\n" + strings.Join(known, "\n"),
		choice: field.NewRadio([]steps.Option{
			{Value: optGo, Label: "Go on with them"},
			{Value: optNew, Label: "Start anew", Hint: "they are replaced by your next answer"},
		}),
	}
}

func quitQuestion(canSave, draft bool) overlay {
	text := "The portal does not show this secret again. If you leave now, you will have to make a new one."
	if draft {
		text += " Your other answers are kept for the next start."
	}
	options := []steps.Option{{Value: optStay, Label: "Stay"}}
	if canSave {
		options = append(options, steps.Option{Value: optSave, Label: "Go to the save step"})
	}
	return overlay{
		kind: quitOverlay, title: "Leave without saving the secret?",
		text:   text,
		choice: field.NewRadio(append(options, steps.Option{Value: optLeave, Label: "Leave without it"})),
	}
}

// askToQuit leaves, or first says that a secret would be lost.
func (w *wizard) askToQuit() tea.Cmd {
	if w.unsavedSecret() && w.overlay.kind != quitOverlay {
		w.overlay = quitQuestion(w.machine.At() != catalog.StepSave && w.machine.Answers().API() != "", w.keepsDraft())
		return nil
	}
	return w.quit()
}

// unsavedSecret reports whether a client secret was entered, accepted or not, and not saved.
func (w wizard) unsavedSecret() bool {
	if w.save.state == savedDone || w.outcome == NotSaved {
		return false
	}
	if w.machine.Answers().Has(steps.KeySecret) {
		return true
	}
	p, ok := w.form.part(steps.KeySecret)
	return ok && p.input.Raw() != ""
}

// quit ends the program. Everything under way is cancelled.
func (w *wizard) quit() tea.Cmd {
	w.stopChecks()
	w.stopTest()
	return tea.Quit
}

// chosen carries out the answer to an overlay's question, once there is one.
func (w *wizard) chosen() tea.Cmd {
	over := w.overlay
	if over.choice.Raw() == "" {
		return nil
	}
	w.overlay = overlay{}
	switch over.choice.Raw() {
	case optGo:
		return w.takeUp(over.draft)
	case optNew:
		w.draft.held = false
	case optLeave:
		return w.quit()
	case optSave:
		return w.jump(catalog.StepSave)
	}
	if over.kind == copyOverlay {
		return w.copyText(over.chosenCopy())
	}
	return nil
}

// chosenCopy is the text that is chosen to be copied. Labels may repeat, so that an option's value is the text's place.
func (o overlay) chosenCopy() steps.Copy {
	i, _ := strconv.Atoi(o.choice.Raw())
	return o.copies[i]
}

// copyText sends a text to the terminal's clipboard. No terminal confirms it, so the text stays visible.
func (w *wizard) copyText(c steps.Copy) tea.Cmd {
	w.flash = flash{quiet, "Sent to the clipboard: " + sanitize.Line(c.Label) + ". If your terminal does not take it, select the text."}
	return tea.SetClipboard(c.Text)
}

// copyKey copies the text that the screen is about, or asks which of the texts beside the step. No answer is chosen
// beforehand: the clipboard may hold the secret, which the portal shows once, so that two stray keys must not replace it.
func (w *wizard) copyKey() tea.Cmd {
	copies := w.copies()
	if len(copies) == 0 {
		return nil
	}
	if w.overlay.kind == textOverlay || w.waits() {
		return w.copyText(copies[0])
	}
	var options []steps.Option
	for i, c := range copies {
		options = append(options, steps.Option{Value: strconv.Itoa(i), Label: c.Label})
	}
	w.overlay = overlay{kind: copyOverlay, title: "Copy", copies: copies, choice: field.NewRadio(options).Undecided(),
		text: "Choose by arrow or number what the clipboard is to hold. It loses what it holds now."}
	return nil
}

// administratorRequest is the text for the administrator: without a client id there is no application yet to consent to.
func administratorRequest(a steps.Answers) string {
	if !a.Has(steps.KeyClientID) {
		return steps.AdminRegistrationRequest(a)
	}
	return steps.AdminRequest(a)
}

func firstLine(s string) string {
	line, _, more := strings.Cut(s, "\n")
	if more {
		line += " …"
	}
	return line
}

// copies is what the copy key offers on the screen at hand.
func (w wizard) copies() []steps.Copy {
	switch {
	case w.overlay.kind == textOverlay:
		return w.overlay.copies
	case w.save.state == savedDone:
		return w.save.guide.Copies
	case w.waits():
		return w.signInCopies()[:1]
	}
	if f, ok := w.test.selected(); ok && w.onResult() {
		var list []steps.Copy
		if f.Fix.Command != "" {
			list = append(list, steps.Copy{Label: "Command", Text: f.Fix.Command})
		}
		if f.Fix.URL != "" {
			list = append(list, steps.Copy{Label: "Link", Text: f.Fix.URL})
		}
		if f.CorrelationID != "" {
			list = append(list, steps.Copy{Label: "Correlation id", Text: f.CorrelationID})
		}
		return list
	}
	list := w.form.step.Guide.Copies
	for _, link := range w.form.step.Guide.Links {
		list = append(list[:len(list):len(list)], steps.Copy{Label: "Link: " + link.Label, Text: link.URL})
	}
	return list
}

// page is the link that the open key opens on the screen at hand.
func (w wizard) page() string {
	links := w.form.step.Guide.Links
	if w.waits() {
		return w.test.waiting.signIn.URL
	}
	if w.save.state == savedDone {
		links = w.save.guide.Links
	} else if f, ok := w.test.selected(); ok && w.onResult() {
		return f.Fix.URL
	}
	if len(links) == 0 {
		return ""
	}
	return links[0].URL
}
