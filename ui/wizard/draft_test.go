package wizard

import (
	"errors"
	"testing"

	"appreg/internal/catalog"
	"appreg/internal/session"
	"appreg/steps"
)

// TestDraftAfterEachAnswer saves what was accepted, and only that.
func TestDraftAfterEachAnswer(t *testing.T) {
	s := atTenant(t)
	s.drafted = nil
	s.typeText("contoso.com")
	if len(s.drafted) != 0 {
		t.Fatal("saved while typing")
	}
	s.press("enter")
	if n := len(s.drafted); n == 0 || s.drafted[n-1].Get(steps.KeyTenant) != "contoso.com" {
		t.Fatalf("%d drafts", n)
	}
	s.answered(catalog.StepCredential, bcSecret())
	s.paste(canary)
	s.press("enter")
	for _, draft := range s.drafted {
		for key, value := range draft.Draft() {
			if leaked(value) {
				t.Errorf("%s holds the secret", key)
			}
		}
	}
}

// TestOneDraftInFlight never lets an older draft overwrite a newer one.
func TestOneDraftInFlight(t *testing.T) {
	s := atTenant(t)
	s.drafted = nil
	s.w.writer.busy = true
	s.typeText("contoso.com")
	s.press("enter")
	if len(s.drafted) != 0 || !s.w.writer.dirty {
		t.Fatal("a second save began")
	}
	s.send(draftSavedMsg{})
	if len(s.drafted) != 1 || s.w.writer.busy {
		t.Errorf("%d saves after the first ended", len(s.drafted))
	}
}

// TestAFailedDraftIsNotTriedAtOnce: a disk that is full stays so. It is tried with the next answer, or when the person leaves.
func TestAFailedDraftIsNotTriedAtOnce(t *testing.T) {
	s := atTenant(t)
	s.drafted = nil
	s.w.writer.busy = true
	s.typeText("contoso.com")
	s.press("enter")
	s.send(draftSavedMsg{errors.New("disk full")})
	if len(s.drafted) != 0 {
		t.Errorf("tried %d times at once", len(s.drafted))
	}
	s.w.flushDraft()
	if len(s.drafted) != 1 {
		t.Errorf("tried %d times on leaving", len(s.drafted))
	}
}

// TestResume takes a draft up where it ended, and flags win over it.
func TestResume(t *testing.T) {
	s := newScene(t, func(_ *scene, o *Options) { o.Start = steps.Answers{}.With(steps.KeyPartner, steps.No) })
	s.draft, s.hasDraft = steps.FromDraft(bcSecret()).Without(steps.KeyPartner), true
	s.run(s.w.loadDraft())
	s.wants("Go on where you left off?", "Client ID: "+clientGUID, "Business Central, client secret")
	s.press("esc")
	s.wants("Go on where you left off?")
	s.press("enter")
	if s.at() != catalog.StepCredential {
		t.Errorf("at %s", s.at())
	}
	a := s.answers()
	if a.Get(steps.KeyPartner) != steps.No || a.Get(steps.KeyClientID) != clientGUID {
		t.Errorf("%v", a.Draft())
	}
}

// TestResumeWhereThePersonWaits: the next start goes on at the step that waits for the administrator.
func TestResumeWhereThePersonWaits(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepPermissions, lcsPassword())
	s.press("w")
	s.w.flushDraft()
	draft := s.drafted[len(s.drafted)-1]
	s = newScene(t, func(s *scene, _ *Options) { s.draft, s.hasDraft = draft, true })
	s.press("enter")
	if s.at() != catalog.StepPermissions || s.answers().Has(steps.KeyLeftAt) {
		t.Errorf("at %s with %v", s.at(), s.answers())
	}
}

// givenRows are answers given by flags, and whether the Business Central draft is offered beside them.
var givenRows = []struct {
	name    string
	given   map[steps.Key]string
	offered bool
}{
	{"nothing", nil, true},
	{"the same API", map[steps.Key]string{steps.KeyAPI: "business-central"}, true},
	{"the same API, flow and tenant", map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyFlow: "client-secret", steps.KeyTenant: "contoso.com"}, true},
	{"what the draft has not", map[steps.Key]string{steps.KeyProfile: "bc-dev", steps.KeyEnvironments: "Production"}, true},
	{"another API", map[steps.Key]string{steps.KeyAPI: "lcs"}, false},
	{"another flow of the same API", map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyFlow: "browser"}, false},
	{"another tenant alone", map[steps.Key]string{steps.KeyTenant: "fabrikam.com"}, false},
	{"another cloud alone", map[steps.Key]string{steps.KeyCloud: "china"}, false},
}

// TestDraftOfAnotherRegistration is not offered beside flags that contradict it.
func TestDraftOfAnotherRegistration(t *testing.T) {
	for _, row := range givenRows {
		draft, start := steps.FromDraft(bcSecret()), steps.FromDraft(row.given)
		s := newScene(t, func(s *scene, o *Options) { s.draft, s.hasDraft, o.Start = draft, true, start })
		if offered := s.asked("Go on where you left off?"); offered != row.offered || s.w.session.DraftUndecided() != row.offered {
			t.Errorf("%s: offered %v, kept from being overwritten %v", row.name, offered, s.w.session.DraftUndecided())
		}
		if row.offered {
			continue
		}
		s.wants("another registration's")
		if s.w.session.DraftIsKept() {
			t.Errorf("%s: what is kept isn't this registration's", row.name)
		}
		if after, _ := s.w.session.DraftKept(nil); !after.DraftIsKept() {
			t.Errorf("%s: the next answer was kept", row.name)
		}
	}
}

