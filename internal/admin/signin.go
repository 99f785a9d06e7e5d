package admin

import (
	"context"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// Person is how a person signs in as an admin.
type Person struct {
	Entra    *entra.Client
	Login    string // login host
	ClientID string // the person's own registration: never one of Microsoft's
	Browser  bool   // a browser can be opened on this machine; else the person enters a code
	Open     func(url string) error
	Show     func(report.SignIn)
}

// FromSignIn is the source of a sign-in with the person's own registration: what it was consented to is what it may do.
func FromSignIn(p Place, now func() time.Time, who Person) (*Source, error) {
	if who.ClientID == "" {
		return nil, &Error{Fault: Missing, Source: SignIn, What: "it needs an app registration of your own", Next: "add --admin-client-id ID: a public client with redirect URI http://localhost and the delegated permissions Application.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All and AppRoleAssignment.ReadWrite.All of Microsoft Graph"}
	}
	s := newSource(SignIn, p, now, true, nil)
	var refresh secret.Secret
	s.fetch = func(ctx context.Context, r Resource, _ bool) (secret.Secret, error) {
		answer, err := who.token(ctx, p, r, refresh)
		if err != nil {
			return secret.Secret{}, err
		}
		if !answer.RefreshToken.IsZero() {
			refresh = answer.RefreshToken
		}
		return answer.AccessToken, nil
	}
	return s, nil
}

// token renews an earlier sign-in, or has the person sign in.
func (w Person) token(ctx context.Context, p Place, r Resource, refresh secret.Secret) (entra.Answer, error) {
	request := entra.Request{Login: w.Login, Tenant: p.Tenant, TenantID: p.TenantID, ClientID: w.ClientID, Scope: p.scope(r), Flow: pageFlow(w.Browser)}
	if refresh.IsZero() {
		return w.Entra.SignIn(ctx, request, w.Open, w.Show)
	}
	request.Scope += " offline_access"
	return w.Entra.Refresh(ctx, request, refresh)
}

// pageFlow is the sign-in method at a page of Entra's: in this machine's browser, or anywhere with a code.
func pageFlow(browser bool) catalog.Flow {
	to := catalog.AtDeviceCode
	if browser {
		to = catalog.AtAuthorize
	}
	for _, flow := range catalog.Flows() {
		if flow.Proof == catalog.ProofPage && flow.Requests[0].To == to {
			return flow.Flow
		}
	}
	return ""
}
