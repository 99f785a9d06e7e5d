package lines

import (
	"context"
	"strings"

	"appreg/internal/report"
	"appreg/steps"
)

// signInWait is the line mode's waiting for a person to sign in.
type signInWait struct {
	signIn    report.SignIn
	typed     <-chan typedLine // what is typed meanwhile; nil where nothing is read
	cancelled bool
}

// askToSignIn says what the person has to do, and begins to listen for the words of the wait.
func (r *run) askToSignIn(s report.SignIn) signInWait {
	r.out.blank()
	r.out.para(steps.SignInTitle(s))
	r.out.para(steps.SignInLead(s))
	if s.UserCode != "" {
		r.out.item("  Code: ", s.UserCode)
		r.out.item("  Letter by letter: ", strings.Join(strings.Split(s.UserCode, ""), " "))
	}
	r.out.item("  Page:", "")
	r.out.verbatim("    ", s.URL)
	answers := r.session.Answers()
	r.out.printGuide(steps.Guide{Blocks: append(steps.WhoAsks(answers), steps.Warnings(r.session.Answers())...)})
	until := "."
	if !s.Expires.IsZero() {
		until = " until " + s.Expires.Format("15:04") + ", for " + report.Minutes(s.Left(r.opts.Now())) + " minutes."
	}
	r.out.para("appreg waits" + until)
	if r.in.echoes() {
		r.out.para("Meanwhile type open, cancel or ?; ctrl+c leaves appreg.")
	}
	return r.listen(signInWait{signIn: s})
}

// listen reads what is typed while waiting. A pipe holds the answers to later questions: it is read in the demo alone,
// for the word with which the simulated person signs in.
func (r *run) listen(person signInWait) signInWait {
	if r.in.echoes() || r.opts.Demo != nil {
		person.typed = r.in.ahead()
	}
	return person
}

// whileWaiting obeys a word that was typed while waiting.
func (r *run) whileWaiting(ctx context.Context, person signInWait, got typedLine) (signInWait, error) {
	r.in.pending = nil
	word := strings.ToLower(strings.TrimSpace(got.text))
	switch {
	case got.err == nil && word == "open":
		r.openPage(person.signIn.URL)
	case got.err == nil && word == "cancel":
		person.cancelled = true
		return person, nil
	case got.err == nil && word == "fill" && r.opts.Demo != nil:
		if err := r.demoSignsIn(ctx, person.signIn); err != nil {
			return person, err
		}
	case got.err == nil && r.in.echoes():
		r.helpWaiting()
	default: // the answer to a question to come, or the end of a pipe
		r.in.putBack(got)
		person.typed = nil
		return person, nil
	}
	return r.listen(person), nil
}

func (r *run) helpWaiting() {
	r.out.para("appreg waits for the sign-in. These words are taken:")
	r.out.item("  open: ", "open the page in the browser")
	r.out.item("  cancel: ", "give up waiting; every answer is kept")
	if r.opts.Demo != nil {
		r.out.item("  fill: ", "let the demo's user sign in")
	}
}

// demoSignsIn lets the simulated person answer.
func (r *run) demoSignsIn(ctx context.Context, s report.SignIn) error {
	refusal, err := awaited(ctx, func() (error, error) { return r.opts.Demo.SignIn(s), nil })
	switch {
	case err != nil:
		return err
	case refusal != nil:
		r.out.item("The demo's user couldn't sign in: ", refusal.Error())
	default:
		r.out.para("The demo's user has signed in.")
	}
	return nil
}
