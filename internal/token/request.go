package token

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/secret"
	"appreg/store"
)

// request asks Entra: with the refresh token if there is one, else with the credential. A refresh token that has ended
// gives way to a credential that is at hand.
func (r *run) request(ctx context.Context) (Token, error) {
	client, err := r.Entra()
	if err != nil {
		return Token{}, err
	}
	kept := store.Tokens{}
	if r.in.Cache != nil {
		kept = r.in.Cache.Tokens()
	}
	if r.renewable(kept) {
		answer, err := client.Refresh(ctx, r.grant(), kept.Refresh)
		if err == nil {
			return r.accept(ctx, client, answer, kept)
		}
		f := r.failed(err, diagnose.Failed)
		if !slices.Contains(endedSessions, f.Finding.Cause) {
			return Token{}, r.share(ctx, f, kept)
		}
		kept = store.Tokens{} // worth nothing now
		if failed := r.share(ctx, f, kept); ctx.Err() != nil || r.credential.IsZero() && !r.canAsk() {
			f.Next = (&SignInError{Profile: r.in.Profile, Flow: r.in.Registration.Flow}).Fix()
			return Token{}, failed
		}
	}
	if r.credential.IsZero() {
		return Token{}, r.lacking()
	}
	return r.present(ctx, client, kept)
}

// endedSessions are the causes that end a refresh token for good.
var endedSessions = []cause.Label{cause.SessionRevoked, cause.RefreshTokenExpired, cause.SignInFrequency, cause.CodeExpired, cause.InteractionRequired}

// canAsk reports whether a person is there for this flow.
func (r *run) canAsk() bool {
	if r.in.Registration.Flow.SignsInAtPage() {
		return r.SignIn != nil
	}
	return r.Interact != nil
}

// lacking is the error where there is no credential: a user can be asked, an application cannot.
func (r *run) lacking() error {
	if r.in.Registration.Flow.SignsInUser() {
		return errAsk
	}
	return &store.Error{Kind: store.ErrCredentialMissing, Profile: r.in.Profile}
}

// grant is the request without a credential.
func (r *run) grant() entra.Request {
	reg := r.in.Registration
	return entra.Request{
		Login: r.target.Login, Tenant: reg.Tenant, TenantID: r.in.TenantID,
		ClientID: reg.ClientID, Scope: r.scope(), Flow: reg.Flow, Username: reg.Username,
	}
}

// present sends the credential.
func (r *run) present(ctx context.Context, client Entra, kept store.Tokens) (Token, error) {
	request := r.grant()
	request.Secret = r.credential.Secret
	if request.Flow.Info().Proof == catalog.ProofAssertion {
		if err := r.presenting(&request); err != nil {
			return Token{}, err
		}
	}
	if request.Flow.Info().Proof == catalog.ProofCertificate {
		cert, err := r.certificate(ctx)
		if err != nil {
			return Token{}, err // nothing was sent, so there is nothing to share
		}
		request.Certificate, request.Secret = cert, secret.Secret{}
		if request.TenantID, err = r.tenantID(ctx, client); err != nil {
			return Token{}, r.share(ctx, r.failed(err, diagnose.LookUpFailed), kept)
		}
	}
	answer, err := client.Token(ctx, request)
	if err != nil {
		f := r.failed(err, diagnose.Failed)
		f.hold = request.Flow.Info().SentOnce && slices.Contains(lockOut, f.Finding.Cause)
		return Token{}, r.share(ctx, f, kept)
	}
	kept.Refresh = secret.Secret{} // that of the answer takes its place
	return r.accept(ctx, client, answer, kept)
}

// presenting lets the request fetch an outside token for each attempt.
func (r *run) presenting(request *entra.Request) error {
	provider, err := r.Outside()
	if err != nil {
		return err
	}
	r.outside = &source.Presenting{Provider: provider, Wanted: r.credential.Assertion, Audience: catalog.ExchangeAudience(r.target.Cloud)}
	request.Assertion = r.outside.Fetch
	return nil
}

// accept keeps and returns the token of an answer, if it is for whom it was asked.
func (r *run) accept(ctx context.Context, client Entra, answer entra.Answer, kept store.Tokens) (Token, error) {
	claims, opaque := entra.DecodeClaims(answer.AccessToken)
	if f := r.judge(ctx, client, claims, opaque); f != nil {
		return Token{}, r.share(ctx, f, store.Tokens{})
	}
	return r.save(ctx, answer, claims, kept.Refresh), nil
}

// certificate reads the certificate and judges it by its dates.
func (r *run) certificate(ctx context.Context) (*certificate.Certificate, error) {
	cert, err := certificate.Open(ctx, r.credential.Certificate, r.credential.CertificatePassword)
	if err == nil {
		err = cert.ValidAt(r.Now())
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, r.failure(diagnose.Faulty(diagnose.CertificateFault(err, r.credential.CertificateFile), r.context))
	}
	r.context.Thumbprint = cert.Thumbprint()
	return cert, nil
}

// tenantID is the GUID of the tenant that is asked: as known before, as given, or looked up now.
func (r *run) tenantID(ctx context.Context, client Entra) (string, error) {
	given := r.in.Registration.Tenant
	switch {
	case r.in.TenantID != "":
		return r.in.TenantID, nil
	case uuid.Validate(given) == nil:
		return given, nil
	}
	tenant, err := client.LookUpTenant(ctx, r.target.Login, given)
	if err != nil {
		return "", err
	}
	r.in.TenantID = tenant.ID
	return tenant.ID, nil
}

// skew is how far the clocks may be apart before it is told.
const skew = 5 * time.Minute

// save makes the token of an answer and keeps it. The claims are the token's, zero where it is opaque. old is the refresh
// token that brought it and stays where no new one came. That a token could not be kept does not spoil it.
func (r *run) save(ctx context.Context, answer entra.Answer, claims entra.Claims, old secret.Secret) Token {
	t := Token{Value: answer.AccessToken, Expires: expires(answer, claims), TenantID: r.in.TenantID}
	if t.TenantID == "" && uuid.Validate(claims.TenantID) == nil {
		t.TenantID = claims.TenantID
	}
	if offset := answer.ClockOffset(); offset > skew || offset < -skew {
		r.Notice(fmt.Sprintf("this machine's clock and the login host's differ by %s", offset.Abs().Round(time.Minute)))
	}
	if r.in.Cache == nil {
		return t
	}
	kept := store.Tokens{
		Fingerprint: r.owner, Access: t.Value, Refresh: answer.RefreshToken, Scope: answer.Scope,
		TenantID: t.TenantID, Obtained: answer.ReceivedAt, Expires: t.Expires,
	}
	if kept.Refresh.IsZero() {
		kept.Refresh = old
	}
	if err := r.in.Cache.Save(context.WithoutCancel(ctx), kept); err != nil {
		r.notKept(err)
	}
	return t
}

func (r *run) notKept(err error) {
	r.Notice(fmt.Sprintf("couldn't keep the token, the next call requests another: %v", err))
}

// expires is the end of a token by this machine's clock: by the answer, else by the token's own claim, which is in the
// server's time. Where neither says, it is over at once.
func expires(answer entra.Answer, claims entra.Claims) time.Time {
	switch {
	case answer.ExpiresIn > 0:
		return answer.Expires()
	case claims.ExpiresAt.IsZero():
		return answer.ReceivedAt
	}
	return claims.ExpiresAt.Add(answer.ClockOffset())
}
