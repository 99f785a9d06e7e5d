package wizard

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/internal/session"
	"appreg/steps"
)

func atSave(t *testing.T, change func(*scene, *Options)) *scene {
	s := newScene(t, change).answered(catalog.StepStart, bcSecret())
	s.set(s.answers().WithSecret(steps.KeySecret, secret.New(canary)))
	s.press("ctrl+s")
	return s
}

// TestSavedOnlyOnceItIs shows "saved" when the saver says so, not before.
func TestSavedOnlyOnceItIs(t *testing.T) {
	s := atSave(t, nil)
	s.typeText("bc-dev")
	s.hold = true
	s.press("enter")
	s.lacks("It works", "Saved, not ready")
	s.wants("Saving, and reading it back…")
	held := len(s.held)
	s.press("enter", "esc", "down")
	if len(s.held) != held || s.at() != catalog.StepSave {
		t.Errorf("%d commands while saving", len(s.held))
	}
	s.later()
	s.wants("! Saved, not ready", "Not tested yet. Test it: appreg check bc-dev", "Profile bc-dev is saved in the test keyring.", "appreg token bc-dev")
	if len(s.saves) != 1 || s.cleared != 1 {
		t.Fatalf("%d saves, %d drafts cleared", len(s.saves), s.cleared)
	}
	want := session.SaveRequest{Profile: "bc-dev"}
	if got := s.saves[0]; got.Profile != want.Profile || got.Replace || got.SavePassword || got.Report.Verdict != report.Incomplete || got.Report.Profile != "bc-dev" {
		t.Errorf("%+v", got)
	}
	s.press("enter")
	if !s.quit || s.w.session.Result().Outcome != session.Saved {
		t.Errorf("quit %v, outcome %d", s.quit, s.w.session.Result().Outcome)
	}
	if diff := cmp.Diff([]string{"Profile bc-dev is saved in the test keyring.", "Not tested yet. Test it: appreg check bc-dev", "Get a token: appreg token bc-dev", "Check it again: appreg check bc-dev"}, s.w.session.Result().Lines); diff != "" {
		t.Error(diff)
	}
}

// fixableError is an error that says what to do, as those of the store do.
type fixableError struct{}

func (fixableError) Error() string { return "the keyring is locked" }
func (fixableError) Fix() string   { return "unlock it, then try again" }

// TestSaveFails tells why and stays; the next try can succeed.
func TestSaveFails(t *testing.T) {
	s := atSave(t, nil)
	s.saveErr = fmt.Errorf("could not save: %w", fixableError{})
	s.press("enter")
	s.wants("could not save: the keyring is locked", "unlock it, then try again")
	s.lacks("Saved, not ready", "It works")
	if s.w.session.Outcome() == session.Saved || s.cleared != 0 {
		t.Error("counted as saved")
	}
	s.saveErr = nil
	s.press("enter")
	s.wants("! Saved, not ready")
	s = atSave(t, nil)
	s.saveErr, s.store = fixableError{}, session.StoreState{Reason: "the keyring is locked"} // since it was looked at
	s.press("enter", "enter", "enter")
	s.wants("✗ the keyring is locked", "Look again")
}

// TestNameTaken refuses a name that exists, unless it is to be replaced.
func TestNameTaken(t *testing.T) {
	const refused = "a profile of that name exists already choose another name, or replace that one: appreg setup --profile "
	s := atSave(t, func(s *scene, _ *Options) { s.names = []string{"bc-dev", "business-central-Contoso"} })
	s.wants("business-central-contoso-2")
	s.typeText("BC-dev")
	s.press("enter") // at the field, not after the last question
	s.wants(refused + "BC-dev --replace")
	if s.pane().form.key() != steps.KeyProfile || s.answers().Has(steps.KeyProfile) {
		t.Errorf("focus on %s, answer %q", s.pane().form.key(), s.answers().Get(steps.KeyProfile))
	}
	s = atSave(t, func(s *scene, _ *Options) { s.taken = "bc-dev" })
	s.typeText("bc-dev")
	s.press("enter", "enter", "enter")
	s.wants(refused + "bc-dev --replace")
	if s.pane().form.key() != steps.KeyProfile || len(s.saves) != 0 {
		t.Errorf("focus on %s, %d saves", s.pane().form.key(), len(s.saves))
	}
	s.press("down")
	s.wants("✗ Profile name", "bc-dev")
	s.press("shift+tab", "2", "enter", "enter", "enter")
	if len(s.saves) != 1 || s.saves[0].Profile != "bc-dev2" {
		t.Errorf("%+v", s.saves)
	}
	s = atSave(t, func(s *scene, o *Options) { s.taken, o.Profile, o.Replace = "bc-dev", "bc-dev", true })
	s.press("enter", "enter", "enter")
	if len(s.saves) != 1 || !s.saves[0].Replace || s.saves[0].Profile != "bc-dev" {
		t.Errorf("%+v", s.saves)
	}
}

