package lines

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

const (
	stageTenant   = "6f89c1d2-3b4a-4c5d-8e6f-7a8b9c0d1e2f"
	stageClient   = "11111111-2222-4333-8444-555566667777"
	stageSecret   = "Canary~not.a.Real-Secret_for-the-line-mode1" // no secret's shape: nothing may hide it but its place
	stagePassword = "canary pass phrase"
	shapedSecret  = "abc8Q~abcdefghijklmnopqrstuvwxyz-1234567"
)

// stage is what surrounds one run: fakes that record what the line mode did with them.
type stage struct {
	checks   map[steps.CheckKind][]steps.CheckResult // the results to come, the last one stays
	checked  []steps.Answers
	reports  []report.Report // the reports to come, the last one stays
	verified []registration.Registration
	states   []session.StoreState // the states to come, the last one stays
	taken    string               // the profile name in use
	saveErrs []error              // the failures before saving works
	saved    []session.SaveRequest
	draft    *steps.Answers
	unlocked int // how often a person was asked to unlock the keyring
	drafts   int // how often a draft was saved
	cleared  bool
	opened   []string
	openErr  error
	fixes    []string
	fixed    map[steps.Key]string // what a fix changes
	signIns  []report.SignIn      // those that the simulated person answered
	demoErr  error
	onVerify func(ctx context.Context, events session.Events) // runs inside Verify
}

func newStage() *stage {
	return &stage{
		checks: map[steps.CheckKind][]steps.CheckResult{
			steps.CheckTenant: {{State: steps.CheckOK, Text: "contoso.com is tenant " + stageTenant + ", public cloud",
				Learned: map[steps.Key]string{steps.KeyTenantID: stageTenant}}},
			steps.CheckUser: {{State: steps.CheckOK, Text: "the account is managed in this cloud"}},
		},
		reports: []report.Report{readyReport()},
		states:  []session.StoreState{{Usable: true, Kind: "a keyring for tests"}},
	}
}

func readyReport() report.Report {
	return report.Report{Verdict: report.Ready, Findings: []report.Finding{
		{ID: report.Tenant, Status: report.OK, Title: "the tenant exists"},
		{ID: report.Token, Status: report.OK, Title: "a token was issued"},
	}}
}

func refusedReport() report.Report {
	return report.Report{Verdict: report.Refused, Findings: []report.Finding{
		{ID: report.Tenant, Status: report.OK, Title: "the tenant exists"},
		{ID: report.Token, Status: report.Fail, Title: "consent is missing", Evidence: "AADSTS65001 in the answer",
			Cause: "consent_missing", AADSTS: 65001, Meaning: "Nobody has agreed to the permissions yet.",
			CorrelationID: "aaaa-bbbb", Others: []cause.Label{"admin_consent_required"},
			Fix: report.Fix{Where: "API permissions", Steps: []string{"Open **API permissions**.", "Select **Grant admin consent**."},
				Command: "az ad app permission admin-consent --id " + stageClient,
				URL:     "https://portal.azure.com/consent"}},
		{ID: report.Claims, Status: report.Skip, Title: "not checked: there is no token"},
	}}
}

// next takes the first of a queue and keeps the last.
func next[T any](queue *[]T) T {
	first := (*queue)[0]
	if len(*queue) > 1 {
		*queue = (*queue)[1:]
	}
	return first
}

func (s *stage) Check(_ context.Context, kind steps.CheckKind, a steps.Answers) steps.CheckResult {
	s.checked = append(s.checked, a)
	queue := s.checks[kind]
	result := next(&queue)
	s.checks[kind] = queue
	return result
}

func (s *stage) Verify(ctx context.Context, reg registration.Registration, events session.Events) report.Report {
	s.verified = append(s.verified, reg)
	if s.onVerify != nil {
		s.onVerify(ctx, events)
	}
	found := next(&s.reports)
	for _, f := range found.Findings {
		events.Finding(f)
	}
	return found
}

func (s *stage) State(context.Context) session.StoreState { return next(&s.states) }
func (s *stage) Unlock(context.Context) session.StoreState {
	s.unlocked++
	return next(&s.states)
}
func (s *stage) Names() []string { return []string{s.taken} }

func (s *stage) Save(_ context.Context, request session.SaveRequest) ([]string, error) {
	if !request.Replace && request.Profile == s.taken {
		problem := steps.ProfileExists(s.taken)
		return nil, &problem
	}
	if len(s.saveErrs) > 0 {
		err := s.saveErrs[0]
		s.saveErrs = s.saveErrs[1:]
		return nil, err
	}
	s.saved = append(s.saved, request)
	return []string{"profile " + request.Profile + " is saved in a keyring for tests"}, nil
}

func (s *stage) Open(url string) (string, error) {
	s.opened = append(s.opened, url)
	return session.Opened, s.openErr
}

// stageDrafts is the stage's place for a draft; a type of its own because Saver has a Save too.
type stageDrafts struct {
	stage *stage
	err   error
}

