package lines

import (
	"context"
	"strconv"
	"strings"

	"appreg/steps"
)

// command is a word that is taken at every prompt instead of an answer.
type command struct {
	name     string
	argument string // its name, if the command takes one
	help     string

	run func(w words, ctx context.Context, q question, argument string) (reply, error)
}

// words carries out the commands. What they change is the run's.
type words struct{ *run }

// commandCall is a command as it was typed.
type commandCall struct {
	command  command
	argument string
}

// commands are the words taken now, in the order in which ? lists them.
func (r *run) commands(q question) []command {
	help := command{name: "?", help: "this list, and what the question means", run: words.help}
	if q.plain {
		return []command{help}
	}
	list := []command{
		help,
		{name: "back", help: "the question or step before; every answer is kept", run: words.back},
		{name: "more", help: "what is good to know about this step, and texts to copy", run: words.more},
		{name: "options", help: "ask for settings that have a default, too", run: words.options},
		{name: "details", help: "the last test's details: what was seen, IDs, the raw answer", run: words.details},
		{name: "steps", help: "all steps and how far they are", run: words.listSteps},
		{name: "jump", argument: "N", help: "go to step N", run: words.jump},
		{name: "open", help: "open this step's page in the browser", run: words.open},
		{name: "request", help: "a text for the admin who has to do this", run: words.adminRequest},
		{name: "post", help: "the token request, secrets hidden", run: words.tokenRequest},
		{name: "paste", help: "give several lines, such as the portal's Overview block; a line with one dot ends them",
			run: words.paste},
		{name: "quit", help: "leave; an unsaved client secret can be saved first", run: words.quit},
	}
	if r.opts.Demo != nil {
		list = append(list,
			command{name: "fill", help: "fill in the demo's value", run: words.fill},
			command{name: "fix", help: "fix the demo's problem in the simulated portal", run: words.fix})
	}
	return list
}

// parseCommand recognises a command. At a masked prompt it must be typed exactly, for a password may look alike.
func (r *run) parseCommand(q question, text string) (commandCall, bool) {
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
func (r *run) unescape(q question, text string) string {
	value := strings.TrimLeft(text, "=")
	if _, isCommand := r.parseCommand(q, value); isCommand {
		return text[1:]
	}
	return text
}

func (w words) help(_ context.Context, q question, _ string) (reply, error) {
	if q.help != nil {
		q.help()
	}
	w.out.para("At every question you can also type these words. To give one of them as an answer, put = before it:")
	for _, c := range w.commands(q) {
		w.out.item("  "+strings.TrimSpace(c.name+" "+c.argument)+": ", c.help)
	}
	return reply{again: true}, nil
}

func (w words) back(_ context.Context, _ question, _ string) (reply, error) {
	if last := len(w.asked) - 1; last >= 0 {
		w.asked, w.listed, w.doubt, w.chosen = w.asked[:last], "", "", true
		return reply{moved: true}, nil
	}
	before, ok := w.session.Back()
	if !ok {
		w.out.para("This is the first question.")
		return reply{again: true}, nil
	}
	w.enter(before, true)
	return reply{moved: true}, nil
}

func (w words) listSteps(_ context.Context, _ question, _ string) (reply, error) {
	states := map[steps.State]string{steps.Todo: "to do", steps.Done: "done", steps.Here: "you are here"}
	for i, step := range w.session.Machine().Steps() {
		w.out.item("  "+strconv.Itoa(i+1)+". ", step.Title+": "+states[w.session.Machine().StateOf(step.ID)])
	}
	if w.session.Answers().Flow() == "" {
		w.out.para("The other steps are known once you have chosen the API and how it signs in.")
	}
	return reply{again: true}, nil
}

func (w words) jump(ctx context.Context, q question, argument string) (reply, error) {
	list := w.session.Machine().Steps()
	n, err := strconv.Atoi(argument)
	if err != nil || n < 1 || n > len(list) {
		w.out.para("Type jump and the number of a step:")
		return w.listSteps(ctx, q, "")
	}
	if !w.jumpTo(list[n-1].ID) {
		w.out.para("You can't go to that step yet.")
		return reply{again: true}, nil
	}
	return reply{moved: true}, nil
}
