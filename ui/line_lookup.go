package ui

import (
	"context"
	"errors"
	"io"
	"strings"

	"appreg/steps"
)

func (r *lineRun) open(_ context.Context, _ question, _ string) (reply, bool, error) {
	url := r.openable
	if links := r.machine.Current().Guide.Links; url == "" && len(links) > 0 {
		url = links[0].URL
	}
	if url == "" {
		r.out.para("This step has no page to open.")
		return reply{}, true, nil
	}
	r.openPage(url)
	return reply{}, true, nil
}

// openPage opens a page in the browser and prints its address in any case.
func (r *lineRun) openPage(url string) {
	switch {
	case r.opts.Opener == nil || r.opts.Opener.Open(url) != nil:
		r.out.para("The browser could not be opened. The page is:")
		r.out.verbatim("  ", url)
	default:
		r.out.para("Opened in the browser:")
		r.out.verbatim("  ", url)
	}
}

func (r *lineRun) adminRequest(_ context.Context, _ question, _ string) (reply, bool, error) {
	title := "For the administrator who consents:"
	if !r.machine.Answers().Has(steps.KeyClientID) {
		title = "For the administrator who registers the application:"
	}
	return r.show(title, administratorRequest)
}

func (r *lineRun) tokenRequest(_ context.Context, _ question, _ string) (reply, bool, error) {
	return r.show("The token request:", steps.TokenRequest)
}

// show prints a text made from the answers, verbatim.
func (r *lineRun) show(title string, text func(steps.Answers) string) (reply, bool, error) {
	answers := r.machine.Answers()
	if answers.API() == "" || answers.Flow() == "" {
		r.out.para("That is known when API and flow are chosen.")
		return reply{}, true, nil
	}
	r.out.para(title)
	r.out.verbatim("  ", text(answers))
	return reply{}, true, nil
}

func (r *lineRun) fill(_ context.Context, q question, _ string) (reply, bool, error) {
	value, ok := "", false
	if q.key != "" {
		value, ok = r.opts.Demo.Fill(r.machine.Answers(), q.key)
	}
	switch {
	case !ok:
		r.out.para("There is nothing to fill in here.")
		return reply{}, true, nil
	case q.masked:
		r.out.para("Filled in, hidden.")
	default:
		r.out.para("Filled in: " + value)
	}
	return reply{text: value}, false, nil
}

func (r *lineRun) mend(_ context.Context, _ question, _ string) (reply, bool, error) {
	done, ok := r.opts.Demo.Mend(r.machine.Answers())
	if !ok {
		r.out.para("There is nothing left to mend.")
		return reply{}, true, nil
	}
	r.out.para("Mended in the simulated portal: " + done)
	r.out.para("The next test will see it.")
	return reply{}, true, nil
}

// paste reads several lines as one answer, up to a line with one dot.
func (r *lineRun) paste(ctx context.Context, q question, _ string) (reply, bool, error) {
	if q.masked || q.key == "" {
		r.out.para("This question takes one line.")
		return reply{}, true, nil
	}
	r.out.para("Paste now. " + blockEnd)
	return r.collect(ctx, q)
}

// blockEnd says how an answer of several lines ends. An empty line does not end it: some browsers copy empty lines
// inside the portal's block, and what follows them would answer the next questions.
const blockEnd = "End it with a line that holds one dot."

// collect reads the lines that follow those read already, up to a line with one dot, as one answer.
func (r *lineRun) collect(ctx context.Context, q question, lines ...string) (reply, bool, error) {
	for {
		line, err := r.in.visible(ctx)
		switch {
		case errors.Is(err, errLineTooLong):
			continue
		case errors.Is(err, io.EOF):
			return reply{}, false, &InputEndedError{Question: q.name}
		case err != nil:
			return reply{}, false, err
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
		return reply{}, true, nil
	}
	return reply{text: text}, false, nil
}
