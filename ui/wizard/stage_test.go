package wizard

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"appreg/internal/catalog"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

const (
	tenantGUID = "6f89b1d4-1111-4222-8333-944445555666"
	clientGUID = "4c1e0f6a-7b2d-4e8f-9a3b-5d6c7e8f9a0b"
	canary     = "abc8Q~Canary1Canary2Canary3Canary4Canary"
)

// scene plays the wizard without a terminal. It is the services too; what they answer is set by its fields.
type scene struct {
	t *testing.T
	w *wizard

	check    steps.CheckResult
	checks   []string // what was checked
	checkCtx context.Context
	report   report.Report
	verified int
	tested   []registration.Registration
	onVerify func(ctx context.Context, events session.Events)
	signIns  []report.SignIn // what the simulated person was shown
	demoErr  error
	now      time.Time
	store    session.StoreState
	unlocked int // how often a person was asked to unlock the keyring
	names    []string
	taken    string // made since the start
	saveErr  error
	saves    []session.SaveRequest
	draft    steps.Answers
	hasDraft bool
	drafted  []steps.Answers
	cleared  int
	opened   []string
	openErr  error
	fixable  bool
	fixed    map[steps.Key]string

	hold   bool      // keep commands back instead of running them
	held   []tea.Cmd // commands kept back
	timed  []tea.Msg // messages that wait for their time
	quit   bool
	broken bool // ended by an interrupt
	copied []string
}

func newScene(t *testing.T, change func(*scene, *Options)) *scene {
	t.Helper()
	s := &scene{t: t, store: session.StoreState{Usable: true, Kind: "the test keyring"}, report: refusedTest(),
		check: steps.CheckResult{State: steps.CheckOK, Text: "contoso.com is tenant " + tenantGUID + ", public cloud",
			Learned: map[steps.Key]string{steps.KeyTenantID: tenantGUID}}}
	s.now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return s.now }
	options := Options{
		Options: session.Options{
			Services: session.Services{Checker: s, Verifier: s, Saver: s, Drafts: sceneDrafts{s}, Opener: s, Demo: sceneDemo{s}, Now: now},
			Env:      steps.Env{Now: now, ReadFile: func(string) ([]byte, error) { return nil, errors.New("no such file") }},
		},
		Environ: []string{"TERM=xterm-256color", "LANG=C.UTF-8"},
	}
	if change != nil {
		change(s, &options)
	}
	s.w = newWizard(context.Background(), options)
	s.w.after = func(_ time.Duration, msg tea.Msg) tea.Cmd {
		s.timed = append(s.timed, msg)
		return nil
	}
	s.run(s.w.Init())
	s.size(80, 24)
	return s
}

// Check, Verify, … are the services.
func (s *scene) Check(ctx context.Context, kind steps.CheckKind, a steps.Answers) steps.CheckResult {
	s.checkCtx = ctx
	s.checks = append(s.checks, string(kind)+" "+a.Get(steps.KeyTenant))
	return s.check
}

func (s *scene) Verify(ctx context.Context, reg registration.Registration, events session.Events) report.Report {
	s.verified++
	s.tested = append(s.tested, reg)
	if s.onVerify != nil {
		s.onVerify(ctx, events)
	}
	for _, f := range s.report.Findings {
		events.Finding(f)
	}
	return s.report
}

func (s *scene) State(context.Context) session.StoreState { return s.store }
func (s *scene) Unlock(context.Context) session.StoreState {
	s.unlocked++
	return s.store
}
func (s *scene) Names() []string { return s.names }
func (s *scene) Save(_ context.Context, r session.SaveRequest) ([]string, error) {
	if !r.Replace && r.Profile == s.taken {
		problem := steps.ProfileExists(s.taken)
		return nil, &problem
	}
	s.saves = append(s.saves, r)
	if s.saveErr != nil {
		return nil, s.saveErr
	}
	return []string{"Profile " + r.Profile + " is saved in the test keyring."}, nil
}

