package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/registration"
	"appreg/internal/session"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/steps"
	"appreg/store"
)

func newDemoCommand(a *app) *cobra.Command {
	var plain bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try the wizard against a simulated tenant",
		Long: "Runs the wizard against a simulated tenant inside the program: no account, no network, and nothing is saved.\n" +
			"ctrl+f fills in the value to enter.",
		Args: none,
		RunE: withSignals(func(ctx context.Context, _ []string) error {
			if !plain && !a.interactive() {
				return usageError("run it in a terminal, or use --plain to answer line by line",
					"the demo needs a terminal")
			}
			dir, err := os.MkdirTemp("", "appreg-demo-")
			if err != nil {
				return fmt.Errorf("couldn't create a folder for the demo: %w", err)
			}
			defer os.RemoveAll(dir)
			return a.demo(ctx, dir, plain)
		}),
	}
	cmd.Flags().BoolVar(&plain, "plain", false, "questions line by line, for screen readers and pipes")
	cmd.AddCommand(newDemoServeCommand(a))
	return cmd
}

// headStart is how long a terminal has for the first screen before the demo's tenant takes all of the machine.
const headStart = 100 * time.Millisecond

// demo runs the wizard against a simulator in this process. It reads and writes no draft, profile, keyring or
// APPREG_* variable but APPREG_ACCESSIBLE: what it saves goes to memory and to dir.
func (a *app) demo(ctx context.Context, dir string, plain bool) error {
	sim := tenantsim.New(tenantsim.Options{})
	stories := newLateStories(sim, dir)
	server, err := sim.Start(ctx, tenantsim.StartOptions{})
	if err != nil {
		return fmt.Errorf("couldn't start the demo: %w", err)
	}
	defer server.Close()
	overrides := registration.Overrides{Authority: server.URL, APIURL: server.URL, GraphURL: server.URL}
	verifier, err := a.verifier(overrides)
	if err != nil {
		return err
	}
	st, err := store.Open(store.Options{Home: dir, Keyring: store.NewMemoryKeyring()})
	if err != nil {
		return err
	}
	verifier.Outside = simulatedPlatform{sim}
	create := sync.OnceValues(func() (*cases.CreateStory, error) {
		if _, err := stories.load(); err != nil {
			return nil, err
		}
		return cases.LoadCreateStory(sim)
	})
	played := demo{sim: sim, stories: stories.load, create: create, verification: verification{Verifier: verifier}}
	services := session.Services{
		Checker: played, Verifier: played, Saver: demoSaver{saver{store: st}}, Opener: demoOpener{pages{a.opener()}}, Demo: played, Now: time.Now,
		Banner: "SIMULATED tenant: nothing leaves this machine",
	}
	inside, simulated := *a, steps.Answers{Simulated: true}
	inside.Environ = withoutSettings(a.Environ)
	services.Creator = &demoCreator{demo: played, app: &inside, store: st}
	result, err := inside.ask(ctx, services, simulated.WithOverrides(overrides), frontEnd{plain: plain || a.byLine(false), admins: demoAdmin, shown: stories.begin})
	if broken := stories.fault(); broken != nil {
		return fmt.Errorf("couldn't prepare the demo: %w", broken)
	}
	if err != nil {
		return err
	}
	a.tell(result.Lines)
	return nil
}

// lateStories are the demo's stories. They need keys, which take a moment to make: that is done behind the first screen, once
// the terminal has had time to show it. Whoever needs them sooner makes them.
type lateStories struct {
	load       func() (map[cases.StoryKey]*cases.Story, error)
	due, begun atomic.Bool
	later      *time.Timer
}

func newLateStories(sim *tenantsim.Sim, dir string) *lateStories {
	s := &lateStories{}
	s.load = sync.OnceValues(func() (map[cases.StoryKey]*cases.Story, error) {
		s.begun.Store(true)
		return cases.LoadStories(sim, dir)
	})
	s.later = time.AfterFunc(headStart, func() { _, _ = s.load() })
	s.later.Stop()
	return s
}

// begin makes them soon: the first screen was drawn.
func (s *lateStories) begin() {
	s.due.Store(true)
	s.later.Reset(headStart)
}

// fault waits until they are made, and returns why they couldn't be; nil, too, if nobody stayed long enough to need them.
func (s *lateStories) fault() error {
	if !s.begun.Load() && (!s.due.Load() || s.later.Stop()) {
		return nil
	}
	_, err := s.load()
	return err
}

