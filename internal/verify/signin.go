package verify

import (
	"context"
	"errors"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// PageSignIn is how a person takes part in the interactive flows, browser and device code.
type PageSignIn struct {
	Open    func(url string) error // opens the system browser
	Show    func(report.SignIn)    // shows what to do; called once
	Refresh secret.Secret          // a kept refresh token: a fresh token is asked for with it, and nobody is asked
	Ended   cause.Label            // why the sign-in that was kept is over; empty if it is not, or there was none
}

// signIn lets the person sign in, or renews an earlier sign-in. What comes back is judged by the token check.
func (r *run) signIn(ctx context.Context) (entra.Answer, error) {
	request := r.tokenRequest()
	with := r.in.SignIn
	if !with.Refresh.IsZero() {
		return r.renew(ctx, request)
	}
	if with.Show == nil {
		return entra.Answer{}, errNobodyToAsk
	}
	if with.Open == nil {
		with.Open = func(string) error { return errNoBrowser }
	}
	return r.Entra.SignIn(ctx, request, with.Open, with.Show)
}

// errNoBrowser says that the person opens the page.
var errNoBrowser = errors.New("there is no browser here")

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
		return skipped("Not tested: no token was requested")
	}
	r.found.answer, r.found.tokenErr = r.signIn(ctx)
	switch {
	case errors.Is(r.found.tokenErr, errNobodyToAsk):
		return skipped("Not tested: nobody could sign in")
	case r.found.tokenErr != nil:
		return skipped("Not tested: nobody has signed in")
	}
	claims, err := entra.DecodeClaims(r.found.answer.AccessToken)
	if err != nil {
		return r.somebody("the token can't be read here")
	}
	want := entra.Expected{TenantID: r.found.tenant.ID, Username: r.reg.Username}
	if foreign, is := claims.Foreign(want); is {
		return diagnose.AnotherAccount(foreign.Cause, person(claims)+" signed in", r.context)
	}
	switch who := person(claims); {
	case claims.UPN == "", claims.TenantID == "" && r.reg.Username == "":
		return r.somebody(who)
	case r.reg.Username == "":
		return ok("A user of this tenant signed in", who)
	default:
		return ok("The right person signed in", who)
	}
}

// person names who signed in, as far as the token tells.
func person(c entra.Claims) string {
	who := "an unnamed user"
	switch {
	case c.UPN != "":
		who = c.UPN
	case c.ObjectID != "":
		who = "the user with object ID " + c.ObjectID
	}
	if c.TenantID == "" {
		return who + " of an unnamed tenant"
	}
	return who + " of tenant " + c.TenantID
}

// somebody is the finding where the token does not say enough to compare who signed in with who was meant.
func (r *run) somebody(who string) report.Finding {
	f := ok("Somebody signed in", who)
	if r.reg.Username != "" {
		f.Status, f.Title = report.Warn, "Signed in, but the token doesn't say whether it was "+r.reg.Username
		f.Meaning = "Only you know which account you selected on the page."
	}
	return f
}