func (d stageDrafts) Load() (steps.Answers, bool) {
	if d.stage.draft == nil {
		return steps.Answers{}, false
	}
	return *d.stage.draft, true
}

func (d stageDrafts) Save(a steps.Answers) error {
	if d.err != nil {
		return d.err
	}
	kept := steps.FromDraft(a.Draft())
	d.stage.draft = &kept
	d.stage.drafts++
	return nil
}

func (d stageDrafts) Clear() error {
	d.stage.draft, d.stage.cleared = nil, true
	return d.err
}

// stageDemo fills in the application's answers and fixes the problem once.
type stageDemo struct{ stage *stage }

func (d stageDemo) Fill(_ steps.Answers, key steps.Key) (string, bool) {
	value, ok := map[steps.Key]string{
		steps.KeyTenant: "contoso.com", steps.KeyClientID: stageClient, steps.KeySecret: stageSecret,
	}[key]
	return value, ok
}

func (d stageDemo) Fixable(steps.Answers) bool { return len(d.stage.fixes) == 0 }

func (d stageDemo) Fix(steps.Answers) (session.Fixed, bool) {
	if len(d.stage.fixes) > 0 {
		return session.Fixed{}, false
	}
	d.stage.fixes = append(d.stage.fixes, "fixed")
	d.stage.reports = []report.Report{readyReport()}
	return session.Fixed{Said: "consent is granted", Values: d.stage.fixed}, true
}

func (d stageDemo) SignIn(waiting report.SignIn) error {
	d.stage.signIns = append(d.stage.signIns, waiting)
	return d.stage.demoErr
}

func (s *stage) options() Options {
	now := func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	return Options{Options: session.Options{
		Services: session.Services{Checker: s, Verifier: s, Saver: s, Opener: s, Drafts: stageDrafts{stage: s}, Now: now},
		Env: steps.Env{Now: now, ReadFile: func(string) ([]byte, error) {
			return nil, errors.New("there are no files on this stage")
		}},
	}}
}

// prompter is an In that answers each prompt by its wording: it looks at what was written last. Rules are tried in
// order and each is used up unless it is the prompt's last; a prompt without a rule gets Enter.
type prompter struct {
	out     *bytes.Buffer
	rules   []rule
	given   []string // the answers given so far
	prompts []string // what they answered
	echo    bool     // write the answers into out, for a transcript
	rest    string   // of an answer longer than the reader's buffer
}

// rule answers the prompts that begin with begin, one answer after the other; the last one stays.
type rule struct {
	begin   string
	answers []string
}

// when makes a rule.
func when(begin string, answers ...string) rule { return rule{begin: begin, answers: answers} }

// promptLimit ends a run that asks on and on.
const promptLimit = 300

func (p *prompter) Read(buffer []byte) (int, error) {
	if p.rest != "" {
		n := copy(buffer, p.rest)
		p.rest = p.rest[n:]
		return n, nil
	}
	lines := strings.Split(strings.TrimRight(p.out.String(), "\n"), "\n")
	prompt := lines[len(lines)-1]
	if len(p.given) >= promptLimit {
		return 0, errors.New("the run asks on and on: " + prompt)
	}
	answer := p.answer(prompt)
	p.given, p.prompts = append(p.given, answer), append(p.prompts, prompt)
	if p.echo {
		p.out.WriteString(strings.ReplaceAll(strings.TrimRight("> "+answer, " "), stageSecret, "[hidden]") + "\n")
	}
	n := copy(buffer, answer+"\n")
	p.rest = (answer + "\n")[n:]
	return n, nil
}

func (p *prompter) answer(prompt string) string {
	for i, rule := range p.rules {
		if strings.HasPrefix(prompt, rule.begin) {
			answer := rule.answers[0]
			if len(rule.answers) > 1 {
				p.rules[i].answers = rule.answers[1:]
			}
			return answer
		}
	}
	return ""
}

// play runs the line mode with answers by prompt.
func (s *stage) play(t *testing.T, opts Options, rules ...rule) (p *prompter, result session.Result, err error) {
	t.Helper()
	p = &prompter{out: &bytes.Buffer{}, rules: rules}
	opts.In, opts.Out = p, p.out
	result, err = Run(t.Context(), opts)
	return p, result, err
}

// replay runs the line mode with answers line by line, as from a pipe.
func (s *stage) replay(t *testing.T, opts Options, script io.Reader) (output string, result session.Result, err error) {
	t.Helper()
	var out bytes.Buffer
	opts.In, opts.Out = script, &out
	result, err = Run(t.Context(), opts)
	return out.String(), result, err
}

// answering returns rules that all runs share, for an API and a flow.
func answering(api catalog.API, flow catalog.Flow, more ...rule) []rule {
	return append(more, // the first rule that fits counts
		when("What do you want to call?", string(api)),
		when("How will it sign in?", string(flow)),
		when("Tenant", "contoso.com"),
		when("Client ID", stageClient),
		when("Client secret", stageSecret),
		when("User name", "ada@contoso.com"),
		when("Password", stagePassword),
		when("Profile name", "first"),
	)
}
