// Package verify is the use case behind the wizard's live test, `setup` and `check`: a registration goes in,
// findings stream out in the contract's order, a report comes back. It prints nothing and saves nothing.
package verify

import (
	"cmp"
	"context"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/probe"
	"appreg/internal/registration"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// Entra is what a verification asks of Entra; *entra.Client in production.
type Entra interface {
	LookUpTenant(ctx context.Context, login, tenant string) (entra.Tenant, error)
	LookUpUser(ctx context.Context, login, username string) (entra.User, error)
	Token(ctx context.Context, request entra.Request) (entra.Answer, error)
	Refresh(ctx context.Context, request entra.Request, refresh secret.Secret) (entra.Answer, error)
	SignIn(ctx context.Context, request entra.Request, open func(string) error, show func(report.SignIn)) (entra.Answer, error)
}

// Verifier checks registrations. Its fields are its dependencies; all must be set.
type Verifier struct {
	Entra    Entra
	Probe    Probe
	Now      func() time.Time
	ReadFile func(path string) ([]byte, error) // for certificates that are kept by path
	Outside  source.Provider                   // for flow federated
}

// Input is one registration to verify.
type Input struct {
	Profile      string // labels the report
	Saved        bool   // Profile is saved: commands that name it work
	Registration registration.Registration
	Fault        *diagnose.Fault // a value that was present but wrong: becomes the input finding, and nothing is sent
	SignIn       PageSignIn
	Obtained     func(registration.Registration, entra.Answer) // takes the token, to keep it; may be nil
	// Registered reads the registration through Graph, and tells the last day of the client secret (YYYY-MM-DD) where that is
	// known; nil: it isn't read
	Registered func(context.Context) (report.Finding, string)
	SkipToken  bool // look things up, but ask for no token
}

// Do verifies in and returns the report. emit, if not nil, is called for each finding as it is known.
// Failures are findings, never a Go error. Cancelling ctx ends it within the running request.
func (v *Verifier) Do(ctx context.Context, in Input, emit func(report.Finding)) report.Report {
	r := v.newRun(in)
	for _, c := range checks {
		if c.id == report.Registration && in.Registered == nil {
			continue
		}
		r.record(r.finding(ctx, c))
		if emit != nil {
			emit(r.findings[len(r.findings)-1])
		}
	}
	return r.report()
}

// check makes one finding. needs names the findings that must not have failed or been skipped before it.
type check struct {
	id     report.ID
	needs  []report.ID
	judge  func(ctx context.Context, r *run) report.Finding
	online bool // sends something: left out when no token is asked for
}

// checks are all checks, in report.Order.
var checks = []check{
	{id: report.Input, judge: checkInput},
	{id: report.Tenant, needs: []report.ID{report.Input}, judge: checkTenant},
	{id: report.Account, needs: []report.ID{report.Tenant}, judge: checkAccount},
	{id: report.Registration, needs: []report.ID{report.Input, report.Tenant}, judge: checkRegistration},
	{id: report.Token, needs: []report.ID{report.Input, report.Tenant, report.Account}, judge: checkToken, online: true},
	{id: report.Claims, needs: []report.ID{report.Token}, judge: checkClaims, online: true},
	{id: report.Permissions, needs: []report.ID{report.Claims}, judge: checkPermissions, online: true},
	{id: report.API, needs: []report.ID{report.Claims}, judge: checkAPI, online: true},
	{id: report.Duty, needs: []report.ID{report.API}, judge: checkDuty, online: true},
	{id: report.Expiry, needs: []report.ID{report.Input}, judge: checkExpiry},
}

// checkRegistration has the registration read: it can be as it should be although no token comes, and the other way round.
func checkRegistration(ctx context.Context, r *run) report.Finding {
	f, ends := r.in.Registered(ctx)
	r.reg.SecretExpires = cmp.Or(ends, r.reg.SecretExpires)
	r.context.SecretExpires = r.reg.SecretExpires
	return f
}

// run is the state of one verification.
type run struct {
	*Verifier
	in       Input
	reg      registration.Registration
	target   catalog.Target
	context  diagnose.Context
	findings []report.Finding
	blocked  map[report.ID]report.ID // finding -> the failed finding that blocks what needs it
	found    found
}

// found is what checks learn for later ones.
type found struct {
	tenant      entra.Tenant
	certificate *certificate.Certificate
	outside     *source.Presenting // of flow federated; nil otherwise
	answer      entra.Answer
	tokenErr    error // of a sign-in, told by the token check
	claims      entra.Claims
	opaque      bool // the token's claims cannot be read here
	token       *report.TokenFacts
	probe       probe.Outcome
}

func (v *Verifier) newRun(in Input) *run {
	reg := in.Registration
	target, err := reg.Target()
	if err == nil {
		_, err = catalog.ParseFlow(string(reg.Flow))
	}
	r := &run{Verifier: v, in: in, reg: reg, target: target, blocked: map[report.ID]report.ID{}}
	if err != nil && in.Fault == nil {
		r.in.Fault = &diagnose.Fault{Message: err.Error()}
	}
	r.context = diagnose.Context{
		API: reg.API, Flow: reg.Flow, Cloud: r.target.Cloud, Region: r.target.Region,
		Tenant: reg.Tenant, ClientID: reg.ClientID, Username: reg.Username, Project: reg.Project,
		Target: r.target, SecretExpires: reg.SecretExpires,
		SecretShape: reg.Credential.Secret.Shape(), Now: v.Now(), OnPremises: reg.Deployment == registration.OnPremises,
	}
	if in.Saved {
		r.context.Profile = in.Profile
	}
	return r
}

// finding makes the finding of c, or a skip when something that c needs has failed.
func (r *run) finding(ctx context.Context, c check) report.Finding {
	if c.online && r.in.SkipToken {
		return report.Finding{ID: c.id, Status: report.Skip, Title: "Not tested: no token was requested"}
	}
	for _, need := range c.needs {
		if failed, isBlocked := r.blocked[need]; isBlocked {
			r.blocked[c.id] = failed
			return report.Finding{ID: c.id, Status: report.Skip, Title: "Not tested: fix " + failed.NameIn(r.reg.API) + " first"}
		}
	}
	f := c.judge(ctx, r)
	f.ID = c.id
	if f.Status == report.Fail || f.ID == report.Input && f.Untested {
		r.blocked[c.id] = c.id
	}
	return f
}

// report sums the findings up. Its text is fit for a terminal, whoever reads it.
func (r *run) report() report.Report {
	made := report.Of(r.reg, r.in.Profile, r.found.tenant.ID, r.Now())
	made.Verdict, made.Findings, made.Token = report.Judge(r.findings, !r.in.SkipToken), r.findings, r.found.token
	return made.Fit()
}