// saveRows is what the last question offers, by verdict, store and what is missing. A minus marks what cannot be chosen.
var saveRows = []struct {
	name    string
	prepare func(*scene)
	want    []string
}{
	{"ready", func(s *scene) { s.w.session = s.w.session.Verified(readyTest()) }, []string{"Save", "Go on without saving"}},
	{"refused", func(s *scene) { s.w.session = s.w.session.Verified(refusedTest()) }, []string{"Save as not ready", "Go on without saving"}},
	{"not tested", func(*scene) {}, []string{"Save as not ready", "Go on without saving"}},
	{"no keyring", func(s *scene) { s.w.store.state = session.StoreState{Reason: "locked"} }, []string{"-Save as not ready", "Look again", "Go on without saving"}},
	{"no client id", func(s *scene) {
		s.set(s.answers().Without(steps.KeyClientID))
	}, []string{"-Save as not ready", "Go on without saving"}},
	{"nowhere", func(s *scene) {
		s.set(s.answers().With(steps.KeyStore, steps.StoreNone))
	}, []string{"Go on without saving"}},
}

func TestSaveOptions(t *testing.T) {
	for _, row := range saveRows {
		s := atSave(t, nil)
		row.prepare(s)
		var got []string
		for _, o := range s.w.screen.(*saveScreen).options() {
			label := o.Label
			if o.Reason != "" {
				label = "-" + label
			}
			got = append(got, label)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
	}
}

// TestImpossibleSaveIsRefused chooses the option that is shown as impossible.
func TestImpossibleSaveIsRefused(t *testing.T) {
	s := atSave(t, func(s *scene, _ *Options) { s.store = session.StoreState{Reason: "the keyring is locked"} })
	s.press("tab", "1", "enter")
	s.wants("The system's keyring can't be chosen. Choose another with the arrow keys.")
	s.lacks("valid: ")
	s = atSave(t, func(s *scene, _ *Options) { s.store = session.StoreState{Reason: "the keyring is locked"} })
	s.press("tab", "tab", "1", "enter")
	s.wants("This can't be saved: the keyring is locked.")
	if len(s.saves) != 0 {
		t.Error("saved")
	}
	s.store = session.StoreState{Usable: true, Kind: "the test keyring"}
	s.press("2", "enter")
	s.wants("It will be saved in the test keyring.", "Save as not ready")
}

// TestOptionsKeepTheActionFocused: the options appear above it, and it's still where the person is.
func TestOptionsKeepTheActionFocused(t *testing.T) {
	s := atSave(t, nil)
	for s.pane().form.key() != saveAction {
		s.press("tab")
	}
	s.pane().showOptions()
	if s.pane().form.key() != saveAction {
		t.Errorf("on %s", s.pane().form.key())
	}
}

// TestLookAgainStays: while the store is looked at again, and where it still takes nothing, the next Enter doesn't go on without
// saving.
func TestLookAgainStays(t *testing.T) {
	s := atSave(t, func(s *scene, _ *Options) { s.store = session.StoreState{Reason: "the keyring is locked"} })
	chosen := func() string {
		p, _ := s.pane().form.part(saveAction)
		return p.input.Raw()
	}
	s.press("tab", "tab")
	if s.pane().form.key() != saveAction || chosen() != actAgain {
		t.Fatalf("on %s, %q is chosen", s.pane().form.key(), chosen())
	}
	s.hold = true
	s.press("enter", "enter", "enter")
	if len(s.held) != 1 || chosen() != actAgain {
		t.Errorf("looking: %d looks, %q is chosen", len(s.held), chosen())
	}
	s.later()
	if s.quit || chosen() != actAgain {
		t.Errorf("looked: quit %t, %q is chosen", s.quit, chosen())
	}
	s.store = session.StoreState{Usable: true, Kind: "the test keyring"}
	s.press("enter")
	if s.quit || chosen() != actSave {
		t.Errorf("usable: quit %t, %q is chosen", s.quit, chosen())
	}
}

// TestGoOnWithoutSaving ends without a profile.
func TestGoOnWithoutSaving(t *testing.T) {
	s := atSave(t, nil)
	s.press("tab", "2", "enter")
	if !s.quit || len(s.saves) != 0 || s.w.session.Result().Outcome != session.NotSaved {
		t.Errorf("quit %v, %d saves, outcome %d", s.quit, len(s.saves), s.w.session.Result().Outcome)
	}
}

// TestNoStoreBeforeItsStep: the keyring is asked where a credential is and never earlier, and an old answer is dropped.
func TestNoStoreBeforeItsStep(t *testing.T) {
	s := newScene(t, nil)
	if s.w.store.seq != 0 {
		t.Error("probed at the start")
	}
	s.answered(catalog.StepSave, bcSecret())
	s.send(storeMsg{s.w.store.seq - 1, session.StoreState{Reason: "old"}})
	if !s.w.store.state.Usable {
		t.Error("an old state was taken")
	}
}

// TestStoreBeforeTheSecret: before a secret is asked for it is said whether it can be kept, in the keyring's own words.
func TestStoreBeforeTheSecret(t *testing.T) {
	locked := session.StoreState{Reason: "the keyring is locked", Fix: "unlock it in your desktop session"}
	for _, size := range goldenSizes {
		s := newScene(t, func(s *scene, _ *Options) { s.store = locked })
		s.size(size.width, size.height)
		s.hold = true
		s.answered(catalog.StepCredential, bcSecret())
		s.lacks("the keyring is locked")
		s.later()
		s.size(size.width, size.height)
		s.wants("This can't be saved yet: the keyring is locked.")
		s.size(80, 60)
		s.wants("Keep the secret elsewhere, too", "What to do: unlock it in your desktop session.")
		s.store = session.StoreState{Usable: true}
		s.answered(catalog.StepPermissions, nil).answered(catalog.StepCredential, nil)
		s.lacks("cannot be saved")
		s.store = locked
		s.answered(catalog.StepPermissions, nil).answered(catalog.StepCredential, nil)
		s.lacks("cannot be saved") // known to be good: not asked again
	}
	s := newScene(t, func(s *scene, _ *Options) { s.store = locked })
	s.size(20, 6)
	s.answered(catalog.StepCredential, bcSecret())
	s.wants("This can't be")
	s = newScene(t, func(s *scene, o *Options) {
		s.store = locked
		o.Start = steps.FromDraft(bcSecret()) // everything but the credential was given
	})
	s.wants("the keyring is locked")
	s = newScene(t, nil).answered(catalog.StepCredential, map[steps.Key]string{steps.KeyStore: steps.StoreNone, steps.KeyAPI: "business-central", steps.KeyFlow: "client-secret"})
	if s.w.store.seq != 0 {
		t.Error("the keyring was asked although nothing is to be saved")
	}
}

// TestWaitForTheAdministrator saves as not ready and leaves; without a secret it just leaves, with the draft kept.
func TestWaitForTheAdministrator(t *testing.T) {
	s := atToken(t, 80, 24)
	s.press("ctrl+g", "w")
	s.wants("Save as not ready")
	s.press("enter")
	if !s.quit || len(s.saves) != 1 || s.w.session.Result().Outcome != session.Saved {
		t.Errorf("quit %v, %d saves", s.quit, len(s.saves))
	}
	if lines := strings.Join(s.w.session.Result().Lines, "\n"); !strings.Contains(lines, "Once the admin has acted, run: appreg check business-central-contoso") {
		t.Errorf("left with %q", lines)
	}
	s = newScene(t, nil).answered(catalog.StepPermissions, bcSecret())
	s.press("w")
	if !s.quit || len(s.saves) != 0 || !strings.Contains(strings.Join(s.w.session.Result().Lines, " "), "Waiting for the admin") {
		t.Errorf("quit %v, %v", s.quit, s.w.session.Result())
	}
}

// TestSavedSaysWhetherItIsReady names the command that completes a profile, and none where nothing is to be completed.
func TestSavedSaysWhetherItIsReady(t *testing.T) {
	for _, row := range []struct {
		test  []report.Report // at most one
		title string
		says  string
	}{
		{nil, "! Saved, not ready", "Not tested yet. Test it: appreg check business-central-contoso"},
		{[]report.Report{incompleteTest("--environment")}, "! Saved, not ready", "One check is missing. This test makes it: appreg check business-central-contoso --environment"},
		{[]report.Report{incompleteTest("")}, "! Saved, not ready", "One check is missing (App setup not tested). Test again: appreg check business-central-contoso"},
		{[]report.Report{refusedTest()}, "! Saved, not ready", "After you fix the problem, run: appreg check business-central-contoso"},
		{[]report.Report{readyTest()}, "✓ Saved. It works.", ""},
	} {
		s := atSave(t, nil)
		for _, tested := range row.test {
			s.w.session = s.w.session.Verified(tested)
		}
		s.press("enter", "enter", "enter")
		s.wants(row.title, row.says)
		if row.says == "" {
			s.lacks("not ready", "Not ready")
		}
	}
}

// incompleteTest is the report of a test in which one check could not be made.
func incompleteTest(give string) report.Report {
	r := readyTest()
	r.Verdict = report.Incomplete
	r.Findings = append(slices.Clip(r.Findings), report.Finding{ID: report.Duty, Status: report.Skip, Title: "App setup not tested", Untested: true, Give: give})
	return r
}

// TestResultReport carries the report with where the credential went.
func TestResultReport(t *testing.T) {
	s := atToken(t, 80, 24)
	if s.w.session.Result().Report != nil {
		t.Error("a report without a test")
	}
	s.press("ctrl+t", "s", "enter")
	got := s.w.session.Result().Report
	if got == nil || got.Verdict != report.Refused || got.Stored != "keyring" || got.Profile != "business-central-contoso" {
		t.Errorf("%+v", got)
	}
}

// TestSavePassword carries the yes that a password's saving needs.
func TestSavePassword(t *testing.T) {
	for _, yes := range []bool{false, true} {
		s := newScene(t, nil).answered(catalog.StepToken, lcsPassword())
		s.set(s.answers().WithSecret(steps.KeyPassword, secret.New("Passw0rd")))
		s.press("ctrl+s", "f12", "tab", "tab")
		if s.pane().form.key() != steps.KeySavePassword {
			t.Fatalf("focus on %s", s.pane().form.key())
		}
		if yes {
			s.pane().form = s.pane().form.set(part{field: s.pane().form.parts[s.pane().form.focus].field, input: s.pane().form.parts[s.pane().form.focus].input.Set(steps.Yes)})
		}
		s.press("enter", "enter")
		if len(s.saves) != 1 || s.saves[0].SavePassword != yes {
			t.Errorf("%v: %+v", yes, s.saves)
		}
	}
}

// TestOnlyTheWaitLeavesOnceSaved: who was sent to the save step to wait for the administrator and went elsewhere sees
// what to do next, like anybody else.
func TestOnlyTheWaitLeavesOnceSaved(t *testing.T) {
	for _, elsewhere := range []bool{false, true} {
		s := newScene(t, nil).answered(catalog.StepPermissions, bcSecret())
		s.set(s.answers().WithSecret(steps.KeySecret, secret.New(canary)))
		s.press("f9")
		if elsewhere {
			s.press("esc", "ctrl+s")
		}
		s.press("enter")
		if len(s.saves) != 1 || s.quit == elsewhere {
			t.Errorf("elsewhere %v: %d saves, left %v:\n%s", elsewhere, len(s.saves), s.quit, s.screen())
		}
	}
}
