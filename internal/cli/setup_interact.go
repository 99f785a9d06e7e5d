package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/cli/browser"

	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/steps"
	"appreg/ui"
)

// interactive reports whether there is a terminal to ask in: input from it and, since the wizard draws there, stderr.
func (a *app) interactive() bool { return a.InTTY && a.ErrTTY }

// byLine reports whether the person or the terminal wants questions line by line.
func (a *app) byLine(plain bool) bool {
	return plain || a.Env("TERM") == "dumb" || a.Env("APPREG_ACCESSIBLE") == "1" || a.Width == 0 || a.Height == 0
}

// interact walks the steps with the person.
func (s *setup) interact(ctx context.Context, machine steps.Machine) error {
	answers := machine.Answers()
	st, err := s.openStore()
	if err != nil {
		return err
	}
	verifier, err := s.verifier(answers.Overrides)
	if err != nil {
		return err
	}
	signs := &obtained{}
	services := ui.Services{
		Checker: verification{Verifier: verifier}, Verifier: verification{Verifier: verifier, signs: signs, browser: s.opener()},
		Saver: saver{store: st, signs: signs}, Drafts: drafts{st}, Opener: s.opener(), Now: time.Now, Banner: s.banner(answers.Overrides),
	}
	result, err := s.ask(ctx, services, answers, frontEnd{plain: s.lines, replace: s.replace, skipTest: s.skipTest})
	s.sayMovedAside(st) // the front ends look at the names that are taken, and leave it to this to say what became of the others
	if err != nil {
		return err
	}
	return s.finish(result)
}

// finish prints what stays after the questions and ends with the report's exit code.
func (s *setup) finish(result ui.Result) error {
	for _, line := range result.Lines {
		fmt.Fprintln(s.Err, sanitize.Line(line))
	}
	if result.Report == nil {
		return nil
	}
	if s.asJSON {
		s.printReport(*result.Report, true)
	}
	return verdictResult(result.Report.Verdict)
}

// frontEnd is how to ask.
type frontEnd struct{ plain, replace, skipTest bool }

// ask runs the front end that fits the terminal.
func (a *app) ask(ctx context.Context, services ui.Services, start steps.Answers, how frontEnd) (ui.Result, error) {
	env := steps.Env{Now: services.Now, ReadFile: readFile(ctx)}
	in, _ := a.In.(*os.File)
	out, _ := a.Err.(*os.File)
	if how.replace {
		env.Replaces = start.Get(steps.KeyProfile)
	}
	if a.byLine(how.plain) || in == nil || out == nil {
		options := ui.LineOptions{
			Services: services, Start: start, Env: env, In: a.In, Out: a.Err,
			SkipTest: how.skipTest, Replace: how.replace, Profile: start.Get(steps.KeyProfile), Width: a.Width,
		}
		if a.InTTY && in != nil {
			read, restore, err := ui.TerminalSecret(int(in.Fd()), a.Err)
			if err != nil {
				return ui.Result{}, err
			}
			defer restore()
			options.ReadSecret = read
		}
		return ui.RunLines(ctx, options)
	}
	return ui.RunWizard(ctx, ui.WizardOptions{
		Services: services, Start: start, Env: env, Input: in, Output: out, Environ: a.childEnviron(),
		NoColor: a.plain(), SkipTest: how.skipTest, Replace: how.replace, Profile: start.Get(steps.KeyProfile),
	})
}

// banner names overridden hosts with where they came from: the wizard shows it on every screen.
func (a *app) banner(o registration.Overrides) string {
	var words []string
	for _, host := range []struct {
		what, value string
		given       setting
	}{
		{"login host", o.Authority, a.setting(a.global.authority, "--authority", "APPREG_AUTHORITY")},
		{"API host", o.APIURL, a.setting(a.global.apiURL, "--api-url", "APPREG_API_URL")},
	} {
		if host.value == "" {
			continue
		}
		from := host.given.from
		if host.given.value == "" {
			from = "the profile"
		}
		words = append(words, fmt.Sprintf("%s %s (from %s)", host.what, host.value, from))
	}
	return strings.Join(words, ", ")
}

// opener opens pages in the system browser.
type opener struct {
	instead func(url string) error // what opens them in a test; nil: the system's browser
}

// opener gives what opens pages.
func (a *app) opener() opener { return opener{instead: a.Browser} }

// Open opens an http or https page; anything else is refused, as the browser's launcher would run it.
func (o opener) Open(page string) error {
	u, err := url.Parse(page)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("could not open the page: it is not a web address")
	}
	if o.instead != nil {
		return o.instead(page)
	}
	dropSecretsFromEnviron()                                // no matter which command opens it: a browser inherits the environment
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // its chatter would spoil the screen
	return browser.OpenURL(page)
}
