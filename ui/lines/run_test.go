package lines

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
	"appreg/ui/terminal"
)

// lineRuns are runs that end in a saved profile. Between them they use every kind of field but a file.
var lineRuns = map[string]struct {
	rules func() []rule
	want  registration.Registration
}{
	"business-central client-secret": {
		func() []rule {
			return answering(catalog.BusinessCentral, catalog.ClientSecret, when("Press Enter to test", "options"), when("Environments", "Production, Sandbox"))
		},
		registration.Registration{
			API: catalog.BusinessCentral, Cloud: catalog.Public, Flow: catalog.ClientSecret, Deployment: registration.Online,
			Tenant: "contoso.com", ClientID: stageClient, Environments: []string{"Production", "Sandbox"},
			Credential: registration.Credential{Secret: secret.New(stageSecret)},
		},
	},
	"lcs password": {
		func() []rule {
			return answering(catalog.LCS, catalog.Password, when("How will it sign in?", "options", string(catalog.Password)), when("Region", "2"), when("Project ID", "1234567"),
				when("Profile name", "options", "first"), when("Save the password", "yes"))
		},
		registration.Registration{
			API: catalog.LCS, Cloud: catalog.Public, Region: "eu", Flow: catalog.Password,
			Tenant: "contoso.com", ClientID: stageClient, Username: "ada@contoso.com", Project: "1234567",
			Credential: registration.Credential{Secret: secret.New(stagePassword)},
		},
	},
	"power-platform password": {
		func() []rule {
			return answering(catalog.PowerPlatform, catalog.Password, when("Press Enter when", "options", ""), when("Permissions added", "1"))
		},
		registration.Registration{
			API: catalog.PowerPlatform, Cloud: catalog.Public, Flow: catalog.Password,
			Tenant: "contoso.com", ClientID: stageClient, Username: "ada@contoso.com",
			Permissions: []string{firstPermission()},
			Credential:  registration.Credential{Secret: secret.New(stagePassword)},
		},
	},
	"power-apps client-secret": {
		func() []rule { return answering(catalog.PowerApps, catalog.ClientSecret) },
		registration.Registration{
			API: catalog.PowerApps, Cloud: catalog.Public, Flow: catalog.ClientSecret,
			Tenant: "contoso.com", ClientID: stageClient,
			Credential: registration.Credential{Secret: secret.New(stageSecret)},
		},
	},
}

// firstPermission is the first that Power Platform's field offers.
func firstPermission() string {
	a := steps.Answers{}.With(steps.KeyAPI, string(catalog.PowerPlatform)).With(steps.KeyFlow, string(catalog.Password))
	machine, _ := steps.New(newStage().options().Env, a).Jump(catalog.StepPermissions)
	return machine.Current().Fields[0].Options[0].Value
}

// equalSecrets lets cmp compare secrets, whose values it cannot see.
var equalSecrets = cmp.Comparer(func(a, b secret.Secret) bool { return a.Equal(b) })

func TestRunSavesWhatWasAnswered(t *testing.T) {
	for name, run := range lineRuns {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			p, result, err := s.play(t, s.options(), run.rules()...)
			if err != nil {
				t.Fatalf("%v\n%s", err, p.out)
			}
			if result.Outcome != session.Saved || result.Report == nil || result.Report.Verdict != report.Ready {
				t.Errorf("the result is %+v, want saved and ready", result)
			}
			if len(s.saved) != 1 || s.saved[0].Profile != "first" {
				t.Fatalf("saved was %+v, want one profile first", s.saved)
			}
			reg := s.saved[0].Registration
			reg.Credential.Keep = ""
			if diff := cmp.Diff(run.want, reg, equalSecrets); diff != "" {
				t.Errorf("registration (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(s.verified, []registration.Registration{s.saved[0].Registration}, equalSecrets); diff != "" {
				t.Errorf("what was tested is not what was saved (-tested +saved):\n%s", diff)
			}
			if !s.cleared || s.draft != nil || s.drafts == 0 {
				t.Errorf("the draft was saved %d times, cleared: %v", s.drafts, s.cleared)
			}
			if strings.Contains(name, "lcs") != s.saved[0].SavePassword {
				t.Errorf("save the password: %v", s.saved[0].SavePassword)
			}
		})
	}
}

// scriptOf plays a run and returns its answers, to be given again from a pipe.
func scriptOf(t *testing.T, rules []rule) (answers, prompts []string) {
	t.Helper()
	s := newStage()
	p, _, err := s.play(t, s.options(), rules...)
	if err != nil {
		t.Fatal(err)
	}
	return p.given, p.prompts
}

func TestInputThatEndsAtAnyQuestionSavesNothing(t *testing.T) {
	for name, run := range lineRuns {
		t.Run(name, func(t *testing.T) {
			answers, prompts := scriptOf(t, run.rules())
			for n := range answers {
				s := newStage()
				_, _, err := s.replay(t, s.options(), pipeOf(answers[:n]))
				var ended *InputEndedError
				if !errors.As(err, &ended) || !errors.Is(err, ErrInputEnded) {
					t.Fatalf("cut before %q: got %v, want an InputEndedError", prompts[n], err)
				}
				asked := strings.TrimSpace(ended.Question)
				if asked == "" || !strings.HasPrefix(prompts[n], strings.TrimSuffix(asked, "?")) && !strings.HasPrefix(prompts[n], "Press Enter") {
					t.Errorf("cut before %q: the error names %q", prompts[n], asked)
				}
				if len(s.saved) != 0 || s.cleared {
					t.Errorf("cut before %q: saved %d, draft cleared %v", prompts[n], len(s.saved), s.cleared)
				}
			}
			s := newStage()
			if _, _, err := s.replay(t, s.options(), pipeOf(answers)); err != nil || len(s.saved) != 1 {
				t.Errorf("uncut: %v, saved %d", err, len(s.saved))
			}
		})
	}
}

