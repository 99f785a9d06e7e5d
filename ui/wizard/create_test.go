package wizard

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// maker is a Creator that answers by its fields.
type maker struct {
	plan    session.Proposal
	planErr error
	made    session.Made
	makeErr error
	undone  []string
	undoErr error
	gone    bool             // the app registration, although something is left
	undoing []session.Change // what is told while it is taken back

	during   func(ctx context.Context, events session.CreateEvents) // what happens while it is at work
	planned  []steps.Answers
	makes    int
	takeBack int
}

func (m *maker) Plan(ctx context.Context, a steps.Answers, events session.CreateEvents) (session.Proposal, error) {
	m.planned = append(m.planned, a)
	if m.during != nil {
		m.during(ctx, events)
	}
	p := m.plan
	p.Changes = append([]session.Change(nil), m.plan.Changes...)
	return p, m.planErr
}

func (m *maker) Make(ctx context.Context, events session.CreateEvents) (session.Made, error) {
	m.makes++
	if m.during != nil {
		m.during(ctx, events)
	}
	return m.made, m.makeErr
}

func (m *maker) Undo(_ context.Context, events session.CreateEvents) (session.Undone, error) {
	m.takeBack++
	for i, c := range m.undoing {
		events.Change(i, c)
	}
	return session.Undone{Lines: m.undone, Gone: m.gone}, m.undoErr
}

// theChanges are a plan of three, the second of which needs more than the person may.
func theChanges() []session.Change {
	return []session.Change{
		{State: session.ChangeKept, Title: "Dynamics 365 Business Central is in the tenant"},
		{Title: "Create the app registration \"appreg bc\"", Detail: "accounts of this tenant only", Needs: "Application Developer, or a higher role", Request: "Please create it."},
		{Title: "Grant the application permission API.ReadWrite.All", Detail: "For the whole tenant", Needs: "Cloud Application Administrator, or a higher role", Lacks: true, Request: "Please grant it."},
		{Title: "Create a client secret", Detail: "ends on 2027-05-19", Needs: "Application Developer, or a higher role", Request: "Please make a secret."},
	}
}

// ended are the changes with what came of them, by index.
func ended(states map[int]session.ChangeState, why string, fix report.Fix) []session.Change {
	list := theChanges()
	for i, state := range states {
		list[i].State = state
		if state == session.ChangeFailed || state == session.ChangeBlocked {
			list[i].Detail, list[i].Fix = why, fix
		}
	}
	return list
}

var (
	consentFix = report.Fix{Where: "API permissions", Steps: []string{"Ask an admin who has the role **Cloud Application Administrator**."}, URL: "https://portal.azure.com/consent"}
	secretsFix = report.Fix{Where: "Another credential", Steps: []string{"Use a certificate instead."}}
)

// createScene stands at the step that makes the app registration.
func createScene(t *testing.T, m *maker, more ...func(*scene, *Options)) *scene {
	t.Helper()
	s := newScene(t, func(s *scene, o *Options) {
		o.Services.Creator, o.Services.Demo = m, nil
		o.Env.Admins = []steps.Option{{Value: "token", Label: "A token"}, {Value: steps.AdminSignIn, Label: "Sign in now"}}
		for _, change := range more {
			change(s, o)
		}
	})
	answers := bcSecret()
	delete(answers, steps.KeyClientID)
	answers[steps.KeyHow], answers[steps.KeyAdmin], answers[steps.KeyProfile] = steps.HowCreate, "token", "bc"
	return s.answered(catalog.StepCreate, answers)
}

// planned shows the plan.
func (s *scene) planned() *scene {
	s.t.Helper()
	for range 4 {
		if _, ok := s.w.screen.(*createScreen); ok {
			return s
		}
		s.press("enter")
	}
	s.t.Fatalf("no plan is shown:\n%s", s.screen())
	return s
}

func readyPlan() session.Proposal {
	return session.Proposal{As: "megan@contoso.com (token): Application Developer", Changes: theChanges()}
}

