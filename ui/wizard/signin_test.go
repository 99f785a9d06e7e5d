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
	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/session"
	"appreg/steps"
)

const (
	userCode   = "B7QK2MXPD"
	deviceLink = "https://login.microsoft.com/device"
	// As long as a real one; what is secret of a sign-in is not in it.
	authorizeLink = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?client_id=" + clientGUID +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=select_account" +
		"&redirect_uri=http%3A%2F%2Flocalhost%3A50123&response_mode=query&response_type=code" +
		"&scope=https%3A%2F%2Fapi.businesscentral.dynamics.com%2F.default+offline_access&state=MFRGGZDFMZTWQ2LK"
)

// by returns the answers of a registration with another flow.
func by(flow catalog.Flow, answers map[steps.Key]string) map[steps.Key]string {
	answers[steps.KeyFlow] = string(flow)
	return answers
}

func deviceSignIn(s *scene) report.SignIn {
	return report.SignIn{UserCode: userCode, URL: deviceLink, Expires: s.now.Add(15 * time.Minute)}
}

func browserSignIn(s *scene, opened bool) report.SignIn {
	return report.SignIn{URL: authorizeLink, Opened: opened, Expires: s.now.Add(5 * time.Minute)}
}

// waitingScene is a test that waits for a person; its commands are held back.
func waitingScene(t *testing.T, flow catalog.Flow, signIn func(*scene) report.SignIn, changes ...func(*scene, *Options)) *scene {
	t.Helper()
	s := newScene(t, only(changes)).answered(catalog.StepToken, by(flow, bcSecret()))
	s.hold = true
	s.press("ctrl+t")
	s.send(findingMsg{seq: s.testSeq(), finding: s.report.Findings[0]}, signInMsg{s.testSeq(), signIn(s)})
	if !s.waits() {
		t.Fatal("nobody is waited for")
	}
	return s
}

func waitingForCode(t *testing.T, changes ...func(*scene, *Options)) *scene {
	return waitingScene(t, catalog.DeviceCode, deviceSignIn, changes...)
}

func waitingForBrowser(t *testing.T) *scene {
	return waitingScene(t, catalog.Browser, func(s *scene) report.SignIn { return browserSignIn(s, true) })
}

// waitings are the panels of the wait.
var waitings = []struct {
	name   string
	flow   catalog.Flow
	signIn func(*scene) report.SignIn
}{
	{"device code", catalog.DeviceCode, deviceSignIn},
	{"browser opened", catalog.Browser, func(s *scene) report.SignIn { return browserSignIn(s, true) }},
	{"no browser", catalog.Browser, func(s *scene) report.SignIn { return browserSignIn(s, false) }},
}

func TestSignInScreens(t *testing.T) {
	for _, size := range append(goldenSizes, struct{ width, height int }{20, 6}) {
		t.Run(fmt.Sprintf("%dx%d", size.width, size.height), func(t *testing.T) {
			var all strings.Builder
			for _, row := range waitings {
				s := waitingScene(t, row.flow, row.signIn)
				s.size(size.width, size.height)
				s.now = s.now.Add(63 * time.Second)
				s.rest()
				fmt.Fprintf(&all, "=== %s\n%s\n", row.name, s.screen())
				for line := range strings.SplitSeq(s.screen(), "\n") {
					if ansi.StringWidth(line) > size.width {
						t.Errorf("%s: %q is too wide", row.name, line)
					}
				}
			}
			golden.RequireEqual(t, all.String())
		})
	}
}

// TestCancelIsAlwaysNamed: the way out is in the help line at any width, in the demo and outside.
func TestCancelIsAlwaysNamed(t *testing.T) {
	for _, width := range []int{20, 40, 80, 100} {
		s := waitingForCode(t, noDemo)
		s.size(width, 15)
		s.wants("cancel", "? help")
	}
}

// TestSignInAlwaysTells: however small the screen, what is needed can be reached by scrolling.
func TestSignInAlwaysTells(t *testing.T) {
	wanted := map[string][]string{
		"device code":    {userCode, deviceLink, clientGUID, "contoso.com", tenantGUID, "15:00"},
		"browser opened": {authorizeLink, clientGUID, tenantGUID, "5:00left", "AADSTS50011", "http://localhost"},
		"no browser":     {authorizeLink, clientGUID, tenantGUID, "5:00left", "AADSTS50011", "Mobileanddesktopapplications"},
	}
	for _, row := range waitings {
		for _, size := range []struct{ width, height int }{{100, 30}, {80, 24}, {40, 15}, {20, 6}} {
			s := waitingScene(t, row.flow, row.signIn)
			s.size(size.width, size.height)
			seen := s.body()
			for at := -1; at != s.guideAt(); {
				at = s.guideAt()
				s.press("down")
				seen += s.last()
			}
			for _, want := range wanted[row.name] {
				if !strings.Contains(seen, want) {
					t.Errorf("%s at %v never shows %q:\n%s", row.name, size, want, seen)
				}
			}
		}
	}
}

// body is the screen without header, footer and blanks; last the last line of it that scrolls.
func (s *scene) body() string {
	return strings.Join(strings.Fields(strings.Join(s.bodyLines(), "")), "")
}

