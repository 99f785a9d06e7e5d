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
	"appreg/internal/session"
	"appreg/steps"
	"appreg/store"
	"appreg/ui/lines"
	"appreg/ui/wizard"
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
	if s.making.create {
		answers = answers.With(steps.KeyHow, steps.HowCreate).With(steps.KeyAdmin, s.making.admin.source).With(steps.KeyAdminClientID, s.making.admin.clientID)
	}
	st, err := s.openStore()
	if err != nil {
		return err
	}
	if answers.Get(steps.KeyStore) != string(store.BackendNone) {
		if err := st.Writable(); err != nil { // told before the first question, not after the last
			return fmt.Errorf("couldn't set up: %w", err)
		}
	}
	verifier, err := s.verifier(answers.Overrides)
	if err != nil {
		return err
	}
	admins := adminSources(s.Env, s.making.admin.source)
	signs, kept := &obtained{}, &drafts{store: st, admins: admins, graph: answers.Overrides.GraphURL}
	services := session.Services{
		Checker: verification{Verifier: verifier}, Verifier: verification{Verifier: verifier, signs: signs, browser: s.opener()},
		Saver: saver{store: st, signs: signs, typed: s.typed, asks: s.canAsk(), replaced: s.replaced(st, answers.Get(steps.KeyProfile))}, Drafts: kept, Opener: pages{s.opener()}, Now: time.Now, Banner: s.banner(answers.Overrides),
	}
	creator := s.newCreator(st)
	if !s.replace {
		services.Creator, services.Watcher = creator, s.newWatch(st)
	}
	result, err := s.ask(ctx, services, answers, frontEnd{
		plain: s.lines, replace: s.replace, skipTest: s.skipTest, vault: vaultAsks(st), admins: admins,
	})
	if run := creator.left(); run != "" {
		s.sayOpen(run)
	}
	s.sayNoDraft(kept.why())
	s.sayMovedAside(st) // the front ends look at the names that are taken, and leave it to this to say what became of the others
	if err != nil {
		s.tell(result.Lines)
		return err
	}
	return s.finish(result)
}

// replaced is the profile whose credential --replace replaces: another one that has its name by then stays. What can't be found is
// told on saving.
func (s *setup) replaced(st *store.Store, name string) store.Profile {
	if !s.replace {
		return store.Profile{}
	}
	p, _ := st.Find(name)
	return p
}

// finish prints what stays after the questions and ends with the report's exit code.
func (s *setup) finish(result session.Result) error {
	s.tell(result.Lines)
	if result.Report == nil {
		return nil
	}
	if s.asJSON {
		s.printReport(*result.Report, true)
	}
	return verdictResult(*result.Report)
}

// tell prints lines for people.
func (to Streams) tell(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(to.Err, sanitize.Line(line))
	}
}

// frontEnd is how to ask.
type frontEnd struct {
	plain, replace, skipTest bool
	vault                    steps.VaultAsks
	admins                   []steps.Option // with whose rights an app registration can be made
	shown                    func()         // is called once there is something to read; nil: nobody is told
}

// ask runs the front end that fits the terminal.
func (a *app) ask(ctx context.Context, services session.Services, start steps.Answers, how frontEnd) (session.Result, error) {
	env := credentialEnv(ctx)
	env.Now, env.Vault, env.Admins = services.Now, how.vault, how.admins
	in, _ := a.In.(*os.File)
	out, _ := a.Err.(*os.File)
	if how.replace {
		env.Replaces = start.Get(steps.KeyProfile)
	}
	run := session.Options{
		Services: services, Start: start, Env: env,
		SkipTest: how.skipTest, Replace: how.replace, Profile: start.Get(steps.KeyProfile),
	}
	if a.byLine(how.plain) || in == nil || out == nil {
		options := lines.Options{Options: run, In: a.In, Out: a.Err, Width: a.Width}
		if how.shown != nil {
			how.shown() // there is no screen to wait for
		}
		if a.InTTY && in != nil {
			read, restore, err := lines.TerminalSecret(int(in.Fd()), a.Err)
			if err != nil {
				return session.Result{}, err
			}
			defer restore()
			options.ReadSecret = read
		}
		return lines.Run(ctx, options)
	}
	a.fullScreen = true
	return wizard.Run(ctx, wizard.Options{Options: run, Input: in, Output: out, Environ: a.childEnviron(), NoColor: a.plain(), Drawn: how.shown})
}

// sayNoDraft says on stderr why the answers of an earlier run are not offered.
func (to Streams) sayNoDraft(err error) {
	if err == nil {
		return
	}
	text := err.Error()
	if fix := classify(err).fix; fix != "" {
		text += "; " + fix
	}
	to.note("%s", text)
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
		{"Graph host", o.GraphURL, a.setting(a.global.graphURL, "--graph-url", "APPREG_GRAPH_URL")},
		{"further roots", o.CAFile, a.setting(a.global.caFile, "--ca-file", "APPREG_CA_FILE")},
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

// opener returns what opens pages.
func (a *app) opener() opener { return opener{instead: a.Browser} }

// pages opens the pages that a person asks for.
type pages struct{ opener }

// Open opens a page and says so.
func (p pages) Open(page string) (string, error) { return session.Opened, p.opener.Open(page) }

// Open opens an http or https page; anything else is refused, as the browser's launcher would run it.
func (o opener) Open(page string) error {
	u, err := url.Parse(page)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("couldn't open the page: it isn't a web address")
	}
	if o.instead != nil {
		return o.instead(page)
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // its chatter would spoil the screen
	return browser.OpenURL(page)
}
