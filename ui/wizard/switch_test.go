package wizard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/report"
	"appreg/internal/secret"
	"appreg/steps"
)

// failedWith is a report whose token finding has a cause.
func failedWith(cause cause.Label) report.Report {
	r := refusedTest()
	r.Findings[3].Cause, r.Findings[3].Title = cause, "the test failed with "+string(cause)
	return r
}

// atFailure is a refused test of a registration with a flow.
func atFailure(t *testing.T, answers map[steps.Key]string, cause cause.Label, changes ...func(*scene, *Options)) *scene {
	t.Helper()
	s := newScene(t, only(changes)).answered(catalog.StepToken, answers)
	a := s.answers().WithSecret(steps.KeyPassword, secret.New(canary))
	s.set(a)
	s.report = failedWith(cause)
	s.press("ctrl+t")
	if s.verified != 1 {
		t.Fatalf("%d tests:\n%s", s.verified, s.screen())
	}
	return s
}

// bcPassword is a user's registration for Business Central.
func bcPassword() map[steps.Key]string {
	return by(catalog.Password, withUser(bcSecret()))
}

func withUser(answers map[steps.Key]string) map[steps.Key]string {
	answers[steps.KeyUsername] = "jan@contoso.com"
	return answers
}

// switches are changes of flow by one key. With shown the new flow adds a step in the portal, which comes first.
var switches = []struct {
	name    string
	answers func() map[steps.Key]string
	cause   cause.Label
	keys    []string
	flow    catalog.Flow
	shown   catalog.StepID
}{
	{"password to device code", lcsPassword, "mfa_required", []string{"d", "f5"}, catalog.DeviceCode, ""},
	{"password to browser", lcsPassword, "federated_user", []string{"i", "f11"}, catalog.Browser, catalog.StepPublicClient},
	{"password to browser, Business Central", bcPassword, "conditional_access", []string{"i"}, catalog.Browser, catalog.StepPublicClient},
	{"device code to browser", func() map[steps.Key]string { return by(catalog.DeviceCode, withUser(bcSecret())) },
		"device_flow_blocked", []string{"i"}, catalog.Browser, catalog.StepPublicClient},
	{"browser to device code", func() map[steps.Key]string { return by(catalog.Browser, withUser(bcSecret())) },
		"redirect_uri_mismatch", []string{"d"}, catalog.DeviceCode, catalog.StepPublicClient},
}

func TestSwitchFlow(t *testing.T) {
	for _, row := range switches {
		for _, name := range row.keys {
			t.Run(row.name+" "+name, func(t *testing.T) {
				s := atFailure(t, row.answers(), row.cause)
				before := s.answers()
				s.wants(row.flow.Info().Instead + ". Every answer is kept.")
				s.press(name)
				if row.shown != "" {
					if s.at() != row.shown || s.verified != 1 {
						t.Fatalf("at %s after %d tests, want the step %s first", s.at(), s.verified, row.shown)
					}
					s.wants("do this step, then the test follows", "enter open the page")
					s.report = readyTest()
					s.press("enter")
					s.wants("enter test")
					s.press("enter")
				}
				if s.verified != 2 || s.at() != catalog.StepToken || !s.onResult() {
					t.Fatalf("%d tests, at %s:\n%s", s.verified, s.at(), s.screen())
				}
				after := s.answers().Draft()
				want := before.With(steps.KeyFlow, string(row.flow)).Draft()
				if diff := cmp.Diff(want, after); diff != "" {
					t.Errorf("answers (-want +got):\n%s", diff)
				}
				if !s.answers().Secret(steps.KeyPassword).Equal(before.Secret(steps.KeyPassword)) {
					t.Error("the password is forgotten")
				}
				reg := s.tested[1]
				if reg.Flow != row.flow || reg.Username != "jan@contoso.com" || !reg.Credential.Secret.IsZero() {
					t.Errorf("tested was %s as %q, with a credential: %v", reg.Flow, reg.Username, !reg.Credential.Secret.IsZero())
				}
				if len(s.drafted) == 0 || s.drafted[len(s.drafted)-1].Flow() != row.flow {
					t.Error("the draft has the old flow")
				}
			})
		}
	}
}