// TestAnswersOfFlagsAreSaved: who leaves before the first question is answered is told that they are.
func TestAnswersOfFlagsAreSaved(t *testing.T) {
	s := newScene(t, func(_ *scene, o *Options) {
		o.Start = steps.FromDraft(map[steps.Key]string{steps.KeyAPI: "business-central", steps.KeyFlow: "client-secret"})
	})
	if len(s.drafted) != 1 || s.drafted[0].API() != "business-central" {
		t.Errorf("saved %+v", s.drafted)
	}
}

// TestUndecidedDraftIsKept: leaving at the question, or before it is answered, does not touch the draft.
func TestUndecidedDraftIsKept(t *testing.T) {
	s := newScene(t, nil)
	s.w.session = s.w.session.HoldDraft() // as before the draft was loaded
	s.press("enter")
	s.draft, s.hasDraft = steps.FromDraft(bcSecret()), true
	s.run(s.w.loadDraft())
	s.press("ctrl+c")
	s.w.flushDraft()
	if !s.broken || len(s.drafted) != 0 || s.cleared != 0 {
		t.Errorf("ended %v, %d drafts saved, %d cleared", s.broken, len(s.drafted), s.cleared)
	}
}

// TestEarlyAnswerIsSaved once it is known that there is no earlier draft.
func TestEarlyAnswerIsSaved(t *testing.T) {
	s := newScene(t, nil)
	if s.w.session.DraftUndecided() {
		t.Fatal("held although there is no draft")
	}
	s.w.session = s.w.session.HoldDraft()
	s.press("enter")
	if len(s.drafted) != 0 {
		t.Fatal("saved before the earlier draft was read")
	}
	s.run(s.w.loadDraft())
	if len(s.drafted) != 1 {
		t.Errorf("%d drafts", len(s.drafted))
	}
	if w := newWizard(t.Context(), Options{Options: session.Options{Services: s.w.services(), Env: s.w.session.Env()}}); !w.session.DraftUndecided() {
		t.Error("a new wizard does not wait for the earlier draft")
	}
}

// TestNoDraftAfterSaving: what is saved is not offered again.
func TestNoDraftAfterSaving(t *testing.T) {
	s := atSave(t, nil)
	s.press("enter", "enter", "enter")
	s.drafted, s.cleared = nil, 0
	s.run(s.w.saveDraft())
	s.w.flushDraft()
	if len(s.drafted) != 0 || s.cleared != 1 {
		t.Errorf("%d drafts saved, %d cleared", len(s.drafted), s.cleared)
	}
	s.press("ctrl+c")
	if !s.broken {
		t.Error("asked for a secret that is saved")
	}
}

// TestRotationLeavesDraftsAlone reads and writes none.
func TestRotationLeavesDraftsAlone(t *testing.T) {
	s := newScene(t, func(s *scene, o *Options) {
		o.Replace, o.Profile = true, "bc-dev"
		s.draft, s.hasDraft = steps.FromDraft(bcSecret()), true
	}).answered(catalog.StepApplication, bcSecret())
	s.press("enter")
	s.w.flushDraft()
	if s.w.overlay != nil || len(s.drafted) != 0 || s.cleared != 0 {
		t.Errorf("asks %v, %d saved, %d cleared", s.w.overlay != nil, len(s.drafted), s.cleared)
	}
}

// TestStartAnew overwrites the old draft with the next answer.
func TestStartAnew(t *testing.T) {
	s := newScene(t, nil)
	s.draft, s.hasDraft = steps.FromDraft(bcSecret()), true
	s.run(s.w.loadDraft())
	s.press("down", "enter")
	if s.at() != catalog.StepStart || s.answers().Has(steps.KeyTenant) {
		t.Error("the draft was taken up")
	}
	s.drafted = nil
	s.press("enter")
	if len(s.drafted) == 0 {
		t.Error("no draft is saved any more")
	}
}

// TestDraftFails is told once.
func TestDraftFails(t *testing.T) {
	s := newScene(t, nil)
	s.send(draftSavedMsg{errors.New("disk full")})
	s.wants("Couldn't save the answers for the next start: disk full")
	s.press("up")
	s.send(draftSavedMsg{errors.New("disk full")})
	s.lacks("disk full")
}

// TestFlush writes what was in flight when the screen was left, and nothing after saving.
func TestFlush(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
	s.drafted = nil
	s.w.flushDraft()
	if len(s.drafted) != 0 {
		t.Error("written twice")
	}
	for _, unwritten := range []draftWriter{{dirty: true}, {busy: true}} { // what is in flight may never arrive
		s.drafted, s.w.writer = nil, unwritten
		s.w.flushDraft()
		if len(s.drafted) != 1 {
			t.Errorf("%+v: written %d times", unwritten, len(s.drafted))
		}
	}
	s.w.session = s.w.session.SavedAs(nil)
	s.w.flushDraft()
	if len(s.drafted) != 1 || s.cleared != 1 {
		t.Errorf("%d written, %d cleared after saving", len(s.drafted), s.cleared)
	}
}

// TestNoDraftsInTheDemo asks nothing and saves nothing.
func TestNoDraftsInTheDemo(t *testing.T) {
	s := newScene(t, func(_ *scene, o *Options) { o.Services.Drafts = nil })
	s.run(s.w.loadDraft())
	s.press("enter", "enter")
	s.w.flushDraft()
	if s.w.overlay != nil || len(s.drafted) != 0 {
		t.Error("a draft in the demo")
	}
}