func pipeOf(answers []string) io.Reader {
	var b strings.Builder
	for _, answer := range answers {
		b.WriteString(answer + "\n")
	}
	return strings.NewReader(b.String())
}

// cancelAfter cancels when its lines are used up and then gives nothing, as a terminal that waits.
type cancelAfter struct {
	lines  io.Reader
	cancel context.CancelFunc
	wait   io.Reader
}

func (c *cancelAfter) Read(p []byte) (int, error) {
	n, err := c.lines.Read(p[:1])
	if errors.Is(err, io.EOF) {
		c.cancel()
		return c.wait.Read(p)
	}
	return n, err
}

func TestCancelEndsEveryQuestionAtOnce(t *testing.T) {
	answers, prompts := scriptOf(t, lineRuns["lcs password"].rules())
	for n := range answers {
		waiting, writer := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		s := newStage()
		opts := s.options()
		opts.In, opts.Out = &cancelAfter{pipeOf(answers[:n]), cancel, waiting}, io.Discard
		_, err := Run(ctx, opts)
		if !errors.Is(err, terminal.ErrInterrupted) || errors.Is(err, ErrInputEnded) {
			t.Errorf("cancelled at %q: got %v, want interrupted", prompts[n], err)
		}
		if len(s.saved) != 0 {
			t.Errorf("cancelled at %q: something was saved", prompts[n])
		}
		_ = writer.Close() // lets the read that was left behind end
	}
}

func TestCancelEndsTheLiveTest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newStage()
	release := make(chan struct{})
	defer close(release)
	s.onVerify = func(_ context.Context, events session.Events) {
		events.Finding(report.Finding{ID: report.Tenant, Status: report.OK, Title: "first finding"})
		cancel()
		<-release // an answer that never comes
	}
	opts := s.options()
	var out bytes.Buffer
	opts.In = &prompter{out: &out, rules: answering(catalog.LCS, catalog.Password)}
	opts.Out = &out
	if _, err := Run(ctx, opts); !errors.Is(err, terminal.ErrInterrupted) {
		t.Errorf("got %v, want interrupted", err)
	}
	if !strings.Contains(out.String(), "ok  Tenant: first finding\n") {
		t.Error("the finding before the interruption is not on the screen")
	}
}

func TestOutputIsPlainAndHoldsNoSecret(t *testing.T) {
	hostile := "\x1b]52;c;AAAA\x07\x1b[2J\rgone\x00\u202e"
	for name, run := range lineRuns {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			opts := s.options()
			opts.Banner = "a banner" + hostile
			s.checks[steps.CheckTenant] = []steps.CheckResult{{State: steps.CheckWarn, Text: "tenant" + hostile}}
			bad := refusedReport()
			bad.Findings[1].Evidence, bad.Findings[1].Fix.Command, bad.Findings[1].Fix.URL = hostile, hostile, "https://x/"+hostile
			s.reports = []report.Report{bad}
			s.states[0].Kind = "keyring" + hostile
			s.saveErrs = []error{errors.New("could not save: " + hostile)}
			p, result, err := s.play(t, opts, append([]rule{when("What now", "post", "request", "steps", "details", "more", "?", "3")}, run.rules()...)...)
			if err != nil || result.Outcome != session.Saved {
				t.Fatalf("%v, %+v", err, result)
			}
			for i, c := range p.out.Bytes() {
				if c < 0x20 && c != '\n' || c == 0x7f {
					t.Fatalf("byte %#x at %d: %q", c, i, p.out.Bytes()[max(0, i-40):i+1])
				}
			}
			for _, canary := range []string{stageSecret, stagePassword} {
				if strings.Contains(p.out.String(), canary) {
					t.Errorf("the output holds a secret: %q", canary)
				}
				if s.draft != nil && strings.Contains(fmt.Sprint(s.draft.Draft()), canary) {
					t.Error("the draft holds a secret")
				}
			}
		})
	}
}

func TestLinesStayWithinTheWidth(t *testing.T) {
	for _, width := range []int{40, 60, 78} {
		s := newStage()
		opts := s.options()
		opts.Width = width
		p, _, err := s.play(t, opts, answering(catalog.LCS, catalog.Password)...)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(p.out.String(), "\n") {
			text := strings.TrimSpace(line)
			copied := strings.HasPrefix(line, "  ") && strings.Contains(text, " ") // commands and requests are verbatim
			if len([]rune(line)) > width && strings.Contains(text, " ") && !copied {
				t.Errorf("width %d: %q", width, line)
			}
		}
	}
}

func TestTranscript(t *testing.T) {
	s := newStage()
	s.reports = []report.Report{refusedReport(), readyReport()}
	p := &prompter{out: &bytes.Buffer{}, echo: true, rules: answering(catalog.BusinessCentral, catalog.ClientSecret,
		when("Tenant", "not a tenant", "contoso.com"), when("What now", "1", "", ""), when("Client secret", "more", stageSecret))}
	opts := s.options()
	opts.In, opts.Out = p, p.out
	if _, err := Run(t.Context(), opts); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, p.out.Bytes())
}