// createMoments are the screens of the step.
var createMoments = []struct {
	name  string
	maker maker
	reach func(*scene)
}{
	{"planned", maker{plan: readyPlan()}, func(*scene) {}},
	{"nothing to change", maker{plan: session.Proposal{As: "megan@contoso.com (token)", Changes: theChanges()[:1], Resumed: true}}, func(*scene) {}},
	{"forbidden", maker{plan: session.Proposal{As: "megan@contoso.com (token)", Changes: ended(map[int]session.ChangeState{3: session.ChangeBlocked},
		"A policy of the tenant forbids new secrets", secretsFix)}}, func(*scene) {}},
	{"no plan", maker{planErr: errors.New("couldn't sign in as an admin: az isn't installed")}, func(*scene) {}},
	{"making", maker{plan: readyPlan()}, func(s *scene) {
		s.hold = true
		s.press("enter")
		seq := s.w.screen.(*createScreen).seq
		done, doing := theChanges()[1], theChanges()[2]
		done.State, doing.State = session.ChangeDone, session.ChangeMaking
		s.send(changedMsg{seq, 1, done}, changedMsg{seq, 2, doing}, waitingMsg{seq, "Trying again in 2s, for at most 1m0s."})
	}},
	{"signs in", maker{plan: readyPlan()}, func(s *scene) {
		s.hold = true
		s.press("enter")
		seq := s.w.screen.(*createScreen).seq
		s.send(signInMsg{seq, report.SignIn{UserCode: "B7QK2MXPD", URL: deviceLink}})
	}},
	{"refused in the middle", maker{plan: readyPlan(), made: session.Made{Open: true, ClientID: clientGUID, Changes: ended(
		map[int]session.ChangeState{1: session.ChangeDone, 2: session.ChangeFailed, 3: session.ChangeSkipped}, "Your roles don't allow this", consentFix)}},
		func(s *scene) { s.press("enter") }},
	{"made, not ready", maker{plan: readyPlan(), made: session.Made{ClientID: clientGUID, Report: notReady(),
		Changes: ended(map[int]session.ChangeState{1: session.ChangeDone, 2: session.ChangeDone, 3: session.ChangeDone}, "", report.Fix{})}},
		func(s *scene) { s.press("enter") }},
	{"taken back", maker{plan: readyPlan(), undone: []string{"Taken back: the tenant is as it was."}, made: session.Made{Open: true, Changes: ended(
		map[int]session.ChangeState{1: session.ChangeDone, 2: session.ChangeFailed, 3: session.ChangeSkipped}, "Your roles don't allow this", consentFix)}},
		func(s *scene) { s.press("enter", "u") }},
}

func notReady() *report.Report {
	r := refusedTest()
	return &r
}

// TestCreateScreens draws them at three sizes.
func TestCreateScreens(t *testing.T) {
	for _, size := range goldenSizes[1:] {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			var all strings.Builder
			for _, moment := range createMoments {
				m := moment.maker
				s := createScene(t, &m).planned()
				s.size(size.width, size.height)
				moment.reach(s)
				fmt.Fprintf(&all, "=== %s\n%s\n", moment.name, s.screen())
			}
			golden.RequireEqual(t, all.String())
		})
	}
}

// TestCreateSaves: one key agrees, what was made is the answer, and the last screen follows; it isn't saved twice.
func TestCreateSaves(t *testing.T) {
	done := readyTest()
	m := &maker{plan: readyPlan(), made: session.Made{ClientID: clientGUID, Report: &done, Saved: true, Lines: []string{"profile bc in the keyring"}, Changes: theChanges()}}
	s := createScene(t, m).planned()
	if m.makes != 0 || len(m.planned) != 1 || m.planned[0].Get(steps.KeyProfile) != "bc" {
		t.Fatalf("made %d times before anybody agreed; planned for %v", m.makes, m.planned)
	}
	s.wants("Make these 3 changes?", "You lack a role: Cloud Application Administrator", "enter create it")
	s.press("enter")
	s.wants("Saved. It works.", "profile bc in the keyring")
	if m.makes != 1 || len(s.saves) != 0 || s.w.session.Answers().Get(steps.KeyClientID) != clientGUID {
		t.Errorf("made %d times, saved %d times, client id %q", m.makes, len(s.saves), s.w.session.Answers().Get(steps.KeyClientID))
	}
	if result := s.w.session.Result(); result.Outcome != session.Saved || result.Report == nil || result.Report.Verdict != report.Ready {
		t.Errorf("%+v", result)
	}
}

