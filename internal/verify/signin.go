package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// SignIn is how a person takes part in the interactive flows, browser and device code.
type SignIn struct {
	Open    func(url string) error // opens the system browser
	Show    func(report.SignIn)    // shows what to do; called once
	Refresh secret.Secret          // a kept refresh token: a fresh token is asked for with it, and nobody is asked
}

// signIn lets the person sign in, or renews an earlier sign-in. What comes back is judged by the token check.
func (r *run) signIn(ctx context.Context) (entra.Answer, error) {
	request := r.tokenRequest()
	with := r.in.SignIn
	switch {
	case !with.Refresh.IsZero():
		return r.renew(ctx, request)
	case r.reg.Flow == catalog.DeviceCode:
		return r.Entra.SignInDevice(ctx, request, with.Show)
	default:
		return r.Entra.SignInBrowser(ctx, request, with.Open, with.Show)
	}
}

// renew asks with the kept refresh token. Where that is refused, a person who is there signs in anew.
func (r *run) renew(ctx context.Context, request entra.Request) (entra.Answer, error) {
	renewal := request
	renewal.Scope += " offline_access" // a refresh token comes back only where it is asked for
	answer, err := r.Entra.Refresh(ctx, renewal, r.in.SignIn.Refresh)
	var refused *entra.Error
	if r.in.SignIn.Show == nil || !errors.As(err, &refused) {
		return answer, err
	}
	r.in.SignIn.Refresh = secret.Secret{}
	return r.signIn(ctx)
}

// checkSignedIn lets the person sign in and compares who did with who was meant.
func checkSignedIn(ctx context.Context, r *run) report.Finding {
	if r.in.SkipToken {
		return skipped("Not tested: no token was asked for")
	}
	if r.in.SignIn.Show == nil && r.in.SignIn.Refresh.IsZero() {
		r.found.tokenErr = errNobodyToAsk
		return skipped("Nobody could be asked to sign in")
	}
	r.found.answer, r.found.tokenErr = r.signIn(ctx)
	if r.found.tokenErr != nil {
		return skipped("Nobody has signed in")
	}
	claims, err := entra.DecodeClaims(r.found.answer.AccessToken)
	if err != nil {
		return ok("Somebody signed in", "the token cannot be read here")
	}
	who := fmt.Sprintf("%s of tenant %s", firstOf(claims.UPN, "a user"), firstOf(claims.TenantID, "unknown"))
	switch {
	case claims.TenantID != "" && !strings.EqualFold(claims.TenantID, r.found.tenant.ID):
		return r.signedInAsAnother("authority_wrong_tenant", who)
	case r.reg.Username != "" && claims.UPN != "" && !strings.EqualFold(claims.UPN, r.reg.Username):
		return r.signedInAsAnother("guest_or_msa_account", who)
	default:
		return ok("The right person signed in", who)
	}
}

// signedInAsAnother is the finding that another account signed in than the one that was entered.
func (r *run) signedInAsAnother(cause report.Cause, who string) report.Finding {
	f := r.because(report.Fail, cause, who+" signed in")
	f.Title = "Another account signed in than the one that was meant"
	f.Meaning = "The browser may have offered an account that was signed in already."
	f.Fix.Where = "The sign-in page"
	f.Fix.Steps = []string{
		"Sign in again and choose " + firstOf(r.reg.Username, "an account of tenant "+r.reg.Tenant) + ".",
		"If the page does not ask, open the link in a private window.",
		"If this account is the right one, correct the answers here instead.",
	}
	return f
}
