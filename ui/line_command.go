package ui

import (
	"context"
	"strconv"
	"strings"

	"appreg/steps"
)

// lineCommand is a word that is taken at every prompt instead of an answer.
type lineCommand struct {
	name     string
	argument string // its name, if the command takes one
	help     string

	// run does it. again says that the question is still open; otherwise the reply stands.
	run func(r *lineRun, ctx context.Context, q question, argument string) (answer reply, again bool, err error)
}

// commandCall is a command as it was typed.
type commandCall struct {
	command  lineCommand
	argument string
}

// commands are the words taken now, in the order in which ? lists them.
func (r *lineRun) commands(q question) []lineCommand {
	help := lineCommand{name: "?", help: "this list, and what the question means", run: (*lineRun).help}
	if q.plain {
		return []lineCommand{help}
	}
	list := []lineCommand{
		help,
		{name: "back", help: "the question or step before; every answer is kept", run: (*lineRun).back},
		{name: "steps", help: "all steps and how far they are", run: (*lineRun).listSteps},
		{name: "jump", argument: "N", help: "go to step N", run: (*lineRun).jump},
		{name: "open", help: "open this step's page in the browser", run: (*lineRun).open},
		{name: "request", help: "a text for the administrator who has to do this", run: (*lineRun).adminRequest},
		{name: "post", help: "the token request of the document, secrets hidden", run: (*lineRun).tokenRequest},
		{name: "paste", help: "give several lines, such as the portal's Overview block; a line with one dot ends them",
			run: (*lineRun).paste},
		{name: "quit", help: "leave; an unsaved client secret can be saved first", run: (*lineRun).quit},
	}
	if r.opts.Demo != nil {
		list = append(list,
			lineCommand{name: "fill", help: "fill in the demo's value", run: (*lineRun).fill},
			lineCommand{name: "mend", help: "mend the demo's fault in the simulated portal", run: (*lineRun).mend})
	}
	return list
}

// parseCommand recognises a command. At a masked prompt it must be typed exactly, for a password may look alike.
func (r *lineRun) parseCommand(q question, text string) (commandCall, bool) {
	word, argument, hasArgument := strings.Cut(text, " ")
	if !q.masked {
		word = strings.ToLower(word)
	}
	_, notNumber := strconv.Atoi(strings.TrimSpace(argument))
	if hasArgument && q.masked && notNumber != nil {
		return commandCall{}, false // a pass phrase that begins with jump
	}
	for _, c := range r.commands(q) {
		if word == c.name && (!hasArgument || c.argument != "") {
			return commandCall{command: c, argument: strings.TrimSpace(argument)}, true
		}
	}
	return commandCall{}, false
}

// unescape takes one leading = from a value that would be a command without it.
func (r *lineRun) unescape(q question, text string) string {
	value := strings.TrimLeft(text, "=")
	if _, isCommand := r.parseCommand(q, value); isCommand {
		return text[1:]
	}
	return text
}

func (r *lineRun) help(_ context.Context, q question, _ string) (reply, bool, error) {
	if q.help != nil {
		q.help()
	}
	r.out.para("At every question these words are taken too; to give one of them as an answer, put = before it:")
	for _, c := range r.commands(q) {
		r.out.item("  "+strings.TrimSpace(c.name+" "+c.argument)+": ", c.help)
	}
	return reply{}, true, nil
}

func (r *lineRun) back(_ context.Context, _ question, _ string) (reply, bool, error) {
	if last := len(r.asked) - 1; last >= 0 {
		r.asked, r.listed, r.doubt, r.chosen = r.asked[:last], "", "", true
		return reply{moved: true}, false, nil
	}
	before, ok := r.machine.Back()
	if !ok {
		r.out.para("This is the first question.")
		return reply{}, true, nil
	}
	r.enter(before, true)
	return reply{moved: true}, false, nil
}

func (r *lineRun) listSteps(_ context.Context, _ question, _ string) (reply, bool, error) {
	r.printSteps()
	return reply{}, true, nil
}

func (r *lineRun) printSteps() {
	states := map[steps.State]string{steps.Todo: "to do", steps.Done: "done", steps.Here: "you are here"}
	for i, step := range r.machine.Steps() {
		r.out.item("  "+strconv.Itoa(i+1)+". ", stepName(step)+": "+states[r.machine.StateOf(step.ID)])
	}
	if r.machine.Answers().Flow() == "" {
		r.out.para("The other steps are known when API and flow are chosen.")
	}
}

func (r *lineRun) jump(_ context.Context, _ question, argument string) (reply, bool, error) {
	list := r.machine.Steps()
	n, err := strconv.Atoi(argument)
	if err != nil || n < 1 || n > len(list) {
		r.out.para("Type jump and the number of a step:")
		r.printSteps()
		return reply{}, true, nil
	}
	next, ok := r.machine.Jump(list[n-1].ID)
	if !ok {
		r.out.para("That step cannot be reached yet.")
		return reply{}, true, nil
	}
	r.enter(next, true)
	return reply{moved: true}, false, nil
}
