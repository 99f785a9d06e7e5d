package fidelity

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/tenantsim"
	"appreg/internal/transport"
)

const (
	api      = catalog.LCS
	tenantID = "6f890000-1111-4222-8333-444455556666"
	domain   = "chromium.onmicrosoft.com"
	adele    = "adele@" + domain // who signs in where nobody is hinted at
	ben      = "ben@" + domain   // the login hint
	carl     = "carl@" + domain  // who declines
)

var permissions = map[catalog.API][]string{api: {"user_impersonation"}}

// office is a tenant with two users, and a browser that trusts its sign-in pages.
type office struct {
	sim      *tenantsim.Sim
	server   *tenantsim.Server
	http     *http.Client
	chromium chromium
	loading  chan struct{} // closed when a page with a latency is asked for
	loaded   chan struct{} // to be closed when that has passed
}

func newOffice(t *testing.T) office {
	t.Helper()
	o := office{loading: make(chan struct{}), loaded: make(chan struct{})}
	o.sim = tenantsim.New(tenantsim.Options{Wait: func(context.Context, time.Duration) {
		close(o.loading)
		<-o.loaded
	}})
	o.sim.AddTenant(tenantsim.Tenant{
		ID: tenantID, Name: "Chromium", Domains: []string{domain}, Users: []*tenantsim.User{{UPN: adele}, {UPN: ben}, {UPN: carl, Declines: true}},
	})
	server, err := o.sim.Start(t.Context(), tenantsim.StartOptions{TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CAPEM)
	config := &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	connection, err := tls.Dial("tcp", strings.TrimPrefix(server.URL, "https://"), config)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	o.server, o.http = server, &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
	o.chromium = startChromium(t, connection.ConnectionState().PeerCertificates[0].RawSubjectPublicKeyInfo)
	return o
}

// requests tells what the simulator was asked since the last start, each as method, last part of the path and status.
func (o office) requests() []string {
	var list []string
	for _, r := range o.sim.Requests() {
		list = append(list, r.Method+" "+path.Base(r.Path)+" "+strconv.Itoa(r.Status))
	}
	return list
}

// walk is one sign-in: SignInBrowser beside a person at a tab.
type walk struct {
	t       *testing.T
	office  office
	tab     *tab
	request entra.Request
	address string     // of the page that the browser is started with
	asked   url.Values // the query of the first page that it leads to

	limitPasses func() // ends SignInBrowser's waiting
	cancel      func()
	ended       chan struct{} // closed when SignInBrowser has given what follows
	answer      entra.Answer
	err         error
	shown       []report.SignIn
}

// start registers an app and begins to sign in; nobody has opened the page yet.
func (o office) start(t *testing.T, change func(*tenantsim.App), query func(url.Values)) *walk {
	t.Helper()
	app := tenantsim.App{ClientID: uuid.NewString(), Name: "appreg", RedirectURIs: []string{catalog.LoopbackRedirect}, Requires: permissions}
	if change != nil {
		change(&app)
	}
	o.sim.AddTenant(tenantsim.Tenant{ID: tenantID, Apps: []*tenantsim.App{&app}})
	target, err := catalog.Resolve(api, "", "")
	if err != nil {
		t.Fatal(err)
	}
	o.sim.ForgetRequests()
	w := &walk{t: t, office: o, tab: o.chromium.newTab(t), ended: make(chan struct{}), request: entra.Request{
		Login: o.server.URL, Tenant: domain, ClientID: app.ClientID, Scope: target.Scope, Username: ben, Flow: catalog.Browser,
	}}
	opened := make(chan struct{})
	w.run(func(address string) error {
		defer close(opened)
		w.address = address
		page := w.leadsTo(address)
		w.asked = page.Query()
		if query != nil {
			query(w.asked)
			page.RawQuery = w.asked.Encode()
			w.address = page.String()
		}
		return nil
	})
	select {
	case <-opened:
	case <-w.ended:
		t.Fatalf("no page was opened: %v", w.err)
	}
	return w
}

// run starts SignInBrowser. Its time stands still until limitPasses.
func (w *walk) run(open func(string) error) {
	w.t.Helper()
	sender, err := transport.New(transport.Options{CAPEM: w.office.server.CAPEM})
	if err != nil {
		w.t.Fatal(err)
	}
	limit := make(chan struct{})
	w.limitPasses = func() { close(limit) }
	client := entra.NewClient(sender, time.Now, uuid.NewString).WithWait(func(ctx context.Context, _ time.Duration) error {
		select {
		case <-limit:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	ctx, cancel := context.WithTimeout(w.t.Context(), chromiumLimit)
	w.cancel = cancel
	w.t.Cleanup(func() { cancel(); <-w.ended })
	go func() {
		defer close(w.ended)
		w.answer, w.err = client.SignInBrowser(ctx, w.request, open, func(s report.SignIn) { w.shown = append(w.shown, s) })
	}()
}

// leadsTo is the address to which the page that the browser is started with leads.
func (w *walk) leadsTo(address string) *url.URL {
	stay := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := stay.Get(address)
	if err != nil {
		w.t.Error(err)
		return &url.URL{}
	}
	_ = answer.Body.Close()
	page, err := answer.Location()
	if err != nil {
		w.t.Error(err)
		return &url.URL{}
	}
	return page
}

// must does something in the tab.
func (w *walk) must(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.tab.ctx, actions...); err != nil {
		_, at := w.last()
		w.t.Fatalf("after %s: %v", at, err)
	}
}

// open opens the sign-in page, which asks nobody.
func (w *walk) open() {
	w.t.Helper()
	w.must(chromedp.Navigate(w.address))
}

// stray goes to somewhere on the port that waits for the redirect, and reads appreg's title.
func (w *walk) stray(where, title string) {
	w.t.Helper()
	err := chromedp.Do(w.tab.ctx, chromedp.Navigate(w.asked.Get("redirect_uri")+where))
	var noContent *chromedp.LoadError
	if err != nil && !errors.As(err, &noContent) {
		w.t.Fatal(err)
	}
	w.mustRead(ownTitle, title)
}

// stop ends SignInBrowser, as ^C in the terminal does.
func (w *walk) stop() {
	w.cancel()
	w.wait()
}

// wait waits for the end of SignInBrowser, which has a limit.
func (w *walk) wait() { <-w.ended }

// mustRead waits for a text on the screen.
func (w *walk) mustRead(where chromedp.CSS, text string) string {
	w.t.Helper()
	w.must(chromedp.WaitVisible(where))
	shown, err := chromedp.Run(w.tab.ctx, chromedp.Text(where))
	if err != nil || !strings.Contains(shown, text) {
		w.t.Errorf("%q, %v; want %q", shown, err, text)
	}
	return shown
}

// mustReadEnd waits for appreg's own last page, which is text alone: nothing that the browser brought, and nothing to load.
func (w *walk) mustReadEnd(title, detail string) {
	w.t.Helper()
	w.mustRead(ownTitle, title)
	w.mustRead("body", "Return to the terminal. You can close this tab.")
	w.mustRead("body", detail)
	whole, err := chromedp.Run(w.tab.ctx, chromedp.OuterHTML(chromedp.CSS("html")))
	if err != nil {
		w.t.Fatal(err)
	}
	if bar, err := chromedp.Run(w.tab.ctx, chromedp.Location()); err != nil || bar != w.asked.Get("redirect_uri")+"/done" {
		w.t.Errorf("the address bar shows %q, %v", bar, err)
	}
	back := w.back()
	for _, never := range []string{back.Get("code"), back.Get("state"), back.Get("session_state"), "localhost", "<script", "src=", "href="} {
		if never != "" && strings.Contains(whole, never) {
			w.t.Errorf("the page holds %q:\n%s", never, whole)
		}
	}
}

// mustStay waits for the simulator's error page, to which the browser has not been at the redirect URI.
func (w *walk) mustStay(code string) {
	w.t.Helper()
	w.mustRead(errorCode, code)
	for _, sent := range w.tab.sent() {
		if sent.URL != w.address && !strings.HasPrefix(sent.URL, w.request.Login+"/") {
			w.t.Errorf("the browser went on to %s", sent.URL)
		}
	}
}

// last is the tab's last request, and what to call it.
func (w *walk) last() (*network.Request, string) {
	w.t.Helper()
	sent := w.tab.sent()
	if len(sent) == 0 {
		w.t.Fatal("the tab asked for nothing")
	}
	last := sent[len(sent)-1]
	address, _, _ := strings.Cut(last.URL, "?")
	return last, last.Method + " " + address
}

// back is what the browser brought to the redirect URI, by query or form. After that it may have asked for the last page
// alone, whose address holds nothing of it.
func (w *walk) back() url.Values {
	w.t.Helper()
	last, _ := w.last()
	if last.URL != w.asked.Get("redirect_uri")+"/done" || last.Method != http.MethodGet {
		w.t.Fatalf("the last request was %s %s", last.Method, last.URL)
	}
	sent := w.tab.sent()
	if len(sent) < 2 || !strings.HasPrefix(sent[len(sent)-2].URL, w.asked.Get("redirect_uri")+"/") {
		w.t.Fatal("the browser didn't return")
	}
	brought := sent[len(sent)-2]
	called := brought.Method
	_, query, _ := strings.Cut(brought.URL, "?")
	for _, entry := range brought.PostDataEntries {
		query = string(entry.Bytes)
	}
	values, err := url.ParseQuery(query)
	if err != nil || values.Get("state") != w.asked.Get("state") || values.Get("code") == "" && values.Get("error") == "" {
		w.t.Fatalf("%s brought %q, %v", called, values, err)
	}
	return values
}

// redeemAgain sends the code once more, as somebody who reads the browser's history could.
func (w *walk) redeemAgain() string {
	w.t.Helper()
	answer, err := w.office.http.PostForm(w.office.server.URL+"/"+domain+"/oauth2/v2.0/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {w.request.ClientID}, "code": {w.back().Get("code")},
		"redirect_uri": {w.asked.Get("redirect_uri")}, "scope": {w.request.Scope},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(body)
}