func (s *scene) bodyLines() []string {
	size := s.w.size(len(s.w.header()) + len(s.w.footerSpace()))
	var lines []string
	for _, line := range s.w.screen.View(size).lines {
		if line = ansi.Strip(line); !strings.Contains(line, " more") && !strings.Contains(line, "end · pgup") {
			lines = append(lines, line)
		}
	}
	return lines
}

func (s *scene) last() string {
	lines := s.bodyLines()
	return strings.Join(strings.Fields(lines[len(lines)-1]), "")
}

// TestCountdown counts by the clock, once a second, and draws nothing else meanwhile.
func TestCountdown(t *testing.T) {
	s := waitingForCode(t)
	s.wants("15:00 left")
	if len(s.timed) != 2 { // the spinner's last turn, and the tick
		t.Fatalf("%d timers: %v", len(s.timed), s.timed)
	}
	var shown []string
	for _, passed := range []time.Duration{time.Second, 1500 * time.Millisecond, 14 * time.Minute, 5 * time.Minute} {
		s.now = s.now.Add(passed)
		s.rest()
		if len(s.timed) != 1 {
			t.Errorf("%d timers: %v", len(s.timed), s.timed)
		}
		shown = append(shown, strings.TrimSpace(strings.Split(strings.SplitAfter(s.screen(), "╯\n")[1], "\n")[0]))
	}
	if diff := cmp.Diff([]string{"14:59 left", "14:58 left", "0:58 left", "0:00 left"}, shown); diff != "" {
		t.Error(diff)
	}
	before := s.w.View().Content
	s.send(spinMsg{})
	if s.w.View().Content != before || s.w.busy() {
		t.Error("a spinner turns while a person is waited for")
	}
}

// TestSignInEnds goes on with the test: the clock's ticks end, the spinner turns again.
func TestSignInEnds(t *testing.T) {
	s := waitingForCode(t)
	s.timed = nil
	s.send(findingMsg{seq: s.testSeq(), finding: report.Finding{ID: report.Account, Status: report.OK, Title: "the right person signed in"}})
	s.wants("the right person signed in", "Token")
	s.lacks(userCode)
	if s.waits() || !s.w.busy() || !s.w.spin.turning {
		t.Error("the test does not go on")
	}
	s.send(tickMsg{s.testSeq()})
	for _, msg := range s.timed {
		if _, ticks := msg.(tickMsg); ticks {
			t.Error("the clock ticks on")
		}
	}
}

// TestCancelSignIn ends the test's own context at once and keeps every answer.
func TestCancelSignIn(t *testing.T) {
	for _, name := range []string{"esc", "b", "ctrl+b"} {
		s := newScene(t, nil).answered(catalog.StepToken, by(catalog.DeviceCode, bcSecret()))
		answers := fmt.Sprint(s.answers())
		s.onVerify = func(ctx context.Context, events session.Events) {
			events.SignIn(deviceSignIn(s))
			<-ctx.Done() // a person who never comes
		}
		s.hold = true
		s.press("ctrl+t")
		commands := s.held[0]().(tea.BatchMsg)
		ended := make(chan tea.Msg)
		go func() { ended <- commands[0]() }()
		s.send(commands[1]()) // the first event
		s.wants(userCode)
		s.press(name)
		s.wants("Sign-in canceled. Nothing is lost")
		s.send(<-ended)
		if s.onTest() || fmt.Sprint(s.answers()) != answers || s.w.session.Result().Report != nil {
			t.Errorf("%s: the test goes on", name)
		}
		if bar := s.w.View().ProgressBar; bar != nil {
			t.Errorf("the bar stays: %v", bar)
		}
		s.press("ctrl+t")
		if !s.testing() {
			t.Error("ctrl+t does not test again")
		}
	}
}

// TestStaleSignIn drops what belongs to a test that was left.
func TestStaleSignIn(t *testing.T) {
	s := waitingForCode(t)
	old := s.testSeq()
	s.press("esc")
	s.send(signInMsg{old, deviceSignIn(s)}, tickMsg{old}, demoSignedInMsg{old, errors.New("late")})
	s.lacks(userCode, "late")
	if s.waits() {
		t.Error("a test that was left waits")
	}
}

// signInKeys are what the keys of the wait do, on either panel.
var signInKeys = []struct {
	key            string
	device         bool
	opened, copied string
}{
	{"o", true, deviceLink, ""}, {"ctrl+o", true, deviceLink, ""},
	{"y", true, "", userCode}, {"f6", true, "", userCode},
	{"enter", true, deviceLink, userCode}, {"enter", false, authorizeLink, ""},
	{"l", true, "", deviceLink}, {"ctrl+l", true, "", deviceLink},
	{"o", false, authorizeLink, ""}, {"y", false, "", authorizeLink}, {"l", false, "", ""},
}