// The drafts service has a Save of its own.
type sceneDrafts struct{ *scene }

func (s *scene) Open(url string) (string, error) {
	s.opened = append(s.opened, url)
	return session.Opened, s.openErr
}

func (d sceneDrafts) Load() (steps.Answers, bool) { return d.draft, d.hasDraft }
func (d sceneDrafts) Save(a steps.Answers) error {
	d.drafted = append(d.drafted, a)
	return nil
}
func (d sceneDrafts) Clear() error { d.cleared++; return nil }

type sceneDemo struct{ s *scene }

func (d sceneDemo) Fill(_ steps.Answers, key steps.Key) (string, bool) {
	value, ok := map[steps.Key]string{steps.KeyTenant: "contoso.com", steps.KeyClientID: clientGUID, steps.KeySecret: canary, steps.KeyAPI: "lcs"}[key]
	return value, ok
}

func (d sceneDemo) Fixable(steps.Answers) bool { return d.s.fixable }

func (d sceneDemo) Fix(steps.Answers) (session.Fixed, bool) {
	return session.Fixed{Said: "Consent was granted in the demo portal.", Values: d.s.fixed}, d.s.fixable
}

func (d sceneDemo) SignIn(waiting report.SignIn) error {
	d.s.signIns = append(d.s.signIns, waiting)
	return d.s.demoErr
}

// send returns messages to the wizard and runs the commands that come back, in order.
func (s *scene) send(messages ...tea.Msg) {
	s.t.Helper()
	for _, msg := range messages {
		model, cmd := s.w.Update(msg)
		s.w = model.(*wizard)
		s.run(cmd)
	}
}

func (s *scene) run(cmd tea.Cmd) {
	s.t.Helper()
	if cmd == nil {
		return
	}
	if s.hold {
		s.held = append(s.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	case tea.QuitMsg:
		s.quit, s.broken = !s.w.interrupted, s.w.interrupted
	default:
		if kind := fmt.Sprintf("%T", msg); kind == "tea.setClipboardMsg" {
			s.copied = append(s.copied, fmt.Sprint(msg))
			return
		}
		s.send(msg)
	}
}

// later runs what was kept back.
func (s *scene) later() {
	s.t.Helper()
	held := s.held
	s.held, s.hold = nil, false
	for _, cmd := range held {
		s.run(cmd)
	}
}

// rest lets the time pass that messages wait for.
func (s *scene) rest() {
	s.t.Helper()
	timed := s.timed
	s.timed = nil
	s.send(timed...)
}

func (s *scene) size(width, height int) {
	s.t.Helper()
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
}

// press presses keys by name; anything that is no name is typed.
func (s *scene) press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		s.send(keyPress(name))
	}
}

func (s *scene) typeText(text string) {
	s.t.Helper()
	for _, r := range text {
		s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (s *scene) paste(text string) {
	s.t.Helper()
	s.send(tea.PasteMsg{Content: text})
}

var keyNames = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
	"pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	"f1": tea.KeyF1, "f3": tea.KeyF3, "f11": tea.KeyF11, "f4": tea.KeyF4, "f5": tea.KeyF5, "f6": tea.KeyF6, "f7": tea.KeyF7, "f8": tea.KeyF8, "f9": tea.KeyF9, "f10": tea.KeyF10, "f2": tea.KeyF2, "f12": tea.KeyF12,
}

func keyPress(name string) tea.KeyPressMsg {
	var msg tea.KeyPressMsg
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+"):
			msg.Mod |= tea.ModCtrl
			name = name[5:]
		case strings.HasPrefix(name, "alt+"):
			msg.Mod |= tea.ModAlt
			name = name[4:]
		case strings.HasPrefix(name, "shift+"):
			msg.Mod |= tea.ModShift
			name = name[6:]
		default:
			if code, ok := keyNames[name]; ok {
				msg.Code = code
				return msg
			}
			msg.Code = []rune(name)[0]
			if name == "space" {
				msg.Code = ' '
			}
			if msg.Mod == 0 {
				msg.Text = string(msg.Code)
			}
			return msg
		}
	}
}

