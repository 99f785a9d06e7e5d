package cli

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/transport"
	"appreg/internal/verify"
	"appreg/steps"
)

// newDemo gives the demo on a simulator of its own, and where that answers. Polls come at once.
func newDemo(t *testing.T) (demo, registration.Overrides) {
	t.Helper()
	sim := tenantsim.New(tenantsim.Options{})
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	dir := t.TempDir()
	stories := sync.OnceValues(func() (map[tenantsim.StoryKey]*tenantsim.Story, error) {
		return sim.LoadStoriesFor(dir, catalog.DeviceCode, catalog.Browser)
	})
	client, err := transport.New(transport.Options{})
	if err != nil {
		t.Fatal(err)
	}
	atOnce := func(ctx context.Context, d time.Duration) error {
		if d != 5*time.Second { // the limits of the browser's sign-in
			<-ctx.Done()
		}
		return ctx.Err()
	}
	verifier := &verify.Verifier{Entra: entra.NewClient(client, time.Now, uuid.NewString).WithWait(atOnce),
		Probe: probe.Prober{HTTP: client}, Now: time.Now}
	if _, err := stories(); err != nil {
		t.Fatal(err)
	}
	return demo{sim: sim, stories: stories, verification: verification{Verifier: verifier}},
		registration.Overrides{Authority: server.URL, APIURL: server.URL}
}

// answersOf are what the demo fills in for a story.
func answersOf(d demo, key tenantsim.StoryKey, overrides registration.Overrides) steps.Answers {
	a := steps.Answers{}.WithOverrides(overrides).With(steps.KeyAPI, string(key.API)).With(steps.KeyFlow, string(key.Flow))
	for _, name := range []steps.Key{steps.KeyTenant, steps.KeyClientID, steps.KeyUsername, steps.KeyPermissions, steps.KeyEnvironments, steps.KeyProject} {
		value, _ := d.Fill(a, name)
		a = a.With(name, value)
	}
	return a
}

// TestDemoPersonSignsIn walks the stories of both flows: refused for their fault, mended, ready once the person has
// signed in.
func TestDemoPersonSignsIn(t *testing.T) {
	d, overrides := newDemo(t)
	stories, _ := d.stories()
	for key := range stories {
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			a := answersOf(d, key, overrides)
			for {
				if _, more := d.Mend(a); !more {
					break
				}
			}
			refused := make(chan error, 1)
			in := verify.Input{Registration: a.Registration(), SignIn: verify.SignIn{Show: func(s report.SignIn) {
				if key.Flow == catalog.DeviceCode {
					refused <- d.SignIn(s) // before the first poll
					return
				}
				go func() { refused <- d.SignIn(s) }() // the page waits for the program
			}}}
			got := d.Do(t.Context(), in, nil)
			if err := <-refused; err != nil || got.Verdict != report.Ready {
				t.Errorf("%v, %s: %+v", err, got.Verdict, got.Findings)
			}
		})
	}
}

// TestMendFollowsTheApplication: after a change of flow the fault is still that of the application that was entered.
func TestMendFollowsTheApplication(t *testing.T) {
	d, overrides := newDemo(t)
	a := answersOf(d, tenantsim.StoryKey{API: catalog.LCS, Flow: catalog.Browser}, overrides)
	done, ok := d.Mend(a.With(steps.KeyFlow, string(catalog.DeviceCode)))
	if !ok || !strings.Contains(done, "http://localhost") {
		t.Errorf("mended %q", done)
	}
}

func TestDemoPersonIsRefused(t *testing.T) {
	d, overrides := newDemo(t)
	client := answersOf(d, tenantsim.StoryKey{API: catalog.LCS, Flow: catalog.Browser}, overrides).Get(steps.KeyClientID)
	authorize := overrides.Authority + "/contoso.onmicrosoft.com/oauth2/v2.0/authorize?client_id="
	tests := map[string]struct {
		signIn report.SignIn
		want   string
	}{
		"unknown code":        {report.SignIn{UserCode: "NOSUCHONE"}, "has expired or is not the simulator's"},
		"no address":          {report.SignIn{URL: "http://a b/"}, "it is not a web address"},
		"unknown application": {report.SignIn{URL: authorize + uuid.NewString()}, "no story has this application"},
		"an error page":       {report.SignIn{URL: authorize + client + "&redirect_uri=https%3A%2F%2Felsewhere"}, "it shows an error"},
		"nobody there":        {report.SignIn{URL: "http://127.0.0.1:1/?client_id=" + client + "&code=hidden-code"}, "could not open the page"},
	}
	for name, test := range tests {
		err := d.SignIn(test.signIn)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		} else if strings.Contains(err.Error(), "hidden-code") {
			t.Errorf("%s: the error shows the address", name)
		}
	}
}
