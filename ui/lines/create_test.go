package lines

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

// maker is a Creator that answers by its fields; of those in lists, the last one stays.
type maker struct {
	plans    []session.Proposal
	planErrs []error
	mades    []session.Made
	undoErr  error
	gone     bool // the app registration, although something is left

	during          func(ctx context.Context, events session.CreateEvents)
	planned         []steps.Answers
	makes, takeBack int
}

func (m *maker) Plan(ctx context.Context, a steps.Answers, events session.CreateEvents) (session.Proposal, error) {
	m.planned = append(m.planned, a)
	if m.during != nil {
		m.during(ctx, events)
	}
	if len(m.planErrs) > 0 {
		err := m.planErrs[0]
		m.planErrs = m.planErrs[1:]
		return session.Proposal{}, err
	}
	return next(&m.plans), nil
}

func (m *maker) Make(ctx context.Context, events session.CreateEvents) (session.Made, error) {
	m.makes++
	if m.during != nil {
		m.during(ctx, events)
	}
	made := next(&m.mades)
	for i, c := range made.Changes {
		c.State = session.ChangeMaking
		events.Change(i, c)
		events.Change(i, made.Changes[i])
	}
	events.Waiting("Testing again, for at most 1m0s.")
	if made.Report != nil {
		for _, f := range made.Report.Findings {
			events.Finding(f)
		}
	}
	return made, nil
}

func (m *maker) Undo(ctx context.Context, events session.CreateEvents) (session.Undone, error) {
	m.takeBack++
	if m.during != nil {
		m.during(ctx, events)
	}
	return session.Undone{Lines: []string{"Taken back: the tenant is as it was."}, Gone: m.gone}, m.undoErr
}

func lineChanges(states ...session.ChangeState) []session.Change {
	list := []session.Change{
		{Title: "Create the app registration \"appreg first\"", Detail: "accounts of this tenant only", Needs: "Application Developer, or a higher role", Request: "Please create it."},
		{Title: "Grant the application permission API.ReadWrite.All", Needs: "Cloud Application Administrator, or a higher role", Lacks: true, Request: "Please grant it."},
	}
	for i, state := range states {
		list[i].State = state
		if state == session.ChangeFailed || state == session.ChangeBlocked {
			list[i].Detail, list[i].Fix = "Your roles don't allow this", report.Fix{Where: "API permissions", Steps: []string{"Ask an admin."}, URL: "https://portal.azure.com/consent"}
		}
	}
	return list
}

func createStage(m *maker) (*stage, Options) {
	s := newStage()
	opts := s.options()
	opts.Services.Creator = m
	opts.Env.Admins = []steps.Option{{Value: "token", Label: "A token"}, {Value: steps.AdminSignIn, Label: "Sign in now"}}
	return s, opts
}

func creatingBy(more ...rule) []rule {
	return answering(catalog.BusinessCentral, catalog.ClientSecret, append(more, when("The app registration?", steps.HowCreate))...)
}

func madeReady() session.Made {
	done := readyReport()
	return session.Made{ClientID: stageClient, Report: &done, Saved: true, Lines: []string{"profile first in a keyring for tests"}, Changes: lineChanges(session.ChangeDone, session.ChangeDone)}
}

// TestCreate: the plan, one question, the changes as they end, the test, and what is saved; all in this order.
func TestCreate(t *testing.T) {
	m := &maker{plans: []session.Proposal{{As: "megan (token)", Changes: lineChanges()}}, mades: []session.Made{madeReady()}}
	s, opts := createStage(m)
	p, result, err := s.play(t, opts, creatingBy()...)
	if err != nil || result.Outcome != session.Saved || result.Report == nil || result.Report.Verdict != report.Ready {
		t.Fatalf("%v %+v\n%s", err, result, p.out)
	}
	if len(m.planned) != 1 || m.makes != 1 || len(s.saved) != 0 || m.planned[0].Get(steps.KeyProfile) != "first" || m.planned[0].Has(steps.KeyClientID) {
		t.Errorf("planned %d times, made %d times, saved %d times\n%s", len(m.planned), m.makes, len(s.saved), p.out)
	}
	toldInOrder(t, flattened(p.out.String()), []string{
		"With whose rights?", "Reading the tenant. Nothing is changed", "As megan (token)", "1. Create the app registration \"appreg first\"",
		"accounts of this tenant only", "Needs Application Developer, or a higher role.", "You lack a role: Cloud Application Administrator",
		"What now [Create it]", "Making the changes", "ok Create the app registration", "ok Grant the application permission", "wait Testing again",
		"ok Token: a token was issued", "Saved. It works.", "profile first in a keyring for tests",
	})
}

