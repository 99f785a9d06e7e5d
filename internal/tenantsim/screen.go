package tenantsim

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"time"
)

// screen is what the browser is shown next: an error page, a page with a question, or the way back to the app.
type screen struct {
	refusal  *refusal
	back     *page // with a refusal: the page whose forms can still decline; nil if nothing can be answered any more
	page     *page
	redirect *redirectAnswer
}

// pageKind names a page.
type pageKind string

const (
	pageCode     pageKind = "code"
	pageUsers    pageKind = "users"
	pageConsent  pageKind = "consent"
	pageDone     pageKind = "done"
	pageDeclined pageKind = "declined"
	pageError    pageKind = "error"
	pagePost     pageKind = "post"
)

// page is what a page shows. It holds no secret but, in a form to post on, the values for the app.
type page struct {
	Kind        pageKind
	Action      string // where its form goes
	App         string
	Tenant      string
	Users       []string
	User        string
	Permissions []string
	UserCode    string // of a device code sign-in
	Error       *pageFailure
	Fields      []pageField // of a form to post on
	Nonce       string
}

type pageField struct{ Name, Value string }

// pageFailure is Entra's error answer as a page shows it.
type pageFailure struct {
	Text      string
	Code      int // 0 without any
	RequestID string
	Session   string
	Time      string
	CanCancel bool
}

// show sends a screen.
func (s *Sim) show(w http.ResponseWriter, r *http.Request, next screen) {
	status := http.StatusOK
	switch {
	case next.refusal != nil:
		next.page, status = s.errorPage(r, next)
	case next.redirect != nil && next.redirect.mode == "form_post":
		next.page = postPage(*next.redirect)
	case next.redirect != nil:
		redirectTo(w, r, *next.redirect)
		return
	}
	next.page.Nonce = s.newID()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; img-src data:; "+
		"style-src 'nonce-"+next.page.Nonce+"'; script-src 'nonce-"+next.page.Nonce+"'") // no form-action: it would stop the redirect
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, string(next.page.html())) // the connection is gone: nobody is left to tell
}

func redirectTo(w http.ResponseWriter, r *http.Request, to redirectAnswer) {
	location, err := to.location()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	status := http.StatusFound
	if r.Method == http.MethodPost {
		status = http.StatusSeeOther
	}
	w.Header().Set("Location", location)
	w.WriteHeader(status)
}

// postPage is a form that sends itself.
func postPage(to redirectAnswer) *page {
	next := &page{Kind: pagePost, Action: to.uri}
	for _, name := range slices.Sorted(maps.Keys(to.values)) {
		next.Fields = append(next.Fields, pageField{name, to.values.Get(name)})
	}
	return next
}

// errorPage is Entra's own page about a refusal, which never leads back to the app by itself.
func (s *Sim) errorPage(r *http.Request, next screen) (*page, int) {
	told, status, _ := s.errorAnswerTo(r, next.refusal)
	shown := &page{Kind: pageError}
	if next.back != nil {
		shown = next.back
		shown.Kind = pageError
	}
	shown.Error = &pageFailure{
		Text: told.Description, RequestID: told.TraceID, Session: told.CorrelationID,
		Time: s.now().UTC().Format(time.RFC3339), CanCancel: next.back != nil,
	}
	if len(told.Codes) > 0 {
		shown.Error.Code = told.Codes[0]
	}
	return shown, status
}
