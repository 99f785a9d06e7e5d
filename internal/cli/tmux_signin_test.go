package cli_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/longtest"
	"appreg/internal/tenantsim"
	"appreg/internal/tenantsim/cases"
)

// TestSignInInTmux signs a person in, by browser and by device code, in each place that can ask them to: the wizard,
// line mode and `token`. The rows of signIns go wrong, or nearly so, in one way each.
func TestSignInInTmux(t *testing.T) {
	longtest.Only(t)

	program := buildProgram(t)
	for i, row := range signIns {
		for j, place := range signInPlaces {
			apis := []catalog.API{catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral}
			if !row.everyAPI {
				apis = apis[(i+j)%len(apis):][:1] // each fault in three APIs, each API with faults
			}
			for _, api := range apis {
				t.Run(fmt.Sprintf("%s/%s/%s/%s", row.name, row.flow, place.name, api), func(t *testing.T) {
					t.Parallel()
					p := newSigner(t, row.browser)
					place.begin(p, program, p.caseOf(api, row.flow))
					p.screen.wait(place.waiting)
					row.do(p)
					p.screen.wait(row.want(place)...)
					place.end(p, row)
				})
			}
		}
	}
}

// signInRow is one course of a sign-in.
type signInRow struct {
	name     string
	flow     catalog.Flow
	everyAPI bool
	browser  string          // what xdg-open does; empty = it leaves the address for the person
	do       func(p *signer) // while appreg waits
	wizard   []string        // what the wizard then shows
	line     []string        // what line mode then shows
	exit     int             // of `token`
	told     []string        // by `token`
}

var signIns = []signInRow{
	{name: "accepted", flow: catalog.Browser, everyAPI: true, do: (*signer).accept, wizard: wizardReady, line: lineReady},
	{name: "accepted", flow: catalog.DeviceCode, everyAPI: true, do: (*signer).enterCode, wizard: wizardReady, line: lineReady},

	{name: "declined", flow: catalog.Browser, do: (*signer).declinePage,
		wizard: []string{"One thing to fix", "Consent was declined"}, line: []string{"Refused: one thing to fix", "Consent was declined"}, exit: 3, told: []string{"[consent_declined]"}},
	{name: "declined", flow: catalog.DeviceCode, do: (*signer).declineCode,
		wizard: []string{"One thing to fix", "The sign-in was declined"}, line: []string{"Refused: one thing to fix", "The sign-in was declined"}, exit: 3, told: []string{"[authorization_declined]"}},
	{name: "expired", flow: catalog.DeviceCode, do: (*signer).missCode,
		wizard: []string{"One thing to fix", "The device code has expired"}, line: []string{"Refused: one thing to fix", "The device code has expired"}, exit: 3, told: []string{"[device_code_expired]"}},
	{name: "cancelled", flow: catalog.Browser, do: (*signer).cancel,
		wizard: []string{"Sign-in canceled. Nothing is lost"}, line: []string{"Sign-in canceled"}, exit: 130},
	{name: "cancelled", flow: catalog.DeviceCode, do: (*signer).cancel,
		wizard: []string{"Sign-in canceled. Nothing is lost"}, line: []string{"Sign-in canceled"}, exit: 130},

	{name: "no browser starts", flow: catalog.Browser, browser: "exit 3", do: (*signer).openElsewhere, wizard: wizardReady, line: lineReady},
	{name: "another state first", flow: catalog.Browser, do: (*signer).strayFirst, wizard: wizardReady, line: lineReady},
	{name: "favicon first", flow: catalog.Browser, do: (*signer).faviconFirst, wizard: wizardReady, line: lineReady},
}

var wizardReady, lineReady = []string{"Ready: all checks passed"}, []string{"Ready: all checks passed"}

// want is what place shows at the end.
func (r signInRow) want(place signInPlace) []string {
	switch place.name {
	case "wizard":
		return r.wizard
	case "line mode":
		return r.line
	}
	return append(slices.Clone(r.told), fmt.Sprintf("exit code %d", r.exit))
}

// signInPlace is a part of the program that lets a person sign in.
type signInPlace struct {
	name    string
	waiting string // what it shows while it waits
	begin   func(p *signer, program string, c cases.Case)
	end     func(p *signer, row signInRow)
}

var signInPlaces = []signInPlace{
	{"wizard", "esc cancel enter", (*signer).inWizard, func(*signer, signInRow) {}},
	{"line mode", "Meanwhile type", (*signer).inLines, func(*signer, signInRow) {}},
	{"token", "ctrl+c ends it", (*signer).atToken, (*signer).tokenAlone},
}

