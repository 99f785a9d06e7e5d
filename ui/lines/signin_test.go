package lines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/terminal"
)

// lockedOut is an Out that can be looked at while the run goes on.
type lockedOut struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *lockedOut) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *lockedOut) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// talk is a person at a terminal: lines are typed when the output holds what they wait for.
type talk struct {
	t     *testing.T
	in    *io.PipeWriter
	out   *lockedOut
	seen  int // how much of the output was waited for
	steps []steps.Step
	done  chan lineEnd
}

type lineEnd struct {
	result session.Result
	err    error
}

// talkTo starts a run on a terminal, or on a pipe.
func talkTo(t *testing.T, ctx context.Context, opts Options, onTerminal bool) *talk {
	t.Helper()
	in, typed := io.Pipe()
	p := &talk{t: t, in: typed, out: &lockedOut{}, done: make(chan lineEnd, 1), steps: steps.New(opts.Env, opts.Start).Steps()}
	t.Cleanup(func() { _ = typed.Close() })
	opts.In, opts.Out = in, p.out
	if onTerminal {
		opts.ReadSecret = func(string) (string, error) { return "", errors.New("nothing is asked for in secret") }
	}
	go func() {
		result, err := Run(ctx, opts)
		p.done <- lineEnd{result, err}
	}()
	return p
}

// await waits until the output goes on with text.
func (p *talk) await(text string) *talk {
	p.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		if i := strings.Index(p.out.String()[p.seen:], text); i >= 0 {
			p.seen += i + len(text)
			return p
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("the output never says %q:\n%s", text, p.out.String()[p.seen:])
		}
		<-tick()
	}
}

// tick is a moment for the run.
func tick() <-chan time.Time { return time.After(time.Millisecond) }

func (p *talk) say(lines ...string) *talk {
	p.t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(p.in, line+"\n"); err != nil {
			p.t.Fatal(err)
		}
	}
	return p
}

func (p *talk) end() lineEnd {
	p.t.Helper()
	select {
	case end := <-p.done:
		return end
	case <-time.After(10 * time.Second):
		p.t.Fatalf("the run does not end:\n%s", p.out.String())
		return lineEnd{}
	}
}

// signingStage waits for a person until signed is closed or the test ends. Its answers are complete but for the name.
func signingStage(flow catalog.Flow, signIn report.SignIn) (s *stage, opts Options, signed chan struct{}) {
	s, signed = newStage(), make(chan struct{})
	s.onVerify = func(ctx context.Context, events session.Events) {
		events.SignIn(signIn)
		select {
		case <-signed:
		case <-ctx.Done():
		}
	}
	s.reports[0].Findings[0] = report.Finding{ID: report.Account, Status: report.OK, Title: "the right person signed in", Evidence: "ada@contoso.com"}
	opts = s.options()
	for _, r := range answering(catalog.PowerApps, flow) {
		switch key := r.begin; key {
		case "What do you want to call?":
			opts.Start = opts.Start.With("api", r.answers[0])
		case "How will it sign in?":
			opts.Start = opts.Start.With("flow", r.answers[0])
		case "Tenant":
			opts.Start = opts.Start.With("tenant", r.answers[0])
		case "Client ID":
			opts.Start = opts.Start.With("client-id", r.answers[0])
		}
	}
	return s, opts, signed
}

const (
	userCode   = "B7QK2MXPD"
	deviceLink = "https://login.microsoft.com/device"
	// As long as a real one; what is secret of a sign-in is not in it.
	authorizeLink = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?client_id=4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b" +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=select_account" +
		"&redirect_uri=http%3A%2F%2Flocalhost%3A50123&response_mode=query&response_type=code" +
		"&scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default+offline_access&state=MFRGGZDFMZTWQ2LK"
)

func deviceSignIn() report.SignIn {
	return report.SignIn{UserCode: userCode, URL: deviceLink, Expires: time.Date(2026, 3, 1, 12, 15, 0, 0, time.UTC)}
}

func browserSignIn(opened bool) report.SignIn {
	return report.SignIn{URL: authorizeLink, Opened: opened, Expires: time.Date(2026, 3, 1, 12, 5, 0, 0, time.UTC)}
}

// toTheTest jumps there: the prompts before are other tests' matter.
func (p *talk) toTheTest() *talk {
	p.t.Helper()
	place := slices.IndexFunc(p.steps, func(step steps.Step) bool { return step.ID == catalog.StepToken })
	return p.await("What do you want to call? [").say(fmt.Sprint("jump ", place+1)).await("Press Enter to test: ").say("")
}

