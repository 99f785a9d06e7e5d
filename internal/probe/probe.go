// Package probe makes one harmless real call to an API with a fresh token. The answer tells whether the API takes the
// token (finding "api") and whether what is left to do in the product after registration is done (finding "duty").
// Calls, rights and what answers mean are the catalogue's.
package probe

import (
	"context"
	"net/http"
	"strings"

	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
	"appreg/internal/transport"
)

// Prober makes the calls. It may be used by several goroutines.
type Prober struct {
	HTTP *transport.Client
}

// Request is what a probe needs to know. Of the Context, Target and Flow are needed always; Target has the caller's own API
// URL already in place, if there is one. A server of one's own (OnPremises) is not probed.
type Request struct {
	diagnose.Context

	ObjectID     string   // the token's oid; empty if not known
	Environments []string // Business Central: names
	Permissions  []string // what the person said was added to the registration
	Scopes       []string // the token's scp
	Roles        []string // the token's roles
	Opaque       bool     // the token's claims could not be read: what it holds is not known

	Authorize func(*http.Request) // puts the token on a request

	redact sanitize.Redactor // takes the token out of what comes back: an answer can repeat its request
}

// Outcome is what a probe found. Its texts do not hold the token, nor, but for the names of environments, a value out of an
// answer that succeeded; whoever keeps a finding has it made fit (see report.Finding.Fit).
type Outcome struct {
	API  report.Finding
	Duty report.Finding
	Err  error // why the API fails for want of a usable answer: see transport.Client.Do and transport.AnswerError; else nil

	known environments // what the answer lists
}

// Do probes. Cancelling ctx ends it within the running request; both findings are then skipped.
// What could not be tested is marked so in its finding.
func (p Prober) Do(ctx context.Context, r Request) Outcome {
	if r.OnPremises {
		return untested("Not tested: appreg doesn't call your own "+r.Target.Service().Portal+" server", "Call your server's API with the app's token to test the rest.")
	}
	plan, known := planFor(r)
	if !known {
		return untested("Not tested: no harmless call is known for this API and sign-in method", "Call the API with the app's token to test the rest.")
	}
	general := p.one(ctx, plan.general, r)
	if ctx.Err() != nil || general.API.Status == report.Fail { // what follows would fail for the same reason
		return general
	}
	var each []Outcome
	for _, c := range plan.about(r, general.known) {
		o := p.one(ctx, c, r)
		each = append(each, o)
		if o.Err != nil || ctx.Err() != nil {
			break
		}
	}
	return merged(general, each)
}

// one makes one call and judges its answer.
func (p Prober) one(ctx context.Context, c call, r Request) Outcome {
	req, err := http.NewRequest(http.MethodGet, c.address(r), nil)
	if err != nil {
		return unusable(c, r, &transport.AddressError{What: "API URL", Reason: "it isn't a URL"})
	}
	req.Header.Set("Accept", "application/json")
	for name, value := range c.Headers {
		req.Header.Set(name, value)
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
		return unusable(c, r, err)
	}
	o := judge(c, r, response)
	identify(&o, response.IDs())
	return o
}

// identify adds the ids under which the API's support finds a call that went wrong. One that stands alone is what they
// ask for, whatever it is called.
func identify(o *Outcome, ids transport.IDs) {
	if o.API.Cause == "" && o.Duty.Cause == "" {
		return
	}
	if ids.Correlation == "" {
		ids = transport.IDs{Correlation: ids.Trace}
	}
	for _, f := range []*report.Finding{&o.API, &o.Duty} {
		if f.Status != report.Skip {
			f.CorrelationID, f.TraceID = ids.Correlation, ids.Trace
		}
	}
}

func skipped(title string) Outcome {
	f := report.Finding{Status: report.Skip, Title: title}
	return Outcome{API: f, Duty: f}
}

// untested is the outcome where no call can be made at all.
func untested(title, step string) Outcome {
	o := skipped(title)
	o.Duty.Untested, o.Duty.Fix = true, report.Fix{Where: "The product itself", Steps: []string{step}}
	return o
}
