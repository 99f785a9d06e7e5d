package lines

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/steps"
)

// question is one prompt. At every prompt the commands of lineCommands are taken too.
type question struct {
	name   string    // names the question if the input ends at it
	prompt string    // shown, followed by ": " unless it is a question
	key    steps.Key // the field's, empty for a menu
	masked bool
	plain  bool                   // only ? is a command: the question is itself part of one
	help   func()                 // what ? says before it lists the commands
	menu   bool                   // its heading and options are repeated after a wrong choice
	block  func(line string) bool // a line that begins an answer of several lines; nil: none does
}

// reply is what came of a question.
type reply struct {
	text  string
	moved bool // a command went to another step or ended the run; there is no answer
	again bool // a command was carried out and the question is still open; ask doesn't return this
}

// ask puts q until there is an answer or a command that leads away from it.
func (r *run) ask(ctx context.Context, q question) (reply, error) {
	for {
		text, err := r.read(ctx, q)
		switch {
		case errors.Is(err, errLineTooLong):
			r.out.problem(steps.Problem{Message: "that line is too long for an answer"})
			continue
		case errors.Is(err, io.EOF):
			return reply{}, &InputEndedError{Question: q.name}
		case err != nil:
			return reply{}, err
		}
		if problem := r.secretInSight(q, text); problem != nil {
			r.out.problem(*problem)
			continue
		}
		call, isCommand := r.parseCommand(q, text)
		if !isCommand && q.block != nil && q.block(text) {
			r.out.para("This line is part of a block, which is read as a whole. " + blockEnd)
			answer, err := r.collect(ctx, q, text)
			if err != nil || !answer.again {
				return answer, err
			}
			continue
		}
		if !isCommand {
			return reply{text: r.unescape(q, text)}, nil
		}
		answer, err := call.command.run(words{r}, ctx, q, call.argument)
		if err != nil || !answer.again {
			return answer, err
		}
	}
}

// read shows the prompt and reads one line. Where the answer is not echoed, the line is ended for it.
func (r *run) read(ctx context.Context, q question) (string, error) {
	if r.out.err != nil {
		return "", r.out.err
	}
	prompt := r.out.promptText(q.prompt)
	if q.masked && r.in.readSecret != nil {
		text, err := r.in.hidden(ctx, prompt)
		r.out.blank()
		return text, err
	}
	r.out.write(prompt)
	if !r.in.echoes() {
		r.out.blank()
	}
	text, err := r.in.visible(ctx)
	if !q.masked {
		text = strings.TrimSpace(text)
	}
	return text, err
}

// secretInSight refuses a secret where the answer is visible, at fields and menus alike: it is not kept and not repeated.
func (r *run) secretInSight(q question, text string) *steps.Problem {
	if q.masked || text == "" {
		return nil
	}
	what, found := sanitize.LooksSecret(text)
	answers := r.session.Answers()
	for _, key := range answers.SecretKeys() {
		if answers.Secret(key).Equal(secret.New(text)) {
			what, found = "the secret given before", true
		}
	}
	if !found {
		return nil
	}
	return &steps.Problem{
		Key:     q.key,
		Message: "this looks like a secret (" + what + ") and wasn't kept: answers to this question are visible",
		Fix:     "give it where the secret is asked for; if others may have seen it, make a new one",
	}
}

// confirm asks a yes or no; Enter takes preset.
func (r *run) confirm(ctx context.Context, q question, preset bool) (yes bool, answer reply, err error) {
	choices := " [y/N]"
	if preset {
		choices = " [Y/n]"
	}
	q.prompt += choices
	for {
		answer, err = r.ask(ctx, q)
		if err != nil || answer.moved {
			return false, answer, err
		}
		switch strings.ToLower(answer.text) {
		case "":
			return preset, answer, nil
		case "y", steps.Yes:
			return true, answer, nil
		case "n", steps.No:
			return false, answer, nil
		}
		r.out.para("Please answer yes or no.")
	}
}

// choose lists options and asks for one of them; Enter takes preset, if there is one. chosen is empty where a command led away.
func (r *run) choose(ctx context.Context, q question, options []steps.Option, preset string) (chosen string, err error) {
	list := func() { r.out.listEach(options) }
	if q.menu {
		q.help = list
		list = func() {
			r.out.blank()
			r.out.para(q.name)
			r.out.listEach(options)
		}
	}
	if preset != "" {
		option, _ := pick(options, preset)
		q.prompt += " [" + option.Label + "]"
	}
	list()
	for {
		answer, err := r.ask(ctx, q)
		if err != nil || answer.moved {
			return "", err
		}
		option, wrong := pick(options, cmp.Or(answer.text, preset))
		if wrong == "" {
			return option.Value, nil
		}
		r.out.problem(steps.Problem{Message: wrong})
		if q.menu {
			list()
		}
	}
}
