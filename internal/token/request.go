package token

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/entra"
	"appreg/internal/report"
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
			return r.keep(ctx, answer, kept.Refresh), nil
		}
		f := r.failed(err)
		if !slices.Contains(endedSessions, f.Finding.Cause) {
			return Token{}, r.share(ctx, f, err, kept)
		}
		kept = store.Tokens{} // worth nothing now
		if failed := r.share(ctx, f, err, kept); ctx.Err() != nil || r.credential.IsZero() && !r.canAsk() {
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
var endedSessions = []report.Cause{"session_revoked", "refresh_token_expired", "sign_in_frequency", "code_expired"}

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
	return &store.CredentialMissingError{Profile: r.in.Profile}
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
	if request.Flow == catalog.ClientCertificate {
		cert, err := r.certificate()
		if err != nil {
			return Token{}, err // nothing was sent, so there is nothing to share
		}
		request.Certificate, request.Secret = cert, secret.Secret{}
		if request.TenantID, err = r.tenantID(ctx, client); err != nil {
			return Token{}, r.share(ctx, r.failed(err), err, kept)
		}
	}
	answer, err := client.Token(ctx, request)
	if err != nil {
		f := r.failed(err)
		f.hold = request.Flow == catalog.Password && slices.Contains(lockOut, f.Finding.Cause)
		return Token{}, r.share(ctx, f, err, kept)
	}
	return r.keep(ctx, answer, secret.Secret{}), nil
}

// certificate reads the certificate and judges it by its dates.
func (r *run) certificate() (*certificate.Certificate, error) {
	cert, err := certificate.Open(r.credential.Certificate, r.credential.CertificatePassword)
	if err == nil {
		err = cert.ValidAt(r.Now())
	}
	if err != nil {
		cause := report.Cause("cert_unreadable")
		if bad := new(certificate.Error); errors.As(err, &bad) {
			cause = bad.Cause
		}
		return nil, r.because(cause, err.Error())
	}
	r.context.Thumbprint = cert.Thumbprint()
	return cert, nil
}

// tenantID is the GUID that an assertion's audience needs; it is looked up where only a domain is known.
func (r *run) tenantID(ctx context.Context, client Entra) (string, error) {
	if r.in.TenantID == "" && uuid.Validate(r.in.Registration.Tenant) != nil {
		tenant, err := client.LookUpTenant(ctx, r.target.Login, r.in.Registration.Tenant)
		if err != nil {
			return "", err
		}
		r.in.TenantID = tenant.ID
	}
	return r.in.TenantID, nil
}

// skew is how far the clocks may be apart before it is told.
const skew = 5 * time.Minute

// keep makes the token of an answer and keeps it. old is the refresh token that brought it and stays where no new one
// came. That a token could not be kept does not spoil it.
func (r *run) keep(ctx context.Context, answer entra.Answer, old secret.Secret) Token {
	t := Token{Value: answer.AccessToken, Expires: expires(answer), TenantID: r.tenantOf(answer)}
	if offset := answer.ClockOffset(); offset > skew || offset < -skew {
		r.Notice(fmt.Sprintf("this machine's clock and the login host's are %s apart", offset.Abs().Round(time.Minute)))
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
	if err := r.in.Cache.Keep(context.WithoutCancel(ctx), kept); err != nil {
		r.notKept(err)
	}
	return t
}

func (r *run) notKept(err error) {
	r.Notice(fmt.Sprintf("could not keep the token, the next call asks for another: %v", err))
}

// expires is the end of a token by this machine's clock: by the answer, else by the token's own claim, which is in the
// server's time. Where neither says, it is over at once.
func expires(answer entra.Answer) time.Time {
	if answer.ExpiresIn > 0 {
		return answer.Expires()
	}
	claims, err := entra.DecodeClaims(answer.AccessToken)
	if err != nil || claims.ExpiresAt.IsZero() {
		return answer.ReceivedAt
	}
	return claims.ExpiresAt.Add(answer.ClockOffset())
}

// tenantOf is the tenant's GUID as known before, else as the token names it.
func (r *run) tenantOf(answer entra.Answer) string {
	if r.in.TenantID != "" {
		return r.in.TenantID
	}
	claims, err := entra.DecodeClaims(answer.AccessToken)
	if err != nil || uuid.Validate(claims.TenantID) != nil {
		return ""
	}
	return claims.TenantID
}