// withoutSettings drops every APPREG_* variable.
func withoutSettings(environ []string) []string {
	var kept []string
	for _, entry := range environ {
		if !strings.HasPrefix(entry, "APPREG_") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// demo plays the stories of the simulated tenant.
type demo struct {
	verification
	sim     *tenantsim.Sim
	stories func() (map[cases.StoryKey]*cases.Story, error) // waits until they are made
	create  func() (*cases.CreateStory, error)              // of an app registration that is created
}

func (d demo) story(a steps.Answers) (*cases.Story, bool) {
	stories, err := d.stories()
	story, found := stories[cases.StoryKey{API: a.API(), Flow: a.Flow()}]
	return story, found && err == nil
}

// Check carries out a live check, once the tenant is there.
func (d demo) Check(ctx context.Context, kind steps.CheckKind, answers steps.Answers) steps.CheckResult {
	_, _ = d.stories()
	return d.verification.Check(ctx, kind, answers)
}

// storyValues say which value of a story answers which question.
func storyValues() map[steps.Key]func(cases.Values) string {
	return map[steps.Key]func(cases.Values) string{
		steps.KeyTenant:              func(v cases.Values) string { return v.Tenant },
		steps.KeyClientID:            func(v cases.Values) string { return v.ClientID },
		steps.KeyUsername:            func(v cases.Values) string { return v.Username },
		steps.KeyPassword:            func(v cases.Values) string { return v.Password },
		steps.KeySecret:              func(v cases.Values) string { return v.Secret },
		steps.KeySecretExpires:       func(v cases.Values) string { return v.SecretExpires },
		steps.KeyCertificate:         func(v cases.Values) string { return v.Certificate },
		steps.KeyCertificatePassword: func(v cases.Values) string { return v.CertificatePassword },
		steps.KeyPermissions:         func(v cases.Values) string { return strings.Join(v.Permissions, ",") },
		steps.KeyEnvironments:        func(v cases.Values) string { return v.Environment },
		steps.KeyProject:             func(v cases.Values) string { return v.Project },
		steps.KeyProfile:             func(v cases.Values) string { return v.Profile },
		steps.KeyWorkload:            func(v cases.Values) string { return v.Workload },
	}
}

// Fill returns the value to enter for key.
func (d demo) Fill(a steps.Answers, key steps.Key) (string, bool) {
	value, known := storyValues()[key]
	if !known {
		return "", false
	}
	values, found := d.values(a)
	text := value(values)
	return text, found && text != ""
}

// values are what to enter in the story of these answers.
func (d demo) values(a steps.Answers) (cases.Values, bool) {
	if a.Get(steps.KeyHow) == steps.HowCreate {
		return d.createValues(a)
	}
	story, found := d.story(a)
	if !found {
		return cases.Values{}, false
	}
	return story.Values(), true
}

// played is the story of the app that was entered, else of the API and flow.
func (d demo) played(a steps.Answers) (*cases.Story, bool) {
	if story, found := d.storyOf(a.Get(steps.KeyClientID)); found {
		return story, true
	}
	return d.story(a)
}

// Fixable reports whether the story has something left to fix.
func (d demo) Fixable(a steps.Answers) bool {
	if a.Get(steps.KeyHow) == steps.HowCreate {
		return d.createFixable(a)
	}
	story, found := d.played(a)
	return found && story.Fixable()
}

// Fix makes the change in the simulated portal that the story's problem needs.
func (d demo) Fix(a steps.Answers) (session.Fixed, bool) {
	if a.Get(steps.KeyHow) == steps.HowCreate {
		return d.createFix(a)
	}
	story, found := d.played(a)
	if !found {
		return session.Fixed{}, false
	}
	before := story.Values()
	said, ok := story.Fix()
	fixed := session.Fixed{Said: said, Values: map[steps.Key]string{}}
	after := story.Values()
	for key, value := range storyValues() {
		if now := value(after); now != value(before) {
			fixed.Values[key] = now
		}
	}
	if len(fixed.Values) > 0 {
		fixed.Said += " appreg has filled it in."
	}
	return fixed, ok
}

// demoOpener opens the simulator's own pages only: nothing leaves the machine in the demo.
type demoOpener struct{ pages }

// Open opens a page of this machine, and says what it would do with another.
func (d demoOpener) Open(page string) (string, error) {
	u, err := url.Parse(page)
	switch {
	case err != nil:
		return "Demo: your browser would open " + page, nil
	case u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost":
		return "Demo: your browser would open this page of " + u.Hostname() + ".", nil
	}
	return d.pages.Open(page)
}

// demoSaver saves to memory and says so.
type demoSaver struct{ saver }

// State is always usable and says where things go.
func (d demoSaver) State(context.Context) session.StoreState {
	return session.StoreState{Usable: true, Kind: "memory (the demo keeps nothing)"}
}

// Save goes through the real store, whose keyring is memory here.
func (d demoSaver) Save(ctx context.Context, r session.SaveRequest) ([]string, error) {
	if _, err := d.saver.Save(ctx, r); err != nil {
		return nil, err
	}
	return []string{inDemosMemory(r.Profile)}, nil
}

func inDemosMemory(profile string) string {
	return "profile " + profile + " in the demo's memory; outside the demo it's saved in the OS keyring"
}
