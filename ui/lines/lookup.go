package lines

import (
	"cmp"
	"context"
	"errors"
	"io"
	"strings"

	"appreg/steps"
)

func (w words) open(_ context.Context, _ question, _ string) (reply, error) {
	url := cmp.Or(w.openable, w.session.Machine().Current().Guide.Page())
	if url == "" {
		w.out.para("This step has no page to open.")
		return reply{again: true}, nil
	}
	w.openPage(url)
	return reply{again: true}, nil
}

// openPage opens a page in the browser and prints its address in any case.
func (r *run) openPage(url string) {
	said, err := "", error(nil)
	if r.opts.Opener != nil {
		said, err = r.opts.Opener.Open(url)
	}
	switch {
	case r.opts.Opener == nil || err != nil:
		r.out.para("No browser opened. Open this page yourself:")
	case strings.Contains(said, url):
		r.out.para(strings.TrimSpace(strings.ReplaceAll(said, url, "")) + ":")
	default:
		r.out.para(said)
	}
	r.out.verbatim("  ", url)
}

func (w words) adminRequest(_ context.Context, _ question, _ string) (reply, error) {
	if c, trouble := w.creation.trouble(); trouble {
		return w.show("For the admin who can do this:", func(steps.Answers) string { return c.Request })
	}
	title := "For the admin who consents:"
	if !w.session.Answers().Has(steps.KeyClientID) {
		title = "For the admin who registers the app:"
	}
	return w.show(title, steps.AdministratorRequest)
}

func (w words) tokenRequest(_ context.Context, _ question, _ string) (reply, error) {
	return w.show("The token request:", steps.TokenRequest)
}

// show prints a text made from the answers, verbatim.
func (w words) show(title string, text func(steps.Answers) string) (reply, error) {
	answers := w.session.Answers()
	if answers.API() == "" || answers.Flow() == "" {
		w.out.para("Choose the API and how it signs in first.")
		return reply{again: true}, nil
	}
	w.out.para(title)
	w.out.verbatim("  ", text(answers))
	return reply{again: true}, nil
}

func (w words) fill(_ context.Context, q question, _ string) (reply, error) {
	value, ok := "", false
	if q.key != "" {
		value, ok = w.opts.Demo.Fill(w.session.Answers(), q.key)
	}
	switch {
	case !ok:
		w.out.para("There is nothing to fill in here.")
		return reply{again: true}, nil
	case q.masked:
		w.out.para("Filled in, hidden.")
	default:
		w.out.para("Filled in: " + value)
	}
	return reply{text: value}, nil
}

func (w words) fix(_ context.Context, _ question, _ string) (reply, error) {
	fixed, ok := w.opts.Demo.Fix(w.session.Answers())
	if !ok {
		w.out.para("Nothing left to fix in the demo portal.")
		return reply{again: true}, nil
	}
	w.session = w.session.Refill(fixed.Values)
	next := " Test again."
	if w.session.CreationDue() {
		next = " Try again."
	}
	w.out.para("Fixed in the demo portal: " + fixed.Said + next)
	return reply{again: true}, nil
}

// paste reads several lines as one answer, up to a line with one dot.
func (w words) paste(ctx context.Context, q question, _ string) (reply, error) {
	if q.masked || q.key == "" {
		w.out.para("This question takes one line.")
		return reply{again: true}, nil
	}
	w.out.para("Paste now. " + blockEnd)
	return w.collect(ctx, q)
}

// blockEnd says how an answer of several lines ends. An empty line does not end it: some browsers copy empty lines
// inside the portal's block, and what follows them would answer the next questions.
const blockEnd = "End it with a line that holds one dot."

// collect reads the lines that follow those read already, up to a line with one dot, as one answer.
func (r *run) collect(ctx context.Context, q question, lines ...string) (reply, error) {
	for {
		line, err := r.in.visible(ctx)
		switch {
		case errors.Is(err, errLineTooLong):
			continue
		case errors.Is(err, io.EOF):
			return reply{}, &InputEndedError{Question: q.name}
		case err != nil:
			return reply{}, err
		}
		if strings.TrimSpace(line) == "." {
			break
		}
		if strings.TrimSpace(line) == "" && r.in.echoes() { // someone who waits for more to happen
			r.out.para(blockEnd)
		}
		lines = append(lines, line)
	}
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	if problem := r.secretInSight(q, text); problem != nil {
		r.out.problem(*problem)
		return reply{again: true}, nil
	}
	return reply{text: text}, nil
}