// TestNoOfferWithoutCause: other failures, and a test that went well, offer nothing.
func TestNoOfferWithoutCause(t *testing.T) {
	for _, cause := range []cause.Label{"wrong_password", "network_dns", ""} {
		s := atFailure(t, lcsPassword(), cause)
		s.lacks("instead")
		s.press("d", "i", "f5", "f11")
		if s.verified != 1 || s.answers().Flow() != catalog.Password {
			t.Errorf("%s: the flow was changed", cause)
		}
	}
	s := newScene(t, nil)
	s.set(steps.FromDraft(lcsPassword()))
	ready := readyTest()
	ready.Findings[2].Status, ready.Findings[2].Cause = report.Warn, "federated_user"
	if offered := s.w.session.Verified(ready).Alternatives(); offered != nil {
		t.Errorf("%v is offered where all is well", offered)
	}
}

// TestEveryAlternativeHasAKey, and no key that another command has on the same screen; in the help line, too.
func TestEveryAlternativeHasAKey(t *testing.T) {
	offered := map[catalog.Flow]bool{}
	for _, info := range catalog.Flows() {
		for _, label := range cause.All() {
			for _, answers := range []map[steps.Key]string{by(info.Flow, withUser(bcSecret())), by(info.Flow, lcsPassword())} {
				a := steps.FromDraft(answers)
				for _, flow := range steps.Alternatives(a, label) {
					offered[flow] = true
				}
			}
		}
	}
	if len(offered) == 0 {
		t.Fatal("nothing is ever offered")
	}
	for flow := range offered {
		if b := newKeyMap(false).flowKey(flow); len(b.Help().Key) != 1 {
			t.Errorf("%s has no key", flow)
		}
	}
	s := atFailure(t, lcsPassword(), "mfa_required")
	used := map[string]string{}
	for _, b := range s.w.keyMap().list() {
		for _, name := range b.Keys() {
			if other, twice := used[name]; twice && b.Enabled() {
				t.Errorf("%s: %s and %s", name, other, b.Help().Desc)
			}
			if b.Enabled() {
				used[name] = b.Help().Desc
			}
		}
	}
	s = atFailure(t, lcsPassword(), "mfa_required", noDemo)
	for _, width := range []int{100, 80, 40} {
		s.size(width, 24)
		s.wants("i use the browser")
	}
}

// TestDetourIsLeft: whoever goes elsewhere from the step that was added goes on from there as always.
func TestDetourIsLeft(t *testing.T) {
	s := atFailure(t, lcsPassword(), "mfa_required")
	s.press("i", "esc")
	at := s.at()
	if at == catalog.StepPublicClient || at == catalog.StepToken {
		t.Fatalf("at %s", at)
	}
	s.press("ctrl+t", "f1", "esc")
	if s.verified != 1 {
		t.Error("a test began by itself")
	}
	s.answered(catalog.StepToken, nil)
	s.press("ctrl+t")
	if s.verified != 2 || s.tested[1].Flow != catalog.Browser {
		t.Errorf("%d tests", s.verified)
	}
}

// TestDetourEndsBeforeAMissingAnswer shows the token step instead of testing without what it needs.
func TestDetourEndsBeforeAMissingAnswer(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, by(catalog.DeviceCode, lcsPassword()))
	s.run(s.w.show(s.w.switchFlow(s.w.screen, catalog.Password)))
	if s.verified != 0 || s.at() != catalog.StepToken || s.onResult() {
		t.Errorf("%d tests, at %s", s.verified, s.at())
	}
}

// TestHelpOfAFailedDemo: in the demo the key that fixes comes right after enter, at any width.
func TestHelpOfAFailedDemo(t *testing.T) {
	for width, want := range map[int]string{
		100: "enter open the page e fix it in the portal t test again g go to the problem",
		80:  "enter open the page e fix it in the portal t test again ? help q quit",
		40:  "enter open e fix it ? help q quit",
	} {
		s := atToken(t, width, 24)
		s.fixable = true
		s.press("ctrl+t")
		s.wants(want)
	}
	s := newScene(t, nil).answered(catalog.StepApplication, bcSecret())
	for width, want := range map[int]string{80: "enter next ctrl+f fill in", 40: "enter next ctrl+f fill in f1 help"} {
		s.size(width, 24)
		s.wants(want)
	}
}

// TestProblemSaysItsFixOnce: a required field's problem is the field's help.
func TestProblemSaysItsFixOnce(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepCredential, bcSecret())
	p, _ := s.pane().form.here()
	s.press("enter")
	s.wants(strings.ReplaceAll(p.field.Help, "**", ""))
	flat := strings.Join(strings.Fields(s.screen()), " ")
	if n := strings.Count(flat, strings.ReplaceAll(p.field.Help, "**", "")); n != 1 {
		t.Errorf("the help of %s is shown %d times:\n%s", p.field.Key, n, s.screen())
	}
}

