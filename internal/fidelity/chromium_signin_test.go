package fidelity

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"appreg/internal/entra"
	"appreg/internal/tenantsim"
)

// Titles of appreg's last page.
const (
	worked = "Sign-in complete"
	failed = "The sign-in failed"
)

// Texts of the simulator's error page and, beside no main, of appreg's own.
const (
	errorCode = chromedp.CSS(`main#error #code`)
	ownTitle  = chromedp.CSS(`body > h1`)
)

// chromiumCases are the ways that a sign-in can take. A row walks it and says what SignInBrowser and the simulator make
// of it.
var chromiumCases = map[string]struct {
	app   func(*tenantsim.App)        // what is registered otherwise; may be nil
	query func(url.Values)            // what the page is asked for otherwise; may be nil
	walk  func(w *walk)               // from the first page on
	ends  func(t *testing.T, w *walk) // SignInBrowser's end
	log   []string                    // the simulator's requests
}{
	"works": {
		walk: func(w *walk) { w.open(); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 302", "POST token 200"},
	},
	"works, consented before": {
		app:  func(a *tenantsim.App) { a.Consents = permissions },
		walk: func(w *walk) { w.open(); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 302", "POST token 200"},
	},
	"works, form_post": {
		query: func(q url.Values) { q.Set("response_mode", "form_post") },
		walk:  func(w *walk) { w.open(); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 200", "POST token 200"},
	},
	"works, strays first": {
		walk: func(w *walk) {
			w.stray("/", "Nothing here")
			w.stray("/favicon.ico", "Nothing here") // no content: the browser stays; by itself it does not ask, as our policy forbids images
			w.stray("/callback?code=1", "Nothing here")
			w.stray("/?code=1&state=2", "appreg isn't waiting for this sign-in")
			w.open()
			w.mustReadEnd(worked, "")
		},
		ends: signedIn,
		log:  []string{"GET authorize 302", "POST token 200"},
	},
	"declined": {
		query: func(q url.Values) { q.Set("login_hint", carl) },
		walk:  func(w *walk) { w.open(); w.mustReadEnd(failed, "AADSTS65004") }, ends: declined,
		log: []string{"GET authorize 302"},
	},
	"declined, form_post": {
		query: func(q url.Values) { q.Set("login_hint", carl); q.Set("response_mode", "form_post") },
		walk:  func(w *walk) { w.open(); w.mustReadEnd(failed, "AADSTS65004") }, ends: declined,
		log: []string{"GET authorize 200"},
	},
	"redirect mismatch, until the limit": {
		app:  func(a *tenantsim.App) { a.RedirectURIs = []string{"http://localhost/signin"} },
		walk: func(w *walk) { w.open(); w.mustStay("50011"); w.limitPasses() },
		ends: func(t *testing.T, w *walk) {
			var none *entra.NoRedirectError
			if !errors.As(w.err, &none) || none.RedirectURI != w.asked.Get("redirect_uri") || none.WrongState != 0 {
				t.Errorf("%#v, want a NoRedirectError", w.err)
			}
		},
		log: []string{"GET authorize 400"},
	},
	"redirect mismatch, stopped": {
		app:  func(a *tenantsim.App) { a.RedirectURIs = nil; a.WebURIs = []string{"http://localhost:1"} },
		walk: func(w *walk) { w.open(); w.mustStay("50011"); w.stop() }, ends: stopped,
		log: []string{"GET authorize 400"},
	},
	"stopped while the page loads": {
		walk: func(w *walk) {
			w.office.sim.Inject(domain, tenantsim.Fault{Latency: time.Second, Times: 1})
			opened := make(chan error, 1)
			go func() { opened <- chromedp.Do(w.tab.ctx, chromedp.Navigate(w.address)) }()
			<-w.office.loading
			w.stop()
			close(w.office.loaded) // too late: nobody listens any more
			if err := <-opened; err == nil || !strings.Contains(err.Error(), "ERR_CONNECTION_REFUSED") {
				w.t.Errorf("the browser: %v", err)
			}
		},
		ends: stopped,
		log:  []string{"GET authorize 302"},
	},
}

// TestChromium walks sign-ins in a real browser: through the simulator back to appreg's own port, and its page.
func TestChromium(t *testing.T) {
	o := newOffice(t)
	for name, row := range chromiumCases {
		t.Run(name, func(t *testing.T) {
			w := o.start(t, row.app, row.query)
			row.walk(w)
			w.wait()
			if log := o.requests(); !slices.Equal(log, row.log) {
				t.Errorf("the simulator was asked %q, want %q", log, row.log)
			}
			row.ends(t, w)
			for _, sent := range w.tab.sent() {
				if !onThisMachine(sent.URL) {
					t.Errorf("a page asked for %s", sent.URL)
				}
			}
		})
	}
	if hosts := o.chromium.outside.asked(); len(hosts) != 0 {
		t.Errorf("asked for beyond this machine: %q", hosts)
	}
}

// signedIn: it is the hinted user's token, and the code that the browser knows is used up.
func signedIn(t *testing.T, w *walk) {
	if w.err != nil {
		t.Fatal(w.err)
	}
	claims, err := entra.DecodeClaims(w.answer.AccessToken)
	if err != nil || claims.UPN != ben || !slices.Equal(claims.Scopes, permissions[api]) || w.answer.RefreshToken.IsZero() {
		t.Errorf("%+v, %v", claims, err)
	}
	if len(w.shown) != 1 || !w.shown[0].Opened {
		t.Errorf("shown %+v", w.shown)
	}
	if answer := w.redeemAgain(); !strings.Contains(answer, "AADSTS54005:") {
		t.Errorf("the code is still good for something: %s", answer)
	}
}

func declined(t *testing.T, w *walk) {
	var refusal *entra.Error
	if !errors.As(w.err, &refusal) || refusal.Code != "access_denied" || refusal.AADSTS() != 65004 {
		t.Errorf("%#v, want access_denied", w.err)
	}
}

func stopped(t *testing.T, w *walk) {
	if !errors.Is(w.err, context.Canceled) {
		t.Errorf("%v, want the context's own", w.err)
	}
}
