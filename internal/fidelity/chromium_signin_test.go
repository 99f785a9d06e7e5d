package fidelity

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"appreg/internal/entra"
	"appreg/internal/tenantsim"
)

// Titles of appreg's last page.
const (
	worked = "The sign-in worked"
	failed = "The sign-in did not work"
)

// Buttons and texts of the simulator's pages and, beside no main, of appreg's own.
const (
	pickBen     = chromedp.CSS(`main#users button[name="user"][value="` + ben + `"]`)
	accept      = chromedp.CSS(`main#consent #accept`)
	sayNo       = chromedp.CSS(`main#consent #decline`)
	cancelFirst = chromedp.CSS(`main#users #decline`)
	errorCode   = chromedp.CSS(`main#error #code`)
	ownTitle    = chromedp.CSS(`body > h1`)
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
		walk: func(w *walk) { w.press(pickBen, accept); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 200", "POST authorize 200", "POST authorize 303", "POST token 200"},
	},
	"works, consented before": {
		app:  func(a *tenantsim.App) { a.Consents = consented },
		walk: func(w *walk) { w.press(pickBen); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 200", "POST authorize 303", "POST token 200"},
	},
	"works, form_post": {
		query: func(q url.Values) { q.Set("response_mode", "form_post") },
		walk:  func(w *walk) { w.press(pickBen, accept); w.mustReadEnd(worked, "") }, ends: signedIn,
		log: []string{"GET authorize 200", "POST authorize 200", "POST authorize 200", "POST token 200"},
	},
	"works, strays first": {
		walk: func(w *walk) {
			w.stray("/", "Nothing here")
			w.stray("/favicon.ico", "Nothing here") // no content: the browser stays; by itself it does not ask, as our policy forbids images
			w.stray("/callback?code=1", "Nothing here")
			w.stray("/?code=1&state=2", "This is not the sign-in that appreg waits for")
			w.open()
			w.press(pickBen, accept)
			w.mustReadEnd(worked, "")
		},
		ends: signedIn,
		log:  []string{"GET authorize 200", "GET authorize 200", "POST authorize 200", "POST authorize 303", "POST token 200"},
	},
	"declined at the consent": {
		walk: func(w *walk) { w.press(pickBen, sayNo); w.mustReadEnd(failed, "AADSTS65004") }, ends: declined,
		log: []string{"GET authorize 200", "POST authorize 200", "POST authorize 303"},
	},
	"declined before": {
		walk: func(w *walk) { w.press(cancelFirst); w.mustReadEnd(failed, "AADSTS65004") }, ends: declined,
		log: []string{"GET authorize 200", "POST authorize 303"},
	},
	"redirect mismatch, until the limit": {
		app:  func(a *tenantsim.App) { a.RedirectURIs = []string{"http://localhost/signin"} },
		walk: func(w *walk) { w.mustStay("50011"); w.limitPasses() },
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
		walk: func(w *walk) { w.mustStay("50011"); w.stop() }, ends: stopped,
		log: []string{"GET authorize 400"},
	},
	"stopped while the person reads": {
		walk: func(w *walk) {
			w.press(pickBen)
			w.must(chromedp.WaitVisible(accept))
			w.stop()
			w.press(accept) // too late: nobody listens any more
			w.mustRead(chromedp.CSS("body.neterror"), "ERR_CONNECTION_REFUSED")
		},
		ends: stopped,
		log:  []string{"GET authorize 200", "POST authorize 200", "POST authorize 303"},
	},
}

// TestChromium walks sign-ins in a real browser: page by page in the simulator, back to appreg's own port, and its page.
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

// signedIn: it is the picked user's token, and the code that the browser knows is used up.
func signedIn(t *testing.T, w *walk) {
	if w.err != nil {
		t.Fatal(w.err)
	}
	claims, err := entra.DecodeClaims(w.answer.AccessToken)
	if err != nil || claims.UPN != ben || !slices.Equal(claims.Scopes, consented[api]) || w.answer.RefreshToken.IsZero() {
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