// TestCreateGoesOn after each thing that can stand in the way.
func TestCreateGoesOn(t *testing.T) {
	refused := session.Made{Open: true, ClientID: stageClient, Changes: lineChanges(session.ChangeDone, session.ChangeFailed)}
	bad := refusedReport()
	planned := session.Proposal{As: "megan (token)", Changes: lineChanges()}
	tests := map[string]struct {
		maker  maker
		now    []string // what is answered to "What now"
		plans  int
		makes  int
		taken  int
		told   []string
		absent string
	}{
		"no plan": {maker: maker{planErrs: []error{errors.New("az isn't installed")}, plans: []session.Proposal{planned}, mades: []session.Made{madeReady()}},
			now: []string{"", "again", ""}, plans: 2, makes: 1, told: []string{"FAIL az isn't installed", "Try again", "give a number", "Saved. It works."}},
		"forbidden": {maker: maker{plans: []session.Proposal{{As: "megan", Changes: lineChanges(session.ChangePlanned, session.ChangeBlocked)}, planned}, mades: []session.Made{madeReady()}},
			now: []string{"request", "again", ""}, plans: 2, makes: 1,
			told: []string{"not allowed", "FAIL Grant the application permission API.ReadWrite.All: Your roles don't allow this", "Please grant it.", "Saved. It works."}, absent: "[Create it] Making"},
		"refused": {maker: maker{plans: []session.Proposal{planned}, mades: []session.Made{refused, madeReady()}},
			now: []string{"", "request", "again", ""}, plans: 2, makes: 2, told: []string{"FAIL Grant the application permission", "Take it back", "Please grant it.", "Saved. It works."}, absent: "Please create it."},
		"taken back": {maker: maker{plans: []session.Proposal{planned}, mades: []session.Made{refused, madeReady()}},
			now: []string{"", "undo", "again", ""}, plans: 2, makes: 2, taken: 1, told: []string{"Taking it back", "Taken back: the tenant is as it was.", "Look at the plan again", "Saved. It works."}},
		"not taken back": {maker: maker{plans: []session.Proposal{planned}, mades: []session.Made{refused, madeReady()}, undoErr: errors.New("couldn't take back everything")},
			now: []string{"", "undo", "again", ""}, plans: 2, makes: 2, taken: 1,
			told: []string{"FAIL couldn't take back everything", "What now?", "Take it back", "Saved. It works."}, absent: "as it was"},
		"not ready": {maker: maker{plans: []session.Proposal{planned}, mades: []session.Made{{ClientID: stageClient, Report: &bad, Changes: lineChanges(session.ChangeDone, session.ChangeDone)}, madeReady()}},
			now: []string{"", "again", ""}, plans: 2, makes: 2, told: []string{"Refused: one thing to fix.", "consent is missing", "Saved. It works."}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := test.maker
			s, opts := createStage(&m)
			p, result, err := s.play(t, opts, creatingBy(when("What now", test.now...))...)
			if err != nil || result.Outcome != session.Saved {
				t.Fatalf("%v %+v\n%s", err, result, p.out)
			}
			if len(m.planned) != test.plans || m.makes != test.makes || m.takeBack != test.taken {
				t.Errorf("planned %d times, made %d times, taken back %d times\n%s", len(m.planned), m.makes, m.takeBack, p.out)
			}
			toldInOrder(t, flattened(p.out.String()), test.told)
			if test.absent != "" && strings.Contains(flattened(p.out.String()), test.absent) {
				t.Errorf("it says %q:\n%s", test.absent, p.out)
			}
		})
	}
}

// TestCreateInThePortal: every answer is kept, and what was made.
func TestCreateInThePortal(t *testing.T) {
	m := &maker{plans: []session.Proposal{{As: "megan", Changes: lineChanges()}},
		mades: []session.Made{{Open: true, ClientID: stageClient, Changes: lineChanges(session.ChangeDone, session.ChangeFailed)}}}
	s, opts := createStage(m)
	p, result, err := s.play(t, opts, creatingBy(when("What now [Create", ""), when("What now:", "portal"), when("What now", ""))...)
	if err != nil || result.Outcome != session.Saved || len(s.saved) != 1 || s.saved[0].Registration.ClientID != stageClient {
		t.Fatalf("%v %+v\n%s", err, result, p.out)
	}
	toldInOrder(t, flattened(p.out.String()), []string{"FAIL Grant", "Go on in the portal. Every answer is kept", "Grant admin consent", "Saved. It works."})
	if strings.Count(p.out.String(), "\nTenant:") != 1 {
		t.Errorf("it asks again what it knows:\n%s", p.out)
	}
}

