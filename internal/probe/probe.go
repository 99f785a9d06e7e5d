// Package probe makes one harmless real call to an API with a fresh token. The answer tells whether the API takes the
// token (finding "api") and whether what is left to do in the product after registration is done (finding "duty").
// Calls, rights and answers are tables, after facts/entra.md 1.2 and 1.3.
package probe

import (
	"context"
	"net/http"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// Prober makes the calls. It may be used by several goroutines.
type Prober struct {
	HTTP *transport.Client
}

// Request is what a probe needs to know. Only Target, Flow and Authorize are needed always.
type Request struct {
	Target       catalog.Target // with the caller's own API URL already in place, if there is one
	Flow         catalog.Flow
	TenantID     string   // GUID
	ClientID     string   // GUID
	ObjectID     string   // the token's oid; empty if not known
	Environments []string // Business Central: names
	Project      string   // Lifecycle Services
	OnPremises   bool     // Business Central on a server of one's own: not probed
	Permissions  []string // what the person said was added to the registration
	Scopes       []string // the token's scp
	Roles        []string // the token's roles
	Opaque       bool     // the token's claims could not be read: what it holds is not known

	Authorize func(*http.Request) // puts the token on a request

	redact sanitize.Redactor // takes the token out of what comes back: an answer can repeat its request
}

// Outcome is what a probe found. A finding with a Cause holds in Title, Evidence and Fix only what is known better
// here than from the cause alone; an empty Title, Where, Steps, Command or URL leaves the cause's own.
// All texts are sanitised and hold neither the token nor a value out of an answer that succeeded.
type Outcome struct {
	API  report.Finding
	Duty report.Finding
	Err  error // why the API fails for want of a usable answer: a *transport.NetworkError or an *AnswerError; else nil
}

// Do probes. Cancelling ctx ends it within the running request; both findings are then skipped.
func (p Prober) Do(ctx context.Context, r Request) Outcome {
	if r.OnPremises {
		return skipped("Not tested: a Business Central server of your own is not called from here")
	}
	calls := callsFor(r)
	if len(calls) == 0 {
		return skipped("Not tested: no harmless call is known for this API and flow")
	}
	var all []Outcome
	for _, c := range calls {
		o := p.one(ctx, c, r)
		all = append(all, o)
		if o.Err != nil || ctx.Err() != nil || c.about == everything && o.API.Status == report.Fail {
			break // what follows would fail for the same reason
		}
	}
	return merged(all)
}

// one makes one call and judges its answer.
func (p Prober) one(ctx context.Context, c call, r Request) Outcome {
	req, err := http.NewRequest(http.MethodGet, c.address(r), nil)
	if err != nil {
		return unusable(c, &AnswerError{Kind: NoAddress})
	}
	req.Header.Set("Accept", "application/json")
	for _, h := range c.headers {
		req.Header.Set(h.name, h.value)
	}
	if r.Authorize != nil {
		r.Authorize(req)
	}
	_, token, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	r.redact = sanitize.NewRedactor(secret.New(token))
	ctx = transport.WithRedactor(ctx, r.redact)
	response, err := p.HTTP.Repeat(ctx, func(ctx context.Context) (*transport.Response, error) {
		return p.HTTP.Do(req.Clone(ctx))
	})
	switch {
	case ctx.Err() != nil:
		return skipped("Not tested: interrupted")
	case err != nil:
		return unusable(c, err)
	}
	o := judge(c, r, response)
	for _, f := range []*report.Finding{&o.API, &o.Duty} {
		f.Evidence, f.CorrelationID = sanitize.Line(f.Evidence), sanitize.Line(r.redact.Redact(f.CorrelationID))
		f.Raw = sanitize.Raw(r.redact.Redact(f.Raw))
	}
	return o
}

func skipped(title string) Outcome {
	f := report.Finding{Status: report.Skip, Title: title}
	return Outcome{API: f, Duty: f}
}