// TestUntestedResult: what was saved without a test is in the result as incomplete, with the answers.
func TestUntestedResult(t *testing.T) {
	for _, skip := range []bool{true, false} {
		s := newScene(t, func(_ *scene, o *Options) { o.SkipTest = skip }).answered(catalog.StepSave, bcSecret())
		s.set(s.answers().WithSecret(steps.KeySecret, secret.New(canary)))
		if got := s.w.session.Result().Report; got != nil {
			t.Errorf("left at once: %+v", got)
		}
		s.answered(catalog.StepSave, nil)
		s.press("enter", "enter", "enter")
		got := s.w.session.Result().Report
		if len(s.saves) != 1 || got == nil {
			t.Fatalf("saved %d, report %v\n%s", len(s.saves), got, s.screen())
		}
		want := report.Report{Profile: "business-central-contoso", API: catalog.BusinessCentral, Cloud: catalog.Public,
			Tenant: "contoso.com", TenantID: tenantGUID, ClientID: clientGUID, Flow: catalog.ClientSecret,
			Authority: "https://login.microsoftonline.com", Verdict: report.Incomplete, Stored: steps.StoreKeyring,
			Findings: []report.Finding{}, CheckedAt: "2026-11-20T12:00:00Z"}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("skip %v (-want +got):\n%s", skip, diff)
		}
		if diff := cmp.Diff(want, s.saves[0].Report); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
	}
	s := newScene(t, func(_ *scene, o *Options) { o.SkipTest = true }).answered(catalog.StepSave, bcSecret())
	s.w.session = s.w.session.WithoutSaving()
	if got := s.w.session.Result().Report; got == nil || got.Stored != steps.StoreNone {
		t.Errorf("not saved: %s", fmt.Sprint(got))
	}
}

// TestDetourIsForgotten with the flow it was for: the step that it added is one like any other again, and the password
// is not sent for walking through it.
func TestDetourIsForgotten(t *testing.T) {
	s := atFailure(t, lcsPassword(), "mfa_required")
	s.press("i")
	s.answered(catalog.StepStart, nil)
	s.press("tab")
	if s.pane().form.key() != steps.KeyFlow {
		t.Fatalf("focus on %s", s.pane().form.key())
	}
	p, _ := s.pane().form.here()
	p.input = p.input.Set(string(catalog.Password))
	s.pane().form = s.pane().form.set(p)
	s.press("enter")
	if got := s.answers().Flow(); got != catalog.Password {
		t.Fatalf("flow %s:\n%s", got, s.screen())
	}
	s.answered(catalog.StepPublicClient, nil)
	s.press("enter")
	s.wants("enter next")
	s.press("enter")
	if s.verified != 1 {
		t.Errorf("a test began by itself")
	}
}

// TestSwitchAfterCancelledSignIn offers the other way to sign in where the first was given up.
func TestSwitchAfterCancelledSignIn(t *testing.T) {
	for _, row := range []struct {
		from, to catalog.Flow
		key      string
		offer    string
	}{
		{catalog.DeviceCode, catalog.Browser, "i", "Sign in in the browser instead: i."},
		{catalog.Browser, catalog.DeviceCode, "d", "Sign in with a device code instead: d."},
	} {
		s := waitingScene(t, row.from, deviceSignIn)
		s.held, s.hold = nil, false // the test that was waited for never ends
		s.lacks("instead: ")
		s.press("esc")
		s.wants("Sign-in canceled.", row.offer, row.key+" use")
		s.press("end") // the message goes, the key stays
		s.lacks(row.offer)
		s.press(row.key)
		if at := s.at(); s.answers().Flow() != row.to || at != catalog.StepPublicClient {
			t.Fatalf("%s: flow %s, at %s", row.from, s.answers().Flow(), at)
		}
		before := s.verified
		s.press("enter", "enter")
		if s.verified != before+1 || s.tested[before].Flow != row.to {
			t.Errorf("%s: %d tests after %d", row.from, s.verified, before)
		}
	}
}

// TestNoOfferOnceTestedAgain: the offer belongs to the sign-in that was given up.
func TestNoOfferOnceTestedAgain(t *testing.T) {
	s := waitingForCode(t)
	s.held, s.hold = nil, false
	s.press("esc")
	if len(s.w.session.Alternatives()) != 1 {
		t.Fatal("nothing is offered")
	}
	s.report = readyTest()
	s.press("ctrl+t")
	if got := s.w.session.Alternatives(); len(got) != 0 {
		t.Errorf("%v after a test that went well", got)
	}
}
