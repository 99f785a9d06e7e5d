package entra

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"appreg/internal/report"
)

// TestTheBrowserIsStartedWithNoSecret: of the sign-in nothing stands in the address that other users can read.
func TestTheBrowserIsStartedWithNoSecret(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	seen := map[string]bool{}
	for range 3 {
		var started, shown *url.URL
		var browsing sync.WaitGroup
		browser := func(raw string) error {
			started, _ = url.Parse(raw)
			shown = leadsTo(t, raw)
			browsing.Go(func() { back(t, shown, with(shown, "code", canaryCode)) })
			return nil
		}
		if _, err := newClient(t, nil).WithWait(gates{}.wait).SignInBrowser(t.Context(), browserRequest(s.URL), browser, (&screen{}).show); err != nil {
			t.Fatal(err)
		}
		browsing.Wait()
		if argumentsShow && (started.Hostname() != "localhost" || started.RawQuery != "" || len(started.Path) < 26) {
			t.Errorf("the browser is started with %s", started)
		}
		if !strings.HasPrefix(shown.String(), s.URL) || shown.Query().Get("state") == "" {
			t.Errorf("the page leads to %s", shown)
		}
		if seen[started.Path] {
			t.Errorf("%s was there before", started.Path)
		}
		seen[started.Path] = true
	}
}

// served is a loopback whose visitors are whom userOf says.
func served(t *testing.T, user int, userOf userOfFunc) (*loopback, string) {
	t.Helper()
	listeners, err := listenLoopback(net.Listen)
	if err != nil {
		t.Fatal(err)
	}
	l := newLoopback(newAuthorization(browserRequest("https://login.example.com"), redirectURI(listeners)), userOf)
	l.opening.user = user
	l.serve(listeners)
	t.Cleanup(l.close)
	return l, redirectURI(listeners)
}

func TestOpeningTellsVisitorsApart(t *testing.T) {
	known := func(user int) func(net.Addr, net.Addr) (int, bool) {
		return func(net.Addr, net.Addr) (int, bool) { return user, true }
	}
	unknown := func(net.Addr, net.Addr) (int, bool) { return 0, false }
	const leads, refused, again = http.StatusSeeOther, http.StatusNotFound, http.StatusConflict
	for name, tt := range map[string]struct {
		userOf func(net.Addr, net.Addr) (int, bool)
		want   []int // one visit after the other
		twice  bool
	}{
		"the same user":         {known(1000), []int{leads, leads, leads}, false},
		"another user":          {known(1001), []int{refused, refused}, false},
		"root, maybe a relay":   {known(0), []int{leads, again, again}, true},
		"nobody knows who":      {unknown, []int{leads, again}, true},
		"nobody knows who once": {unknown, []int{leads}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l, base := served(t, 1000, tt.userOf)
			for i, want := range tt.want {
				page := visitOnly(t, http.MethodGet, base+l.opening.path, "", "")
				if page.status != want {
					t.Errorf("visit %d: HTTP %d, want %d", i, page.status, want)
				}
				if told := page.header.Get("Location"); (told == l.authorization.url()) != (want == leads) {
					t.Errorf("visit %d leads to %q", i, told)
				}
				mustNotHold(t, page.body, l.authorization.state.Reveal())
				if page.header.Get("Referrer-Policy") != "no-referrer" || page.header.Get("Cache-Control") != "no-store" {
					t.Errorf("headers %v", page.header)
				}
			}
			if tt.twice {
				<-l.opening.twice // once the page is out
			}
			if !tt.twice && len(l.opening.twice) != 0 {
				t.Error("it was told as opened twice")
			}
		})
	}
}

// TestOpeningIsNowhereElse: no other path and method leads to the sign-in, or uses up the one visit.
func TestOpeningIsNowhereElse(t *testing.T) {
	l, base := served(t, 1000, func(net.Addr, net.Addr) (int, bool) { return 0, false })
	path := l.opening.path
	for _, knock := range [][2]string{
		{http.MethodHead, path}, {http.MethodPost, path}, {http.MethodGet, path + "/"}, {http.MethodGet, path[:len(path)-1]},
		{http.MethodGet, strings.ToLower(path)}, {http.MethodGet, "/"}, {http.MethodGet, "//" + path}, {http.MethodGet, endPath},
	} {
		page := visitOnly(t, knock[0], base+knock[1], "", "")
		if page.status != http.StatusNotFound || page.header.Get("Location") != "" {
			t.Errorf("%s %s: HTTP %d, %v", knock[0], knock[1], page.status, page.header)
		}
	}
	if page := visitOnly(t, http.MethodGet, base+path, "", ""); page.status != http.StatusSeeOther {
		t.Errorf("the page itself: HTTP %d", page.status)
	}
}

// TestOpenedTwice: where it cannot be known who opened the page, a second visit ends the sign-in.
func TestOpenedTwice(t *testing.T) {
	s := newServer(t, answer(200, goodToken))
	var visits sync.WaitGroup
	b := browserSignIn{listen: net.Listen, show: func(report.SignIn) {}, visitors: func(net.Addr, net.Addr) (int, bool) { return 0, false }}
	b.open = func(raw string) error {
		visits.Go(func() {
			visitOnly(t, http.MethodGet, raw, "", "")
			visitOnly(t, http.MethodGet, raw, "", "")
		})
		return nil
	}
	_, err := newClient(t, nil).WithWait(gates{}.wait).signInBrowser(t.Context(), browserRequest(s.URL), b)
	visits.Wait()
	if !errors.Is(err, ErrOpenedTwice) || len(s.requests()) != 0 {
		t.Errorf("%v after %d requests", err, len(s.requests()))
	}
}
