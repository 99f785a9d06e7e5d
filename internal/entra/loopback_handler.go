package entra

import (
	"context"
	"crypto/subtle"
	"io"
	"mime"
	"net/http"
	"net/url"

	"appreg/internal/secret"
)

// redirect is what the browser brought back: a code or a refusal.
type redirect struct {
	code    secret.Secret
	refusal *Error
	outcome chan error    // what became of it, for the page
	shown   chan struct{} // closed once the page is out
}

// answerPage gives the page its text and waits until it is written.
func (r *redirect) answerPage(ctx context.Context, outcome error) {
	r.outcome <- outcome
	select {
	case <-r.shown:
	case <-ctx.Done():
	}
}

// ServeHTTP answers one request of a browser, or of whoever else knocks at the port.
func (l *loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	values := redirectValues(w, r)
	switch {
	case r.URL.Path == "/favicon.ico":
		securityHeaders(w)
		w.WriteHeader(http.StatusNoContent)
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

// deliver hands the redirect over and answers when it is known what became of it.
func (l *loopback) deliver(w http.ResponseWriter, r *http.Request, values url.Values) {
	got := &redirect{outcome: make(chan error, 1), shown: make(chan struct{})}
	defer close(got.shown)
	if only(values, "error") != "" {
		got.refusal = redirectError(values)
	} else {
		got.code = secret.New(only(values, "code"))
	}
	l.redirects <- got
	select {
	case err := <-got.outcome:
		writePage(w, outcomePage(err))
	case <-l.closed:
		writePage(w, pageStopped)
	case <-r.Context().Done():
	}
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

// only gives a value that is there once; one that is repeated is none (RFC 6749 3.1).
func only(values url.Values, name string) string {
	if len(values[name]) != 1 {
		return ""
	}
	return values[name][0]
}