// TestCreateInterrupted: what runs is waited for, so that how far it came is written down, and the run ends as interrupted.
func TestCreateInterrupted(t *testing.T) {
	m := &maker{plans: []session.Proposal{{As: "megan", Changes: lineChanges()}}}
	s, opts := createStage(m)
	ctx, stop := context.WithCancel(t.Context())
	ended := false
	m.during = func(ctx context.Context, _ session.CreateEvents) {
		stop()
		<-ctx.Done()
		ended = true
	}
	p := &prompter{out: &bytes.Buffer{}, rules: creatingBy()}
	opts.In, opts.Out = p, p.out
	_, err := Run(ctx, opts)
	if err == nil || !ended || len(s.saved) > 0 {
		t.Errorf("%v, ended %t\n%s", err, ended, p.out)
	}
}

// TestCreateKeepsTheDraftInStep: the next start knows what was made, and not what was taken back, also where this one was
// interrupted.
func TestCreateKeepsTheDraftInStep(t *testing.T) {
	open := session.Made{Open: true, ClientID: stageClient, Changes: lineChanges(session.ChangeDone, session.ChangeFailed)}
	rest := errors.New("couldn't take back everything")
	tests := map[string]struct {
		made    session.Made
		undoErr error
		now     []string // what is answered to "What now"
		stop    int      // the call of the Creator that is interrupted; 0: none
		kept    bool     // the draft
		client  string   // the client ID in it
	}{
		"made":                               {open, nil, []string{"", "leave"}, 0, true, stageClient},
		"taken back":                         {open, nil, []string{"", "undo", "leave"}, 0, true, ""},
		"not taken back":                     {open, rest, []string{"", "undo", "leave"}, 0, true, stageClient},
		"taken back but for the rest":        {open, rest, []string{"", "undo", "leave"}, 0, true, ""},
		"interrupted while it is made":       {open, nil, []string{""}, 2, true, stageClient},
		"interrupted while it is taken back": {open, nil, []string{"", "undo"}, 3, true, ""},
		"interrupted before it is over":      {open, errors.New("context canceled"), []string{"", "undo"}, 3, true, ""},
		"interrupted when it was saved":      {madeReady(), nil, []string{""}, 2, false, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := &maker{plans: []session.Proposal{{As: "megan", Changes: lineChanges()}}, mades: []session.Made{test.made}, undoErr: test.undoErr, gone: test.client == ""}
			s, opts := createStage(m)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			calls := 0
			m.during = func(context.Context, session.CreateEvents) {
				if calls++; calls == test.stop {
					stop()
				}
			}
			p := &prompter{out: &bytes.Buffer{}, rules: creatingBy(when("What now", test.now...))}
			opts.In, opts.Out = p, p.out
			if _, err := Run(ctx, opts); (err != nil) != (test.stop > 0) {
				t.Fatalf("%v\n%s", err, p.out)
			}
			if kept := s.draft != nil; kept != test.kept || kept && s.draft.Get(steps.KeyClientID) != test.client {
				t.Errorf("the draft is %v\n%s", s.draft, p.out)
			}
		})
	}
}

// TestCreateStopsForAPerson who has to sign in; who cancels goes back to the question with every answer kept.
func TestCreateStopsForAPerson(t *testing.T) {
	m := &maker{plans: []session.Proposal{{As: "megan", Changes: lineChanges()}}, mades: []session.Made{madeReady()}}
	s, opts := createStage(m)
	opts.Services.Demo = stageDemo{stage: s}
	opts.Env.Admins = opts.Env.Admins[:1]
	asked := false
	m.during = func(ctx context.Context, events session.CreateEvents) {
		if !asked {
			asked = true
			events.SignIn(report.SignIn{UserCode: "B7QK2MXPD", URL: "https://login.microsoft.com/device"})
			<-ctx.Done()
		}
	}
	script := strings.Join([]string{"business-central", "client-secret", "create", "contoso.com", "", "first", "cancel", "again", "", ""}, "\n") + "\n"
	out, result, err := s.replay(t, opts, strings.NewReader(script))
	if err != nil || result.Outcome != session.Saved || len(m.planned) != 2 {
		t.Fatalf("%v %+v, planned %d times\n%s", err, result, len(m.planned), out)
	}
	toldInOrder(t, flattened(out), []string{"B7QK2MXPD", "appreg waits", "Canceled.", "What now", "Saved. It works."})
}
