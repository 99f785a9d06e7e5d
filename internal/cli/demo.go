package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"appreg/internal/registration"
	"appreg/internal/tenantsim"
	"appreg/steps"
	"appreg/store"
	"appreg/ui"
)

func newDemoCommand(a *app) *cobra.Command {
	var plain bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The wizard against a simulated tenant: nothing leaves this machine, nothing is saved",
		Args:  none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !plain && !a.interactive() {
				return usageError("run it in a terminal, or use --plain to answer line by line",
					"could not run the demo: there is no terminal to ask in")
			}
			dir, err := os.MkdirTemp("", "appreg-demo-")
			if err != nil {
				return fmt.Errorf("could not make a folder for the demo: %w", err)
			}
			defer os.RemoveAll(dir)
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return a.demo(ctx, dir, plain)
		},
	}
	cmd.Flags().BoolVar(&plain, "plain", false, "line by line, for screen readers and pipes")
	cmd.AddCommand(newDemoServeCommand(a))
	return cmd
}

// demo runs the wizard against a simulator in this process. It reads and writes no draft, profile, keyring or
// APPREG_* variable but APPREG_ACCESSIBLE: what it saves goes to memory and to dir.
func (a *app) demo(ctx context.Context, dir string, plain bool) error {
	sim := tenantsim.New(tenantsim.Options{})
	// The stories need keys, which take a moment to make: that is done behind the first screen.
	stories := sync.OnceValues(func() (map[tenantsim.StoryKey]*tenantsim.Story, error) { return sim.LoadStories(dir) })
	go func() { _, _ = stories() }()
	server, err := sim.Start(ctx, tenantsim.StartOptions{})
	if err != nil {
		return fmt.Errorf("could not start the demo: %w", err)
	}
	defer server.Close()
	overrides := registration.Overrides{Authority: server.URL, APIURL: server.URL}
	verifier, err := a.verifier(overrides)
	if err != nil {
		return err
	}
	st, err := store.Open(store.Options{Home: dir, Keyring: store.NewMemoryKeyring()})
	if err != nil {
		return err
	}
	played := demo{sim: sim, stories: stories, verification: verification{Verifier: verifier}}
	services := ui.Services{
		Checker: played, Verifier: played, Saver: demoSaver{saver{store: st}}, Opener: demoOpener{a.opener()}, Demo: played, Now: time.Now,
		Banner: "SIMULATED tenant: nothing leaves this machine",
	}
	inside := *a
	inside.Environ = withoutSettings(a.Environ)
	result, err := inside.ask(ctx, services, steps.Answers{}.WithOverrides(overrides), frontEnd{plain: plain || a.byLine(false)})
	if _, broken := stories(); broken != nil {
		return fmt.Errorf("could not prepare the demo: %w", broken)
	}
	if err != nil {
		return err
	}
	for _, line := range result.Lines {
		fmt.Fprintln(a.Err, line)
	}
	return nil
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
	stories func() (map[tenantsim.StoryKey]*tenantsim.Story, error) // waits until they are made
}

func (d demo) story(a steps.Answers) (*tenantsim.Story, bool) {
	stories, err := d.stories()
	story, found := stories[tenantsim.StoryKey{API: a.API(), Flow: a.Flow()}]
	return story, found && err == nil
}

// Check carries out a live check, once the tenant is there.
func (d demo) Check(ctx context.Context, kind steps.CheckKind, answers steps.Answers) steps.CheckResult {
	_, _ = d.stories()
	return d.verification.Check(ctx, kind, answers)
}

// storyValues say which value of a story answers which question.
var storyValues = map[steps.Key]func(tenantsim.Values) string{
	steps.KeyTenant:              func(v tenantsim.Values) string { return v.Tenant },
	steps.KeyClientID:            func(v tenantsim.Values) string { return v.ClientID },
	steps.KeyUsername:            func(v tenantsim.Values) string { return v.Username },
	steps.KeyPassword:            func(v tenantsim.Values) string { return v.Password },
	steps.KeySecret:              func(v tenantsim.Values) string { return v.Secret },
	steps.KeySecretExpires:       func(v tenantsim.Values) string { return v.SecretExpires },
	steps.KeyCertificate:         func(v tenantsim.Values) string { return v.Certificate },
	steps.KeyCertificatePassword: func(v tenantsim.Values) string { return v.CertificatePassword },
	steps.KeyPermissions:         func(v tenantsim.Values) string { return strings.Join(v.Permissions, ",") },
	steps.KeyEnvironments:        func(v tenantsim.Values) string { return v.Environment },
	steps.KeyProject:             func(v tenantsim.Values) string { return v.Project },
	steps.KeyProfile:             func(v tenantsim.Values) string { return v.Profile },
}

// Fill gives the value to enter for key.
func (d demo) Fill(a steps.Answers, key steps.Key) (string, bool) {
	story, found := d.story(a)
	value, known := storyValues[key]
	if !found || !known {
		return "", false
	}
	text := value(story.Values())
	return text, text != ""
}

// Mend makes the change in the simulated portal that the story's fault needs.
func (d demo) Mend(a steps.Answers) (string, bool) {
	story, found := d.storyOf(a.Get(steps.KeyClientID))
	if !found {
		story, found = d.story(a)
	}
	if !found {
		return "", false
	}
	return story.Mend()
}

// demoOpener opens the simulator's own pages only: nothing leaves the machine in the demo.
type demoOpener struct{ opener }

// Open opens a page of this machine.
func (d demoOpener) Open(page string) error {
	if u, err := url.Parse(page); err != nil || u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" {
		return errors.New("the demo opens no page outside this machine")
	}
	return d.opener.Open(page)
}

// demoSaver saves to memory and says so.
type demoSaver struct{ saver }

// State is always usable and says where things go.
func (d demoSaver) State(context.Context) ui.StoreState {
	return ui.StoreState{Usable: true, Kind: "memory (the demo keeps nothing)"}
}

// Save goes through the real store, whose keyring is memory here.
func (d demoSaver) Save(ctx context.Context, r ui.SaveRequest) ([]string, error) {
	if _, err := d.saver.Save(ctx, r); err != nil {
		return nil, err
	}
	return []string{"profile " + r.Profile + " in this demo's memory; outside the demo it goes to the OS keyring"}, nil
}
