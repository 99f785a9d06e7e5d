package entra

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"appreg/internal/catalog"
)

// gates hold back each wait until its gate is closed; one without a gate lasts until its context ends.
type gates map[time.Duration]chan struct{}

func (g gates) wait(ctx context.Context, d time.Duration) error {
	select {
	case <-g[d]:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func open() chan struct{} {
	gate := make(chan struct{})
	close(gate)
	return gate
}

// user is the person with the browser: it gets the address to which the page that open is given leads.
type user func(t *testing.T, address *url.URL)

// browse returns the browser that a user sits at; the test ends after the user.
func browse(t *testing.T, u user) (browser func(string) error, left <-chan struct{}) {
	done := make(chan struct{})
	return func(raw string) error {
		defer close(done)
		u(t, leadsTo(t, raw))
		return nil
	}, done
}

// leadsTo is the sign-in's own address, which the page that open is given leads to.
func leadsTo(t *testing.T, page string) *url.URL {
	address, err := url.Parse(visitOnly(t, http.MethodGet, page, "", "").header.Get("Location"))
	if err != nil {
		t.Error(err)
		return &url.URL{}
	}
	return address
}

// got is one page that the browser received.
type got struct {
	status int
	header http.Header
	body   string
}

// visit asks and follows, as a browser does.
func visit(t *testing.T, method, address, kind, body string) got {
	return visitWith(t, nil, method, address, kind, body)
}

// visitOnly asks and does not follow.
func visitOnly(t *testing.T, method, address, kind, body string) got {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return visitWith(t, stay, method, address, kind, body)
}

func visitWith(t *testing.T, follow func(*http.Request, []*http.Request) error, method, address, kind, body string) got {
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return got{}
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	answer, err := (&http.Client{CheckRedirect: follow, Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		t.Error(err)
		return got{}
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return got{answer.StatusCode, answer.Header, string(page)}
}

// back sends the browser back with values, by query.
func back(t *testing.T, address *url.URL, values url.Values) got {
	return visit(t, http.MethodGet, address.Query().Get("redirect_uri")+"/?"+values.Encode(), "", "")
}

// with returns values and the state that address carries.
func with(address *url.URL, values ...string) url.Values {
	all := url.Values{"state": {address.Query().Get("state")}}
	for i := 0; i < len(values); i += 2 {
		all.Set(values[i], values[i+1])
	}
	return all
}

const canaryCode = "canary-code_0123"

func browserRequest(login string) Request { return request(login, catalog.Browser) }

// signIn runs a sign-in with a user who opens the page.
func signIn(t *testing.T, s *server, debug func(string), u user) (Answer, *screen, error) {
	t.Helper()
	screen := &screen{}
	browser, left := browse(t, u)
	answer, err := newClient(t, debug).WithWait(gates{}.wait).SignInBrowser(t.Context(), browserRequest(s.URL), browser, screen.show)
	<-left
	return answer, screen, err
}
