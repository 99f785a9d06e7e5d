package admin

import (
	"context"
	"slices"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/entra"
	"appreg/internal/registration"
	"appreg/internal/secret"
)

// Profile is a saved registration that changes others.
type Profile struct {
	Name         string
	Entra        *entra.Client
	Login        string
	Registration registration.Registration // with its credential
	Refresh      secret.Secret             // of a kept sign-in, where a person signs in at a page
}

// enough are the rights on Graph without which nothing can be created or changed.
var enough = []string{"Application.ReadWrite.All", "Application.ReadWrite.OwnedBy", "AppRegistration.Create", "Directory.ReadWrite.All"}

// FromProfile is the source of a saved profile's own tokens.
func FromProfile(p Place, now func() time.Time, from Profile) *Source {
	s := newSource(from.Name, p, now, from.Registration.Flow.SignsInUser(), nil)
	s.fetch = func(ctx context.Context, r Resource, _ bool) (secret.Secret, error) {
		answer, err := from.token(ctx, s, r)
		if err != nil {
			return secret.Secret{}, err
		}
		claims, err := entra.DecodeClaims(answer.AccessToken)
		if err == nil && r == Graph && !slices.ContainsFunc(slices.Concat(claims.Scopes, claims.Roles), func(have string) bool { return slices.Contains(enough, have) }) {
			return secret.Secret{}, s.fault(Powerless, "its token has none of the rights that change app registrations",
				"give its app Application.ReadWrite.OwnedBy (an app) or Application.ReadWrite.All (a user) of Microsoft Graph, with admin consent; or use --admin az")
		}
		return answer.AccessToken, nil
	}
	return s
}

// token asks Entra for a token of the profile.
func (f Profile) token(ctx context.Context, s *Source, r Resource) (entra.Answer, error) {
	reg := f.Registration
	request := entra.Request{
		Login: f.Login, Tenant: reg.Tenant, TenantID: s.place.TenantID, ClientID: reg.ClientID, Scope: s.place.scope(r), Flow: reg.Flow, Username: reg.Username,
	}
	switch reg.Flow.Info().Proof {
	case catalog.ProofPage:
		if f.Refresh.IsZero() {
			return entra.Answer{}, s.fault(Unusable, "nobody has signed in with it", "sign in first: appreg token "+f.Name)
		}
		request.Scope += " offline_access"
		return f.Entra.Refresh(ctx, request, f.Refresh)
	case catalog.ProofCertificate:
		cert, err := certificate.Open(ctx, reg.Credential.Certificate, reg.Credential.CertificatePassword)
		if err != nil {
			return entra.Answer{}, err
		}
		request.Certificate = cert
	case catalog.ProofSecret, catalog.ProofPassword:
		request.Secret = reg.Credential.Secret
	case catalog.ProofAssertion:
		return entra.Answer{}, s.fault(Unusable, "it signs in with a token of another issuer", "use a profile with a client secret or a certificate, or --admin az")
	case catalog.NoProof:
	}
	return f.Entra.Token(ctx, request)
}

// FromItself is the source of an app's own tokens, with which it changes nothing but its own certificate: that takes no right.
func FromItself(p Place, now func() time.Time, from Profile) *Source {
	s := newSource(from.Name, p, now, false, nil)
	s.fetch = func(ctx context.Context, r Resource, _ bool) (secret.Secret, error) {
		answer, err := from.token(ctx, s, r)
		return answer.AccessToken, err
	}
	return s
}
