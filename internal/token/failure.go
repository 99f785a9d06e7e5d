package token

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// Failure says why there is no token. Its texts are fit for a terminal and free of secrets.
type Failure struct {
	Finding report.Finding
	At      time.Time // when the answer came
	Kept    bool      // it is an earlier request's answer: this call made none
	Next    string    // a command that comes before the finding's own fix; empty if there is none

	hold      bool
	notBefore time.Time
}

// Error is the title with the evidence.
func (f *Failure) Error() string {
	if f.Finding.Evidence == "" {
		return f.Finding.Title
	}
	return f.Finding.Title + ": " + f.Finding.Evidence
}

// Unreachable reports whether the failure says nothing about the registration.
func (f *Failure) Unreachable() bool { return f.Finding.Cause.Unreachable() }

// Held reports whether a password was not sent because Entra has refused it before.
func (f *Failure) Held() bool { return f.Kept && f.hold }

// NotBefore is the time until which the server wants no further request; zero if it did not say.
func (f *Failure) NotBefore() time.Time { return f.notBefore }

// lockOut are the causes after which sending the same password again only brings a lockout nearer.
var lockOut = []cause.Label{
	cause.WrongPassword, cause.PasswordEncoding, cause.PasswordExpired, cause.AccountLocked, cause.FederatedUser, cause.GuestOrMSAAccount,
}

// failure is a finding, made fit for a terminal.
func (r *run) failure(f report.Finding) *Failure {
	secrets := append(r.credential.Secrets(), r.outside.Value())
	if r.in.Cache != nil {
		kept := r.in.Cache.Tokens()
		secrets = append(secrets, kept.Access, kept.Refresh)
	}
	f.ID = report.Token
	return &Failure{Finding: f.Fit(sanitize.NewRedactor(secrets...)), At: r.Now()}
}

// because is the failure of a cause that was found without asking Entra.
func (r *run) because(label cause.Label, evidence string) *Failure {
	return r.failure(diagnose.Because(report.Fail, label, evidence, r.context))
}

// failed is the failure of a request; finding is what diagnose makes of it.
func (r *run) failed(err error, finding func(error, diagnose.Context) report.Finding) *Failure {
	r.context.Now = r.Now()
	r.context.Presented, r.context.Registered = r.outside.Claims(), r.outside.Noted()
	failure := r.failure(finding(err, r.context))
	var server interface{ Wait() time.Duration }
	if errors.As(err, &server) && server.Wait() > 0 {
		failure.notBefore = failure.At.Add(server.Wait())
	}
	return failure
}

// share keeps a failure for those who wait, with what is left of the kept tokens, and gives it back. A refusal voids
// the access token: it must not be given out after Entra has said no. What the caller broke off is shared with nobody.
func (r *run) share(ctx context.Context, f *Failure, kept store.Tokens) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if r.in.Cache == nil {
		return f
	}
	left := store.Tokens{Fingerprint: r.owner}
	if kept.Fingerprint == r.owner {
		left.Refresh, left.TenantID = kept.Refresh, kept.TenantID
		if f.Unreachable() {
			left = kept
		}
	}
	left.Refusal = r.note(f)
	if err := r.in.Cache.Save(ctx, left); err != nil {
		r.Notice(fmt.Sprintf("couldn't save the refusal: %v", err))
	}
	return f
}

// note is what is kept of a failure.
func (r *run) note(f *Failure) *store.Refusal {
	return &store.Refusal{
		At: f.At, Fingerprint: r.sent, Hold: f.hold, NotBefore: f.notBefore,
		Cause: string(f.Finding.Cause), Confidence: string(f.Finding.Confidence), Title: f.Finding.Title, Evidence: f.Finding.Evidence,
		CorrelationID: f.Finding.CorrelationID, TraceID: f.Finding.TraceID, AADSTS: f.Finding.AADSTS,
	}
}

// again reports a kept refusal.
func (r *run) again(kept store.Refusal) *Failure {
	finding := diagnose.Because(report.Fail, cause.Label(kept.Cause), kept.Evidence, r.context)
	finding.AADSTS, finding.CorrelationID, finding.TraceID = kept.AADSTS, kept.CorrelationID, kept.TraceID
	finding.Title = kept.Title // an unknown code's title names the code
	finding.Confidence = cmp.Or(report.Confidence(kept.Confidence), finding.Confidence)
	f := r.failure(finding)
	f.At, f.Kept, f.hold, f.notBefore = kept.At, true, kept.Hold, kept.NotBefore
	return f
}