func TestSignIn(t *testing.T) {
	tests := map[string]struct {
		flow   catalog.Flow
		signIn report.SignIn
	}{
		"device code":    {catalog.DeviceCode, deviceSignIn()},
		"browser opened": {catalog.Browser, browserSignIn(true)},
		"no browser":     {catalog.Browser, browserSignIn(false)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, opts, signed := signingStage(test.flow, test.signIn)
			p := talkTo(t, t.Context(), opts, true).toTheTest().await("Testing…")
			from := p.seen
			p.await("ctrl+c leaves appreg.\n")
			shown := p.out.String()[from:p.seen]
			p.say("what?").await("These words are taken").say("open").await(test.signIn.URL)
			close(signed)
			p.await("ok  Account: the right person signed in").await("What now").await(": ").say("quit").await("Your answers are saved")
			if end := p.end(); end.err != nil || len(end.result.Lines) != 0 || end.result.Report.Verdict != report.Ready {
				t.Errorf("%+v", end)
			}
			if diff := cmp.Diff([]string{test.signIn.URL}, s.opened); diff != "" {
				t.Errorf("opened (-want +got):\n%s", diff)
			}
			golden.RequireEqual(t, shown)
		})
	}
}

// TestSignInCancelled goes back to the menu with every answer kept, and tests again only when told to.
func TestSignInCancelled(t *testing.T) {
	s, opts, signed := signingStage(catalog.DeviceCode, deviceSignIn())
	p := talkTo(t, t.Context(), opts, true).toTheTest().await("leaves appreg.").say("cancel").
		await("canceled. Nothing is lost.").await("What now: ").say("").await("What now: ")
	if len(s.verified) != 1 {
		t.Fatalf("tested %d times", len(s.verified))
	}
	p.say("nonsense").await("none of the choices").await("What now: ").say("1").await("leaves appreg.")
	close(signed)
	p.await("Ready: all checks passed.").await("What now").say("quit")
	if end := p.end(); end.err != nil || len(s.verified) != 2 || s.verified[1].Tenant != "contoso.com" {
		t.Errorf("%+v, tested %d times", end, len(s.verified))
	}
}

// TestSignInInterrupted: ctrl+c ends the wait at once.
func TestSignInInterrupted(t *testing.T) {
	for _, onTerminal := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		_, opts, _ := signingStage(catalog.DeviceCode, deviceSignIn())
		p := talkTo(t, ctx, opts, onTerminal).toTheTest().await("appreg waits until 12:15, for 15:00 minutes.")
		cancel()
		if end := p.end(); !errors.Is(end.err, terminal.ErrInterrupted) {
			t.Errorf("terminal %v: %v", onTerminal, end.err)
		}
	}
}

// TestSignInOnAPipe just waits: the lines belong to the questions that come.
func TestSignInOnAPipe(t *testing.T) {
	s, opts, signed := signingStage(catalog.Browser, browserSignIn(true))
	p := talkTo(t, t.Context(), opts, false).toTheTest().await("appreg waits")
	if strings.Contains(p.out.String(), "Meanwhile type") {
		t.Error("a pipe does not type")
	}
	close(signed)
	p.await("What now").say("quit")
	if end := p.end(); end.err != nil || len(s.opened) != 0 {
		t.Errorf("%v, opened %v", end.err, s.opened)
	}
}

// TestDemoSignsIn takes fill, also from a pipe, and leaves any other line of a pipe to the question after.
func TestDemoSignsIn(t *testing.T) {
	for _, refusal := range []error{nil, errors.New("the page says no")} {
		s, opts, signed := signingStage(catalog.DeviceCode, deviceSignIn())
		opts.Demo, s.demoErr = stageDemo{s}, refusal
		want := "The demo's user has signed in."
		if refusal != nil {
			want = "couldn't sign in: the page says no"
		}
		p := talkTo(t, t.Context(), opts, false).toTheTest().await("appreg waits").say("fill").await(want)
		if diff := cmp.Diff([]report.SignIn{deviceSignIn()}, s.signIns); diff != "" {
			t.Error(diff)
		}
		p.say("3") // the menu's "Save", before it is asked
		close(signed)
		p.await("Ready: all checks passed.").await("It will be saved in").await("Profile name").say("quit")
		if end := p.end(); end.err != nil {
			t.Error(end.err)
		}
	}
}

// TestReadAhead: a line whose reading has begun is nobody else's.
func TestReadAhead(t *testing.T) {
	in := newRun(Options{In: strings.NewReader("one\ntwo\nthree\n"), Out: io.Discard}).in
	got := <-in.ahead()
	in.pending = nil
	in.putBack(got)
	<-in.ahead()
	in.putBack(got)
	for _, want := range []string{"one", "two", "three"} {
		if text, err := in.visible(t.Context()); err != nil || text != want {
			t.Errorf("%q, %v, want %q", text, err, want)
		}
	}
	if _, err := in.visible(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.visible(ended); !errors.Is(err, terminal.ErrInterrupted) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestSignInCancelledOffersTheOther way to sign in.
func TestSignInCancelledOffersTheOther(t *testing.T) {
	s, opts, signed := signingStage(catalog.DeviceCode, deviceSignIn())
	p := talkTo(t, t.Context(), opts, true).toTheTest().await("leaves appreg.").say("cancel").
		await("Sign in in the browser instead").await("What now: ").say("browser").await("every answer is kept.").await("Press Enter when this is done").say("")
	close(signed)
	p.await("Ready: all checks passed.").await("What now").say("quit")
	if end := p.end(); end.err != nil || len(s.verified) != 2 || s.verified[1].Flow != catalog.Browser {
		t.Errorf("%+v, tested %d times", end, len(s.verified))
	}
}