func TestSignInKeys(t *testing.T) {
	for _, row := range signInKeys {
		s := waitingForBrowser(t)
		if row.device {
			s = waitingForCode(t)
		}
		s.hold, s.held, s.timed = false, nil, nil
		s.press(row.key)
		if opened := strings.Join(s.opened, " "); opened != row.opened {
			t.Errorf("%s opened %q, want %q", row.key, opened, row.opened)
		}
		if copied := strings.Join(s.copied, " "); copied != row.copied {
			t.Errorf("%s copied %q, want %q", row.key, copied, row.copied)
		}
		if !s.waits() {
			t.Errorf("%s ends the wait", row.key)
		}
	}
}

// TestNothingLeavesTheWaitByAccident: only cancel, quit and the redirect URI's key do.
func TestNothingLeavesTheWaitByAccident(t *testing.T) {
	for _, name := range []string{"enter", "s", "ctrl+s", "alt+1", "t", "ctrl+t", "w", "f9", "i", "d", "e", "r", "x", "up", "down", "pgdown", "?", "a", "p"} {
		s := waitingForCode(t)
		s.press(name)
		if !s.waits() || s.quit {
			t.Errorf("%s leaves", name)
		}
	}
	for _, name := range []string{"q", "f10", "ctrl+c"} {
		s := waitingForCode(t)
		cancelled := false
		s.w.screen.(*signInScreen).cancel = func() { cancelled = true }
		s.press(name)
		s.later()
		if !cancelled || !s.quit && !s.broken {
			t.Errorf("%s: cancelled %v, left %v", name, cancelled, s.quit)
		}
	}
}

// TestRedirectKey goes from a browser that shows AADSTS50011 to where that is put right.
func TestRedirectKey(t *testing.T) {
	for _, name := range []string{"u", "ctrl+x"} {
		s := waitingForBrowser(t)
		s.press(name)
		if at := s.at(); at != catalog.StepPublicClient || s.onTest() {
			t.Errorf("%s: at %s", name, at)
		}
		s.wants("http://localhost")
	}
	s := waitingForCode(t)
	if s.press("u"); !s.waits() {
		t.Error("a device code has no redirect URI")
	}
}

// TestDemoSignsIn lets the simulated person answer by the fill key, and tells what their page says.
func TestDemoSignsIn(t *testing.T) {
	for _, refusal := range []error{nil, errors.New("the page says no\x1b[2J")} {
		s := waitingForCode(t)
		s.hold, s.held, s.timed, s.demoErr = false, nil, nil, refusal
		s.press("f")
		if diff := cmp.Diff([]report.SignIn{deviceSignIn(s)}, s.signIns); diff != "" {
			t.Error(diff)
		}
		if refusal == nil {
			s.wants("The demo's user has signed in.")
		} else {
			s.wants(`couldn't sign in: the page says no\u001B[2J`)
		}
		s.press("x")
		s.press("ctrl+f")
		if len(s.signIns) != 2 {
			t.Error("ctrl+f does not fill")
		}
	}
	s := waitingForCode(t, noDemo)
	s.press("f")
	s.lacks("let the demo")
	if len(s.held) != 1 { // the test's own
		t.Error("there is no demo")
	}
}

// TestSignedInIsTold names who signed in on the ready screen.
func TestSignedInIsTold(t *testing.T) {
	s := newScene(t, nil).answered(catalog.StepToken, by(catalog.Browser, bcSecret()))
	s.report = readyTest()
	s.report.Findings[2].Evidence = "jan@contoso.com of tenant " + tenantGUID
	s.press("ctrl+t")
	s.wants("✓ Ready", "Signed in jan@contoso.com of tenant "+tenantGUID)
	s = newScene(t, nil).answered(catalog.StepToken, bcSecret())
	if got := whoSignedIn(s.answers(), readyTest().Findings); got != "" {
		t.Errorf("an application signs nobody in, not %q", got)
	}
}

// TestProgressOfTheWait shows the terminal's own progress without an end.
func TestProgressOfTheWait(t *testing.T) {
	s := waitingForCode(t)
	if bar := s.w.View().ProgressBar; bar == nil || bar.State != tea.ProgressBarIndeterminate {
		t.Errorf("the bar is %v", bar)
	}
}

// TestSignInIsHarmless: nothing that a sign-in page's address or code brings controls the terminal, and neither stays
// behind on the screen that is left.
func TestSignInIsHarmless(t *testing.T) {
	hostile := "evil\x1b]52;c;aGk=\a\x1b[2J\r\b\x1b]8;;http://evil\a\u202e"
	s := waitingScene(t, catalog.DeviceCode, func(s *scene) report.SignIn {
		return report.SignIn{UserCode: hostile, URL: "https://x/" + hostile, Expires: s.now}
	})
	for _, name := range []string{"x", "y", "l", "?"} {
		s.press(name)
		for _, bad := range []string{"\x1b]52", "\x1b[2J", "\r", "\b", "\x1b]8;;http://evil", "\u202e"} {
			if strings.Contains(s.w.View().Content, bad) {
				t.Errorf("%q on the screen", bad)
			}
		}
	}
	s = waitingForCode(t)
	s.press("q")
	if left := fmt.Sprint(s.w.session.Result().Lines, s.w.View().WindowTitle, s.drafted); strings.Contains(left, userCode) {
		t.Error("the code stays behind")
	}
}
