package token

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/secret"
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
func (f *Failure) Unreachable() bool {
	return report.Judge([]report.Finding{f.Finding}, true) == report.Unreachable
}

// Held reports whether a password was not sent because Entra has refused it before.
func (f *Failure) Held() bool { return f.Kept && f.hold }

// NotBefore is the time until which the server wants no further request; zero if it did not say.
func (f *Failure) NotBefore() time.Time { return f.notBefore }

// lockOut are the causes after which sending the same password again brings nothing but a lock-out nearer.
var lockOut = []report.Cause{
	"wrong_password", "password_encoding", "password_expired", "account_locked", "federated_user", "guest_or_msa_account",
}

// because is the failure of a cause that was found without asking Entra.
func (r *run) because(cause report.Cause, evidence string) *Failure {
	return r.failure(diagnose.ForCause(cause, r.context), report.Finding{Evidence: evidence})
}

// failure puts a diagnosis and what was seen together, cleaned.
func (r *run) failure(d diagnose.Diagnosis, f report.Finding) *Failure {
	redact := r.redactor()
	clean := func(text string) string { return sanitize.Line(redact.Redact(text)) }
	f.ID, f.Status, f.Cause, f.Others = report.Token, report.Fail, d.Cause, d.Others
	f.Title, f.Meaning, f.Evidence = clean(d.Title), clean(d.Meaning), clean(f.Evidence)
	f.CorrelationID, f.TraceID = clean(f.CorrelationID), clean(f.TraceID)
	f.Fix = d.Fix
	f.Fix.Where, f.Fix.Command, f.Fix.URL = clean(d.Fix.Where), clean(d.Fix.Command), clean(d.Fix.URL)
	f.Fix.Steps = slices.Clone(d.Fix.Steps)
	for i, step := range f.Fix.Steps {
		f.Fix.Steps[i] = clean(step)
	}
	return &Failure{Finding: f, At: r.Now()}
}

// redactor knows every secret that an answer can repeat.
func (r *run) redactor() sanitize.Redactor {
	secrets := []secret.Secret{r.credential.Secret, r.credential.CertificatePassword}
	if r.in.Cache != nil {
		kept := r.in.Cache.Tokens()
		secrets = append(secrets, kept.Access, kept.Refresh)
	}
	return sanitize.NewRedactor(secrets...)
}

// failed is the failure of a request.
func (r *run) failed(err error) *Failure {
	c, evidence := r.context, err.Error()
	var wait time.Duration
	var refusal *entra.Error
	var foreign *entra.AnswerError
	f := report.Finding{}
	switch {
	case errors.As(err, &refusal):
		c.ClockOffset = refusal.ClockOffset(r.Now())
		evidence, wait = refusal.Summary(), refusal.RetryAfter
		f.AADSTS, f.CorrelationID, f.TraceID = refusal.AADSTS(), refusal.CorrelationID, refusal.TraceID
	case errors.As(err, &foreign):
		wait = foreign.RetryAfter
	}
	f.Evidence = evidence
	failure := r.failure(diagnose.Explain(err, c), f)
	if wait > 0 {
		failure.notBefore = failure.At.Add(wait)
	}
	return failure
}

// share keeps a failure for those who wait, with what is left of the kept tokens, and gives it back. A refusal voids
// the access token: it must not be given out after Entra has said no. What the caller broke off is shared with nobody.
func (r *run) share(ctx context.Context, f *Failure, err error, kept store.Tokens) error {
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
	left.Refusal = r.note(f, err)
	if err := r.in.Cache.Keep(ctx, left); err != nil {
		r.Notice(fmt.Sprintf("could not note the refusal: %v", err))
	}
	return f
}

// note is what is kept of a failure.
func (r *run) note(f *Failure, err error) *store.Refusal {
	refusal := &store.Refusal{
		At: f.At, Fingerprint: r.sent, Hold: f.hold, NotBefore: f.notBefore,
		Cause: string(f.Finding.Cause), Title: f.Finding.Title, Evidence: f.Finding.Evidence,
		CorrelationID: f.Finding.CorrelationID, TraceID: f.Finding.TraceID, AADSTS: f.Finding.AADSTS,
	}
	if answer := new(entra.Error); errors.As(err, &answer) {
		refusal.Error, refusal.Codes = sanitize.Line(answer.Code), answer.Codes
	}
	return refusal
}

// again reports a kept refusal.
func (r *run) again(kept store.Refusal) *Failure {
	f := r.failure(diagnose.ForCause(report.Cause(kept.Cause), r.context), report.Finding{
		Evidence: kept.Evidence, AADSTS: kept.AADSTS, CorrelationID: kept.CorrelationID, TraceID: kept.TraceID,
	})
	f.Finding.Title = kept.Title // an unknown code's title names the code
	f.At, f.Kept, f.hold, f.notBefore = kept.At, true, kept.Hold, kept.NotBefore
	return f
}