// screen is the View's text without styles.
func (s *scene) screen() string { return ansi.Strip(s.w.View().Content) }

// wants fails unless the screen holds all of the texts, wherever lines break.
func (s *scene) wants(texts ...string) {
	s.t.Helper()
	flat := strings.Join(strings.Fields(strings.ReplaceAll(s.screen(), s.w.theme.Icons.Frame.Side, " ")), " ") // boxes frame their lines
	for _, text := range texts {
		if !strings.Contains(flat, text) {
			s.t.Errorf("screen lacks %q:\n%s", text, s.screen())
		}
	}
}

func (s *scene) lacks(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if strings.Contains(s.screen(), text) {
			s.t.Errorf("screen shows %q:\n%s", text, s.screen())
		}
	}
}

// answered returns the wizard answers and puts it on a step.
func (s *scene) answered(at catalog.StepID, answers map[steps.Key]string) *scene {
	s.t.Helper()
	a := s.answers()
	for key, value := range answers {
		a = a.With(key, value)
	}
	s.set(a)
	s.w.version++
	s.run(s.w.jump(at))
	s.size(s.w.width, s.w.height)
	if s.at() != at {
		s.t.Fatalf("no step %s with %v", at, answers)
	}
	return s
}

// bcSecret and lcsPassword are the answers of two registrations.
func bcSecret() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeyAPI: "business-central", steps.KeyCloud: "public", steps.KeyFlow: "client-secret",
		steps.KeyDeployment: "online", steps.KeyPartner: steps.No, steps.KeyTenant: "contoso.com", steps.KeyTenantID: tenantGUID, steps.KeyClientID: clientGUID,
	}
}

func lcsPassword() map[steps.Key]string {
	return map[steps.Key]string{
		steps.KeyAPI: "lcs", steps.KeyRegion: "us", steps.KeyFlow: "password",
		steps.KeyTenant: "contoso.com", steps.KeyTenantID: tenantGUID, steps.KeyClientID: clientGUID, steps.KeyUsername: "jan@contoso.com",
	}
}

// refusedTest is a report with one failure; readyTest one without.
func refusedTest() report.Report {
	skip := func(id report.ID) report.Finding {
		return report.Finding{ID: id, Status: report.Skip, Title: "not checked: there is no token"}
	}
	return report.Report{Verdict: report.Refused, Findings: []report.Finding{
		{ID: report.Input, Status: report.OK, Title: "the answers are well formed"},
		{ID: report.Tenant, Status: report.OK, Title: "contoso.com is a tenant of the public cloud"},
		{ID: report.Account, Status: report.Skip, Title: "no user signs in with this flow"},
		{ID: report.Token, Status: report.Fail, Title: "the client secret has expired", Cause: "secret_expired", AADSTS: 7000222,
			CorrelationID: "8f14e45f-ceea-467e-bd6c-0f5e1a2b3c4d", Raw: `{"error":"invalid_client"}`,
			Meaning: "Entra knows the application, but all its secrets are past their date.", Evidence: "HTTP 401 invalid_client",
			Fix: report.Fix{Where: "Certificates & secrets of the app registration", Steps: []string{"Make a **New client secret**.", "Copy its **Value**."},
				Command: "az ad app credential reset --append", URL: "https://portal.azure.com/#view/Credentials"}},
		skip(report.Claims), skip(report.Permissions), skip(report.API), skip(report.Duty),
		{ID: report.Expiry, Status: report.Warn, Title: "the secret's end is not known"},
	}}
}

func readyTest() report.Report {
	r := report.Report{Verdict: report.Ready, Token: &report.TokenFacts{Audience: "https://api.businesscentral.dynamics.com", Roles: []string{"API.ReadWrite.All"}}}
	for _, known := range report.Order {
		r.Findings = append(r.Findings, report.Finding{ID: known.ID, Status: report.OK, Title: strings.ToLower(known.Name) + " holds"})
	}
	return r
}
