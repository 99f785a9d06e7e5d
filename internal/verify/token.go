package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/entra"
	"appreg/internal/report"
)

// checkToken makes the document's POST and judges the answer's own fields.
func checkToken(ctx context.Context, r *run) report.Finding {
	answer, err := r.found.answer, r.found.tokenErr
	if !r.reg.Flow.SignsInAtPage() {
		answer, err = r.Entra.Token(ctx, r.tokenRequest())
		r.found.answer = answer
	}
	if err != nil {
		return r.failed(err)
	}
	if r.in.Obtained != nil {
		r.in.Obtained(answer)
	}
	r.context.ClockOffset = answer.ClockOffset()
	r.found.token = &report.TokenFacts{
		ExpiresOn: answer.ReceivedAt.Add(answer.ExpiresIn).Unix(), Scopes: []string{}, Roles: []string{},
	}
	f := ok("Entra gave a token", tokenEvidence(answer))
	f.CorrelationID = answer.CorrelationID
	if fault := answerFault(r.reg.Flow, answer); fault != "" {
		f.Status, f.Title = report.Warn, "Entra gave a token, but the answer is unusual: "+fault
	}
	return f
}

// tokenRequest is the request for this registration; the scope is the document's, byte for byte.
func (r *run) tokenRequest() entra.Request {
	return entra.Request{
		Login: r.target.Login, Tenant: r.reg.Tenant, TenantID: r.found.tenant.ID,
		ClientID: r.reg.ClientID, Scope: r.target.Scope, Flow: r.reg.Flow, Username: r.reg.Username,
		Secret: r.reg.Credential.Secret, Certificate: r.found.certificate,
	}
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

// checkClaims decodes the token, for diagnosis only, and compares it with what was asked for.
func checkClaims(_ context.Context, r *run) report.Finding {
	claims, err := entra.DecodeClaims(r.found.answer.AccessToken)
	if err != nil {
		// Entra may issue tokens that only the API can read.
		return report.Finding{Status: report.Warn, Title: "The token cannot be read here", Evidence: err.Error(),
			Meaning: "Only the API can say whether it is good."}
	}
	r.found.claims = claims
	r.found.token.Audience = strings.Join(claims.Audience, " ")
	r.found.token.Scopes = append(r.found.token.Scopes, claims.Scopes...)
	r.found.token.Roles = append(r.found.token.Roles, claims.Roles...)
	for _, c := range claimRules {
		if evidence, bad := c.broken(r, claims); bad {
			return r.because(report.Fail, c.cause, evidence)
		}
	}
	return ok("The token is for this API, tenant and application",
		fmt.Sprintf("audience %s, expires %s", r.found.token.Audience, claims.ExpiresAt.UTC().Format(time.RFC3339)))
}

// accepted reports whether one of the token's audiences is one of the API's; a trailing slash does not matter,
// because it follows the form of the scope that was asked for (facts: scopes-oidc, trailing slash).
func accepted(audiences, got []string) bool {
	return slices.ContainsFunc(got, func(aud string) bool {
		plain := strings.TrimRight(aud, "/")
		return slices.ContainsFunc(audiences, func(a string) bool { return strings.EqualFold(strings.TrimRight(a, "/"), plain) })
	})
}

// claimRule is one comparison of a token's claims; absent claims are tolerated (facts: access-token-claims-reference).
type claimRule struct {
	cause  report.Cause
	broken func(r *run, c entra.Claims) (evidence string, bad bool)
}

var claimRules = []claimRule{
	{"api_wrong_audience", func(r *run, c entra.Claims) (string, bool) {
		return fmt.Sprintf("the token is for %s", strings.Join(c.Audience, " ")),
			len(c.Audience) > 0 && !accepted(r.target.Audiences, c.Audience)
	}},
	{"authority_wrong_tenant", func(r *run, c entra.Claims) (string, bool) {
		return fmt.Sprintf("the token is of tenant %s", c.TenantID),
			c.TenantID != "" && !strings.EqualFold(c.TenantID, r.found.tenant.ID)
	}},
	{"client_id_wrong", func(r *run, c entra.Claims) (string, bool) {
		return fmt.Sprintf("the token is of application %s", c.AppID),
			c.AppID != "" && !strings.EqualFold(c.AppID, r.reg.ClientID)
	}},
	{"clock_wrong", func(r *run, c entra.Claims) (string, bool) {
		return fmt.Sprintf("the token expired at %s, this machine's clock says %s",
				c.ExpiresAt.UTC().Format(time.RFC3339), r.Now().UTC().Format(time.RFC3339)),
			!c.ExpiresAt.IsZero() && !c.ExpiresAt.After(r.Now())
	}},
}