// TestCreateRefused: the request asks for exactly the change that was refused; trying again reads the tenant anew; in the
// portal every answer is kept.
func TestCreateRefused(t *testing.T) {
	m := &maker{plan: readyPlan(), made: session.Made{Open: true, ClientID: clientGUID, Changes: ended(
		map[int]session.ChangeState{1: session.ChangeDone, 2: session.ChangeFailed, 3: session.ChangeSkipped}, "Your roles don't allow this", consentFix)}}
	s := createScene(t, m).planned()
	s.press("enter")
	s.wants("Not finished", "Your roles don't allow this", "enter try again", "take it back", "ask an admin")
	s.press("a")
	s.wants("Please grant it.")
	s.lacks("Please create it.")
	s.press("esc")
	s.press("enter")
	if len(m.planned) != 2 || m.makes != 1 {
		t.Errorf("planned %d times, made %d times", len(m.planned), m.makes)
	}
	s.press("g")
	if s.at() != catalog.StepPermissions || s.w.session.Answers().Get(steps.KeyClientID) != clientGUID {
		t.Errorf("at %s with client id %q", s.at(), s.w.session.Answers().Get(steps.KeyClientID))
	}
}

// TestCreateForbidden: what a policy forbids is told before anything is sent, and enter doesn't send it.
func TestCreateForbidden(t *testing.T) {
	m := &maker{plan: session.Proposal{As: "megan", Changes: ended(map[int]session.ChangeState{3: session.ChangeBlocked}, "A policy forbids new secrets", secretsFix)}}
	s := createScene(t, m).planned()
	s.wants("The tenant doesn't allow this", "A policy forbids new secrets", "Use a certificate instead.")
	s.press("enter")
	if m.makes != 0 || len(m.planned) != 2 {
		t.Errorf("made %d times, planned %d times", m.makes, len(m.planned))
	}
}

// TestCreateCanceled: what runs is told to end, and how far it came is shown.
func TestCreateCanceled(t *testing.T) {
	m := &maker{plan: readyPlan()}
	s := createScene(t, m).planned()
	s.hold = true
	s.press("enter")
	s.wants("Making the changes…", "esc cancel")
	s.press("esc")
	m.during = func(ctx context.Context, _ session.CreateEvents) { m.makeErr = ctx.Err() }
	m.made = session.Made{Open: true, Changes: ended(map[int]session.ChangeState{1: session.ChangeDone}, "", report.Fix{})}
	s.later()
	if !errors.Is(m.makeErr, context.Canceled) {
		t.Errorf("what runs wasn't ended: %v", m.makeErr)
	}
	s.wants("Canceled: not finished", "take it back")
	s.lacks("context canceled")
}

// TestCreateCanceledPlan: what was not planned to its end isn't carried out; enter reads the tenant again.
func TestCreateCanceledPlan(t *testing.T) {
	m := &maker{plan: session.Proposal{As: "megan", Changes: ended(map[int]session.ChangeState{3: session.ChangeBlocked}, "A policy forbids new secrets", secretsFix)}}
	s := createScene(t, m).planned()
	s.hold = true
	s.press("enter", "esc")
	m.during = func(ctx context.Context, _ session.CreateEvents) { m.plan, m.planErr = session.Proposal{}, ctx.Err() }
	s.later()
	if !errors.Is(m.planErr, context.Canceled) {
		t.Errorf("what runs wasn't ended: %v", m.planErr)
	}
	s.wants("enter try again")
	m.plan, m.planErr, m.during = readyPlan(), nil, nil
	s.press("enter")
	if m.makes != 0 || len(m.planned) != 3 {
		t.Errorf("made %d times, planned %d times", m.makes, len(m.planned))
	}
	s.wants("Make these 3 changes?")
}

// TestCreateTakesBack: the client id goes with the app registration.
func TestCreateTakesBack(t *testing.T) {
	m := &maker{plan: readyPlan(), undone: []string{"Taken back."}, made: session.Made{Open: true, ClientID: clientGUID, Changes: ended(
		map[int]session.ChangeState{1: session.ChangeDone, 2: session.ChangeFailed, 3: session.ChangeSkipped}, "no", consentFix)}}
	s := createScene(t, m).planned()
	s.press("enter", "u")
	if m.takeBack != 1 || s.w.session.Answers().Has(steps.KeyClientID) {
		t.Errorf("taken back %d times; client id %q", m.takeBack, s.w.session.Answers().Get(steps.KeyClientID))
	}
	m.undoErr = errors.New("couldn't take back everything")
	m.undoing = []session.Change{
		{State: session.ChangeFailed, Title: "Take the API out of the tenant again", Detail: "Your roles don't allow this", Request: "Please take it out."},
		{State: session.ChangeUndone, Title: "Delete the app registration \"appreg bc\""},
	}
	s = createScene(t, m).planned()
	s.press("enter", "u")
	s.wants("Not taken back", "couldn't take back everything", "✗ Take the API out of the tenant again", "✓ Delete the app registration")
	if screen := s.w.screen.(*createScreen); !s.w.session.Answers().Has(steps.KeyClientID) || screen.request() != "Please take it out." || !screen.Keys().Undo.Enabled() {
		t.Errorf("what is left is forgotten: client id %q, request %q", s.w.session.Answers().Get(steps.KeyClientID), screen.request())
	}
}

