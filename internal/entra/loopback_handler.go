package entra

import (
	"context"
	"crypto/subtle"
	"io"
	"mime"
	"net/http"
	"net/url"
	"sync"

	"appreg/internal/secret"
)

// redirect is what the browser brought back: a code or a refusal.
type redirect struct {
	code    secret.Secret
	refusal *Error
	outcome chan error    // what became of it, for the page
	shown   chan struct{} // closed once the page is out, or nobody is there to read it
	once    sync.Once
}

// answerPage sends the page its text and waits until it is written, or limit has passed: then the browser did not follow.
func (r *redirect) answerPage(ctx context.Context, outcome error, limit <-chan struct{}) {
	r.outcome <- outcome
	select {
	case <-r.shown:
	case <-limit:
	case <-ctx.Done():
	}
}

// over says that no page has to be waited for any more.
func (r *redirect) over() { r.once.Do(func() { close(r.shown) }) }

// endPath is where the last page is shown: an address without the code, which would stay in the browser's history.
const endPath = "/done"

// end is the last page, and the redirect that it ends.
type end struct {
	page     page
	redirect *redirect
}

// ServeHTTP answers one request of a browser, or of whoever else knocks at the port.
func (l *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	values := redirectValues(w, r)
	last := l.end.Load()
	switch {
	case l.opening.is(r):
		l.opening.ServeHTTP(w, r)
	case r.URL.Path == "/favicon.ico":
		securityHeaders(w)
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Path == endPath && r.Method == http.MethodGet && last != nil:
		writePage(w, last.page)
		last.redirect.over()
	case r.URL.Path != "/", !values.Has("state") && !values.Has("code") && !values.Has("error"):
		writePage(w, pageNothing)
	case !l.ours(values):
		l.wrong.Add(1)
		writePage(w, pageWrongState)
	case only(values, "code") == "" && only(values, "error") == "":
		writePage(w, pageIncomplete)
	case !l.taken.CompareAndSwap(false, true):
		writePage(w, pageRepeated)
	default:
		l.deliver(w, r, values)
	}
}

// ours compares the state, which has to be there once, in constant time.
func (l *loopback) ours(values url.Values) bool {
	state := only(values, "state")
	return subtle.ConstantTimeCompare([]byte(state), []byte(l.authorization.state.Reveal())) == 1
}

// deliver hands the redirect over and, when it is known what became of it, leads the browser to the last page.
func (l *loopback) deliver(w http.ResponseWriter, r *http.Request, values url.Values) {
	got := &redirect{outcome: make(chan error, 1), shown: make(chan struct{})}
	if only(values, "error") != "" {
		got.refusal = redirectError(values)
	} else {
		got.code = secret.New(only(values, "code"))
	}
	l.redirects <- got
	select {
	case err := <-got.outcome:
		if p := outcomePage(err); p != pageStopped { // the port is given back before a stopped one could be fetched
			l.end.Store(&end{p, got})
			redirectTo(w, endPath, p)
			return
		}
		writePage(w, pageStopped)
	case <-l.closed:
		writePage(w, pageStopped)
	case <-r.Context().Done():
	}
	got.over()
}

// redirectValues reads what Entra sends with response_mode query or form_post; nil for any other request.
func redirectValues(w http.ResponseWriter, r *http.Request) url.Values {
	switch r.Method {
	case http.MethodGet:
		return r.URL.Query()
	case http.MethodPost:
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
		if err != nil || kind != "application/x-www-form-urlencoded" {
			return nil
		}
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil
		}
		return values
	default:
		return nil
	}
}

// only returns a value that is there once; one that is repeated is none (RFC 6749 3.1).
func only(values url.Values, name string) string {
	if len(values[name]) != 1 {
		return ""
	}
	return values[name][0]
}