// signer is a person who sits before a terminal with a browser beside it.
type signer struct {
	*testing.T
	screen        *screen
	sim           *tenantsim.Sim
	cases         []cases.Case
	served        []string // environment
	wizard, lines bool     // where the person is; neither is `token`
	dir           string   // of the browser, and of what the program wrote
	client        http.Client
}

// newSigner returns one whose xdg-open runs the shell command browser.
func newSigner(t *testing.T, browser string) *signer {
	t.Helper()
	p := &signer{T: t, dir: t.TempDir(), client: http.Client{Timeout: screenWait}}
	if browser == "" {
		browser = fmt.Sprintf("case \"$1\" in http://127.*|http://localhost*) printf %%s \"$1\" >%[1]s/begun && mv %[1]s/begun %[1]s/opened;; esac", p.dir) // not the portal's pages
	}
	if err := os.WriteFile(filepath.Join(p.dir, "xdg-open"), []byte("#!/bin/sh\n"+browser+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.sim = newSimulator(tenantsim.Options{DeviceInterval: time.Second})
	var err error
	if p.cases, err = cases.Load(p.sim, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	server, err := p.sim.Start(t.Context(), tenantsim.StartOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	p.served = []string{"APPREG_AUTHORITY=" + server.URL, "APPREG_API_URL=" + server.URL, "APPREG_HOME=" + t.TempDir()}
	return p
}

// caseOf is the working registration of an API and a flow.
func (p *signer) caseOf(api catalog.API, flow catalog.Flow) cases.Case {
	p.Helper()
	i := slices.IndexFunc(p.cases, func(c cases.Case) bool { return c.API == api && c.Flow == flow && c.Cause == "" })
	if i < 0 {
		p.Fatalf("no working case of %s with %s", api, flow)
	}
	return p.cases[i]
}

func (p *signer) start(command string) {
	p.Helper()
	p.screen = newScreen(p.T, 100, 40, p.served, "PATH="+p.dir+":$PATH "+command)
	p.screen.tmux("set-option", "-s", "set-clipboard", "on") // so that what is copied can be pasted
}

func (p *signer) inWizard(program string, c cases.Case) {
	p.wizard = true
	p.start(strings.Join(append([]string{program, "setup", "--store", "none"}, caseFlags(c)...), " "))
	p.screen.enterUntil("esc cancel  enter", "No usable answer")
}

func (p *signer) inLines(program string, c cases.Case) {
	p.lines = true
	p.start(strings.Join(append([]string{program, "setup", "--plain", "--store", "none"}, caseFlags(c)...), " "))
	p.screen.enterUntil("Meanwhile type", "What now")
}

func (p *signer) atToken(program string, c cases.Case) {
	flags := caseFlags(c)
	if i := slices.Index(flags, "--permission"); i >= 0 {
		flags = slices.Delete(flags, i, i+2)
	}
	p.start(strings.Join(append([]string{program, "token"}, flags...), " ") + " >" + filepath.Join(p.dir, "stdout"))
}

// tokenAlone looks at what `token` wrote to its standard output.
func (p *signer) tokenAlone(row signInRow) {
	p.Helper()
	out, err := os.ReadFile(filepath.Join(p.dir, "stdout"))
	if err != nil {
		p.Fatal(err)
	}
	if row.exit != 0 && len(out) != 0 {
		p.Errorf("%d bytes on standard output", len(out))
	}
	if row.exit == 0 && !tokenLine.Match(out) {
		p.Errorf("standard output is not a token alone (%d bytes)", len(out))
	}
}

var tokenLine = regexp.MustCompile(`^eyJ[\w-]+\.[\w-]+\.[\w-]*\n$`)

// enterUntil presses Enter until the screen shows one of the texts.
func (s *screen) enterUntil(texts ...string) {
	s.t.Helper()
	for range 40 {
		shown := s.settled()
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(shown, text) }) {
			return
		}
		s.press("Enter")
	}
	s.t.Fatalf("the screen never showed any of %q:\n%s", texts, s.text())
}

// opened waits for a browser and returns the address to which the page that it was started with leads.
func (p *signer) opened() string {
	p.Helper()
	for begun := time.Now(); time.Since(begun) < screenWait; time.Sleep(20 * time.Millisecond) {
		if address, err := os.ReadFile(filepath.Join(p.dir, "opened")); err == nil {
			return p.leadsTo(string(address))
		}
	}
	p.Fatalf("no browser was started:\n%s", p.screen.text())
	return ""
}

// leadsTo is where a browser that opens a page finds itself.
func (p *signer) leadsTo(page string) string {
	p.Helper()
	client := http.Client{Timeout: screenWait, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(page)
	if err != nil {
		p.Fatal(err)
	}
	_ = response.Body.Close()
	return response.Header.Get("Location")
}

// accept signs in on the page that the browser opened.
func (p *signer) accept() { p.visit(p.opened()) }

// declinePage is somebody who does not consent.
func (p *signer) declinePage() {
	p.Helper()
	if err := p.sim.UpdateUser(p.cases[0].Tenant, p.cases[0].Username, func(u *tenantsim.User) { u.Declines = true }); err != nil {
		p.Fatal(err)
	}
	p.visit(p.opened())
}

// openElsewhere takes the address from the terminal, because no browser was started.
func (p *signer) openElsewhere() {
	p.Helper()
	p.screen.wait("Couldn't start a browser")
	p.visit(p.shownAddress())
}

// shownAddress is the address on the screen: the wizard wraps it into its column, so there it is copied.
func (p *signer) shownAddress() string {
	p.Helper()
	if p.wizard {
		p.screen.press("y")
		p.screen.wait("Copied: Link")
		for begun := time.Now(); time.Since(begun) < screenWait; time.Sleep(20 * time.Millisecond) { // the clipboard's own sequence
			if p.screen.tmux("list-buffers") != "" {
				return p.screen.tmux("show-buffer")
			}
		}
		p.Fatal("nothing was copied")
	}
	joined := p.screen.tmux("capture-pane", "-p", "-J", "-S", "-")
	return shownAddress.FindString(joined)
}

var shownAddress = regexp.MustCompile(`http://127\S+/authorize\?\S+`)

// strayFirst lets a redirect of another sign-in come before the right one.
func (p *signer) strayFirst() {
	page := p.opened()
	p.knock(page, "/?code=stray&state=stray", http.StatusBadRequest)
	p.knock(page, "/?error=access_denied&state=stray", http.StatusBadRequest)
	p.visit(page)
}

// faviconFirst lets a browser and a port scan ask for other things before the right one.
func (p *signer) faviconFirst() {
	page := p.opened()
	p.knock(page, "/favicon.ico", http.StatusNoContent)
	p.knock(page, "/", http.StatusNotFound)
	p.knock(page, "/index.php?code=x", http.StatusNotFound)
	p.visit(page)
}

// knock asks the port that waits for the redirect of page.
func (p *signer) knock(page, target string, want int) {
	p.Helper()
	address, err := url.Parse(page)
	if err != nil {
		p.Fatal(err)
	}
	response, err := p.client.Get(address.Query().Get("redirect_uri") + target)
	if err != nil {
		p.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != want {
		p.Errorf("%s: HTTP %d, want %d", target, response.StatusCode, want)
	}
}

// cancel gives up as the place offers it.
func (p *signer) cancel() {
	switch {
	case p.wizard:
		p.screen.press("Escape")
	case p.lines:
		p.screen.press("c", "a", "n", "c", "e", "l", "Enter")
	default:
		p.screen.press("C-c")
	}
}

// visit opens a page, which asks nobody.
func (p *signer) visit(page string) {
	p.Helper()
	response, err := p.client.Get(page)
	if err != nil {
		p.Fatal(err)
	}
	_ = response.Body.Close()
}

// enterCode enters the code that the screen shows.
func (p *signer) enterCode() {
	p.Helper()
	p.visit(strings.TrimPrefix(p.served[0], "APPREG_AUTHORITY=") + "/devicelogin?user_code=" + p.shownCode())
}

func (p *signer) declineCode() { p.changeCode(func(d *tenantsim.Device) { d.Declined = true }) }

// missCode lets the code's time end.
func (p *signer) missCode() { p.changeCode(func(d *tenantsim.Device) { d.Expires = time.Time{} }) }

func (p *signer) changeCode(change func(*tenantsim.Device)) {
	p.Helper()
	if err := p.sim.UpdateDevice(p.shownCode(), change); err != nil {
		p.Fatal(err)
	}
}

// shownCode is the one code that waits, which the screen has to show.
func (p *signer) shownCode() string {
	p.Helper()
	waiting := p.sim.PendingDevices()
	if len(waiting) != 1 || !strings.Contains(p.screen.text(), waiting[0].UserCode) {
		p.Fatalf("the screen does not show the one code of %v:\n%s", waiting, p.screen.text())
	}
	return waiting[0].UserCode
}