// TestCreateKeepsTheDraftInStep: who leaves finds what was made in the draft, and not what was taken back.
func TestCreateKeepsTheDraftInStep(t *testing.T) {
	for name, test := range map[string]struct {
		keys      []string
		meanwhile bool // the person leaves while the last of it is done
		undoErr   error
		client    string // the client ID in the draft
	}{
		"made":           {[]string{"enter"}, false, nil, clientGUID},
		"taken back":     {[]string{"enter", "u"}, false, nil, ""},
		"not taken back": {[]string{"enter", "u"}, false, errors.New("couldn't take back everything"), clientGUID},
		"left meanwhile": {[]string{"enter", "u"}, true, nil, ""},
		"the rest isn't": {[]string{"enter", "u"}, false, errors.New("couldn't take back everything"), ""},
	} {
		tested := refusedTest()
		m := &maker{plan: readyPlan(), undone: []string{"Taken back."}, undoErr: test.undoErr, gone: test.client == "", made: session.Made{Open: true, ClientID: clientGUID, Report: &tested,
			Changes: ended(map[int]session.ChangeState{1: session.ChangeDone}, "", report.Fix{})}}
		s := createScene(t, m).planned()
		for i, key := range test.keys {
			s.hold = test.meanwhile && i == len(test.keys)-1
			s.press(key)
		}
		s.press("ctrl+c")
		s.w.flushDraft()
		if n := len(s.drafted); n == 0 || s.drafted[n-1].Get(steps.KeyClientID) != test.client {
			t.Errorf("%s: %d drafts, the last %v", name, n, s.drafted[max(n-1, 0):])
		}
		if knows := s.w.session.Result().Report != nil; knows != (test.client != "") {
			t.Errorf("%s: it knows a test of it: %t", name, knows)
		}
	}
}

// TestCreateFixedIsPlannedAgain: once something was changed in the portal, Enter reads the tenant again, as the screen says; the
// plan from before isn't carried out.
func TestCreateFixedIsPlannedAgain(t *testing.T) {
	m := &maker{plan: readyPlan()}
	s := createScene(t, m, func(s *scene, o *Options) { o.Services.Demo, s.fixable = sceneDemo{s}, true }).planned()
	s.press("e")
	s.wants("Try again", "enter try again")
	s.press("enter")
	if len(m.planned) != 2 || m.makes != 0 {
		t.Errorf("planned %d times, made %d times", len(m.planned), m.makes)
	}
}

// TestCreateOldMessages of what was left behind change nothing.
func TestCreateOldMessages(t *testing.T) {
	m := &maker{plan: readyPlan()}
	s := createScene(t, m).planned()
	before := s.screen()
	c := theChanges()[1]
	c.Title = "from before"
	s.send(changedMsg{0, 1, c}, waitingMsg{0, "from before"}, plannedMsg{seq: 99, err: errors.New("from before")}, madeMsg{seq: 99, err: errors.New("from before")},
		undoneMsg{99, session.Undone{Lines: []string{"from before"}}, nil}, signInMsg{99, report.SignIn{URL: "from before"}})
	if after := s.screen(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// TestCreateIsSafe: texts of the tenant bring no escape onto the screen.
func TestCreateIsSafe(t *testing.T) {
	const evil = "\x1b]0;owned\a\x1b[2J"
	m := &maker{plan: session.Proposal{As: evil + "megan"}, planErr: errors.New("no " + evil)}
	s := createScene(t, m).planned()
	if strings.Contains(s.w.View().Content, "\x1b]0;") || strings.Contains(s.w.View().Content, "\x1b[2J") {
		t.Errorf("%q", s.w.View().Content)
	}
}

// TestCreateIsOffered only where appreg can make it.
func TestCreateIsOffered(t *testing.T) {
	s := newScene(t, nil)
	s.lacks("The app registration?")
	s = newScene(t, func(_ *scene, o *Options) { o.Env.Admins = []steps.Option{{Value: "token", Label: "A token"}} })
	s.wants("The app registration?", "Guide me through the portal")
}
