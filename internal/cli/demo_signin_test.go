package cli

import (
	"context"
	"fmt"
	"os"
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
	"appreg/internal/session"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
	"appreg/internal/transport"
	"appreg/internal/verify"
	"appreg/steps"
)

// newDemo returns the demo on a simulator of its own, and where that answers. Polls come at once.
func newDemo(t *testing.T, flows ...catalog.Flow) (demo, registration.Overrides) {
	t.Helper()
	if len(flows) == 0 {
		flows = []catalog.Flow{catalog.DeviceCode, catalog.Browser}
	}
	sim := tenantsim.New(tenantsim.Options{})
	server, err := sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	dir := t.TempDir()
	stories := sync.OnceValues(func() (map[cases.StoryKey]*cases.Story, error) {
		return cases.LoadStories(sim, dir, flows...)
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
	create := sync.OnceValues(func() (*cases.CreateStory, error) { return cases.LoadCreateStory(sim) })
	return demo{sim: sim, stories: stories, create: create, verification: verification{Verifier: verifier}},
		registration.Overrides{Authority: server.URL, APIURL: server.URL}
}

// answersOf are what the demo fills in for a story.
func answersOf(d demo, key cases.StoryKey, overrides registration.Overrides) steps.Answers {
	a := steps.Answers{}.WithOverrides(overrides).With(steps.KeyAPI, string(key.API)).With(steps.KeyFlow, string(key.Flow))
	for _, name := range []steps.Key{steps.KeyTenant, steps.KeyClientID, steps.KeyUsername, steps.KeyPermissions, steps.KeyEnvironments, steps.KeyProject} {
		value, _ := d.Fill(a, name)
		a = a.With(name, value)
	}
	return a
}

// TestDemoPersonSignsIn walks the stories of both flows: refused for their fault, fixed, ready once the person has
// signed in.
func TestDemoPersonSignsIn(t *testing.T) {
	d, overrides := newDemo(t)
	stories, _ := d.stories()
	for key := range stories {
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			a := answersOf(d, key, overrides)
			for {
				if _, more := d.Fix(a); !more {
					break
				}
			}
			refused := make(chan error, 1)
			in := verify.Input{Registration: a.Registration(), SignIn: verify.PageSignIn{Show: func(s report.SignIn) {
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

// TestFixFollowsTheApp: after a change of flow the fault is still that of the application that was entered.
func TestFixFollowsTheApp(t *testing.T) {
	d, overrides := newDemo(t)
	a := answersOf(d, cases.StoryKey{API: catalog.LCS, Flow: catalog.Browser}, overrides)
	fixed, ok := d.Fix(a.With(steps.KeyFlow, string(catalog.DeviceCode)))
	if !ok || !strings.Contains(fixed.Said, "http://localhost") || len(fixed.Values) > 0 {
		t.Errorf("fixed %+v", fixed)
	}
}

// TestNoStoryIsADeadEnd: a test, a fix and a test again, with what the fix changed filled in, until all is well; then
// nothing more is offered. The demo fills in whatever a flow has for a secret.
func TestNoStoryIsADeadEnd(t *testing.T) {
	var flows []catalog.Flow
	for _, info := range catalog.Flows() {
		key := steps.SecretKey(info.Flow)
		if key == "" {
			continue
		}
		flows = append(flows, info.Flow)
		if storyValues()[key] == nil {
			t.Errorf("%s: the demo has no %s", info.Flow, key)
		}
	}
	d, overrides := newDemo(t, flows...)
	stories, _ := d.stories()
	for key := range stories {
		t.Run(string(key.API)+" "+string(key.Flow), func(t *testing.T) {
			a := answersOf(d, key, overrides)
			env := steps.Env{Now: time.Now, ReadFile: os.ReadFile}
			s := session.New(session.Options{Start: a, Env: env, Services: session.Services{Now: time.Now}})
			for _, name := range []steps.Key{steps.KeyCertificate, steps.SecretKey(key.Flow)} {
				if value, ok := d.Fill(a, name); ok {
					s, _, _ = s.Answer(name, value)
				}
			}
			for n := range 4 {
				got := d.Do(t.Context(), verify.Input{Registration: s.Answers().Registration()}, nil)
				if (got.Verdict == report.Ready) == d.Fixable(s.Answers()) {
					t.Fatalf("test %d: %s, and something to fix: %v: %+v", n+1, got.Verdict, d.Fixable(s.Answers()), got.Findings)
				}
				if got.Verdict == report.Ready {
					return
				}
				fixed, ok := d.Fix(s.Answers())
				if !ok || (fixed.Values[steps.KeySecret] != "") != strings.HasSuffix(fixed.Said, "appreg has filled it in.") {
					t.Fatalf("test %d: fixed %v: %s", n+1, ok, fixed.Said)
				}
				s = s.Refill(fixed.Values)
			}
			t.Error("it never ends")
		})
	}
}

// TestDemoNamesTheRealHosts: texts name what the simulator stands for; what is sent goes to the simulator.
func TestDemoNamesTheRealHosts(t *testing.T) {
	a := steps.Answers{Simulated: true}.WithOverrides(registration.Overrides{Authority: "http://127.0.0.1:1", APIURL: "http://127.0.0.1:1"})
	a = a.With(steps.KeyAPI, string(catalog.BusinessCentral)).With(steps.KeyFlow, string(catalog.ClientSecret)).With(steps.KeyTenant, "contoso.com")
	said := fmt.Sprint(steps.TokenRequest(a), steps.AfterSave(a, "p"))
	if strings.Contains(said, "127.0.0.1") || !strings.Contains(said, "login.microsoftonline.com") || !strings.Contains(said, "api.businesscentral.dynamics.com") {
		t.Error(said)
	}
	if got := a.Registration().Overrides.Authority; got != "http://127.0.0.1:1" {
		t.Errorf("what is sent goes to %s", got)
	}
}

// TestDemoOpensNothingOutside this machine, and says what a browser would do instead of an error.
func TestDemoOpensNothingOutside(t *testing.T) {
	var opened []string
	o := demoOpener{pages{opener{instead: func(url string) error { opened = append(opened, url); return nil }}}}
	for page, want := range map[string]string{"https://portal.azure.com/x": "Demo: your browser would open this page of portal.azure.com.", "http://127.0.0.1:1/devicelogin": session.Opened} {
		if said, err := o.Open(page); said != want || err != nil {
			t.Errorf("%s: %q, %v", page, said, err)
		}
	}
	if len(opened) != 1 || opened[0] != "http://127.0.0.1:1/devicelogin" {
		t.Errorf("opened %q", opened)
	}
}

func TestDemoPersonIsRefused(t *testing.T) {
	d, overrides := newDemo(t)
	client := answersOf(d, cases.StoryKey{API: catalog.LCS, Flow: catalog.Browser}, overrides).Get(steps.KeyClientID)
	authorize := overrides.Authority + "/contoso.onmicrosoft.com/oauth2/v2.0/authorize?client_id="
	tests := map[string]struct {
		signIn report.SignIn
		want   string
	}{
		"unknown code":        {report.SignIn{UserCode: "NOSUCHONE"}, "has expired or isn't the simulator's"},
		"no address":          {report.SignIn{URL: "http://a b/"}, "it isn't a web address"},
		"unknown application": {report.SignIn{URL: authorize + uuid.NewString()}, "no story has this app"},
		"an error page":       {report.SignIn{URL: authorize + client + "&redirect_uri=https%3A%2F%2Felsewhere"}, "it shows an error"},
		"nobody there":        {report.SignIn{URL: "http://127.0.0.1:1/?client_id=" + client + "&code=hidden-code"}, "couldn't open the page"},
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
