package verify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/federation/source"
	"appreg/internal/report"
)

// checkToken requests a token as the document does and checks the answer's own fields.
func checkToken(ctx context.Context, r *run) report.Finding {
	answer, err := r.found.answer, r.found.tokenErr
	if !r.reg.Flow.SignsInAtPage() {
		answer, err = r.Entra.Token(ctx, r.tokenRequest())
		r.found.answer = answer
	}
	if err != nil {
		return r.failed(err)
	}
	r.context.ClockOffset = answer.ClockOffset()
	r.found.token = &report.TokenFacts{
		ExpiresOn: answer.ReceivedAt.Add(answer.ExpiresIn).Unix(), Scopes: []string{}, Roles: []string{},
	}
	f := ok("Token received", tokenEvidence(answer)+r.presentedEvidence())
	f.CorrelationID = answer.CorrelationID
	if fault := answerFault(r.reg.Flow, answer); fault != "" {
		f.Status, f.Title = report.Warn, "Token received, but the answer is unusual: "+fault
	}
	return f
}

// tokenRequest is the request for this registration; the scope is the document's, byte for byte.
func (r *run) tokenRequest() entra.Request {
	request := entra.Request{
		Login: r.target.Login, Tenant: r.reg.Tenant, TenantID: r.found.tenant.ID,
		ClientID: r.reg.ClientID, Scope: r.target.Scope, Flow: r.reg.Flow, Username: r.reg.Username,
		Secret: r.reg.Credential.Secret, Certificate: r.found.certificate,
	}
	if r.reg.Flow.Info().Proof == catalog.ProofAssertion {
		r.found.outside = &source.Presenting{
			Provider: r.Outside, Wanted: r.reg.Credential.Assertion, Audience: catalog.ExchangeAudience(r.target.Cloud),
		}
		request.Assertion = r.found.outside.Fetch
	}
	return request
}

// presentedEvidence says what an outside token was exchanged, as it says of itself; empty for other flows.
func (r *run) presentedEvidence() string {
	if r.found.outside == nil {
		return ""
	}
	claims := r.found.outside.Claims()
	return fmt.Sprintf(", for the token from %s: issuer %s, subject %s", r.found.outside.From(), claims.Issuer, claims.Subject)
}

func tokenEvidence(a entra.Answer) string {
	evidence := fmt.Sprintf("%s token, valid for %d minutes", a.TokenType, int(a.ExpiresIn/time.Minute))
	if a.Scope != "" {
		evidence += ", scope " + a.Scope
	}
	return evidence
}

// answerFault names what is unusual in the fields that the documents show: token_type, scope, expires_in, ext_expires_in.
// An app-only answer carries no scope.
func answerFault(flow catalog.Flow, a entra.Answer) string {
	switch {
	case !strings.EqualFold(a.TokenType, "Bearer"):
		return fmt.Sprintf("token_type is %q, not Bearer", a.TokenType)
	case a.ExpiresIn <= 0:
		return "expires_in is missing or not a positive number"
	case a.ExtExpiresIn < 0:
		return "ext_expires_in is negative"
	case flow.SignsInUser() && !a.HasScope:
		return "scope is missing"
	default:
		return ""
	}
}

// checkClaims decodes the token, for diagnosis only, and compares it with what was asked for. One that is for somebody
// else is not kept.
func checkClaims(_ context.Context, r *run) report.Finding {
	f := r.judgeClaims()
	if f.Status != report.Fail && r.in.Obtained != nil {
		r.in.Obtained(r.in.Registration, r.found.answer)
	}
	return f
}

func (r *run) judgeClaims() report.Finding {
	claims, err := entra.DecodeClaims(r.found.answer.AccessToken)
	if err != nil {
		r.found.opaque = true
		// Entra may issue tokens that only the API can read.
		return report.Finding{Status: report.Warn, Title: "The token can't be read here", Evidence: err.Error(),
			Meaning: "Only the API knows whether it's valid."}
	}
	r.found.claims = claims
	r.found.token.Audience = strings.Join(claims.Audience, " ")
	r.found.token.Scopes = append(r.found.token.Scopes, claims.Scopes...)
	r.found.token.Roles = append(r.found.token.Roles, claims.Roles...)
	for _, rule := range claimRules {
		if label, evidence := rule(r, claims); label != "" {
			return r.because(report.Fail, label, evidence)
		}
	}
	evidence := fmt.Sprintf("audience %s, expires %s", cmp.Or(r.found.token.Audience, "not named"), claims.ExpiresAt.UTC().Format(time.RFC3339))
	if unnamed := unnamed(r, claims); len(unnamed) > 0 {
		return report.Finding{Status: report.Warn, Title: "The token doesn't name its " + strings.Join(unnamed, " or "), Evidence: evidence,
			Meaning: "It can't be compared with your values. Only the API knows whether it's valid."}
	}
	return ok("The token is for this API, tenant and app", evidence)
}

// expected is for whom the token was asked for. Who the user is, is judged where a person signs in.
func (r *run) expected() entra.Expected {
	return entra.Expected{TenantID: r.found.tenant.ID, ClientID: r.reg.ClientID}
}

// unnamed lists what the token does not say of itself.
func unnamed(r *run, c entra.Claims) []string {
	names := c.Unnamed(r.expected())
	if len(c.Audience) == 0 {
		names = append([]string{"audience"}, names...)
	}
	return names
}

// accepted reports whether one of the token's audiences is one of the API's; a trailing slash does not matter,
// because it follows the form of the scope that was asked for (scopes-oidc, "Trailing slash and .default").
func accepted(audiences, got []string) bool {
	return slices.ContainsFunc(got, func(aud string) bool {
		plain := strings.TrimRight(aud, "/")
		return slices.ContainsFunc(audiences, func(a string) bool { return strings.EqualFold(strings.TrimRight(a, "/"), plain) })
	})
}

// claimRule is one comparison of a token's claims; it gives no cause where they hold. Absent claims are tolerated, as
// Microsoft's access token claims reference asks of clients.
type claimRule func(r *run, c entra.Claims) (label cause.Label, evidence string)

var claimRules = []claimRule{forThisAPI, forThisIdentity, stillValid}

func forThisAPI(r *run, c entra.Claims) (cause.Label, string) {
	if len(c.Audience) == 0 || accepted(r.target.Audiences, c.Audience) {
		return "", ""
	}
	return cause.APIWrongAudience, fmt.Sprintf("the token is for %s", strings.Join(c.Audience, " "))
}

func forThisIdentity(r *run, c entra.Claims) (cause.Label, string) {
	foreign, _ := c.Foreign(r.expected())
	return foreign.Cause, foreign.Evidence
}

func stillValid(r *run, c entra.Claims) (cause.Label, string) {
	if c.ExpiresAt.IsZero() || c.ExpiresAt.After(r.Now()) {
		return "", ""
	}
	return cause.ClockWrong, fmt.Sprintf("the token expired at %s, this machine's clock says %s",
		c.ExpiresAt.UTC().Format(time.RFC3339), r.Now().UTC().Format(time.RFC3339))
}
