package diagnose

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/internal/transport"
)

// explainSource diagnoses that there was no outside token to present. What the source itself says is what to do; where its
// service gave no answer, nothing is known of the registration.
func explainSource(e *federation.SourceError, c Context) Diagnosis {
	if network, ok := errors.AsType[*transport.NetworkError](e); ok {
		c.Asked = e.Asked
		return explainNetwork(network, c)
	}
	d := ForCause(cause.AssertionSourceMissing, c)
	d.Meaning += " Nothing was sent to Entra."
	d.Fix.Where, d.Fix.Steps = e.Source, slices.Clone(e.Fix)
	return d
}

// matched are the causes at which the three values of an outside token did not fit.
var matched = causes{
	cause.FederatedCredentialMissing, cause.FederatedIssuerMismatch, cause.FederatedSubjectMismatch, cause.FederatedAudienceMismatch,
	cause.FederatedNotReplicated,
}

// withPresented sets what the outside token says of itself beside what is registered, where Entra has found no match: with
// the difference named where its kind is known.
func withPresented(d Diagnosis, c Context) Diagnosis {
	switch {
	case c.Presented.Issuer == "":
		return d
	case d.Cause == cause.AssertionExpiredClockSkew || d.Cause == cause.ClockWrong:
		return withTimes(d, c.Presented)
	case !slices.Contains(matched, d.Cause):
		return d
	}
	made, compared := federation.Compare(c.Presented.Presented, c.Registered)
	if compared {
		d = byComparison(d, made, c)
	}
	d.Meaning += " " + presented(c.Presented)
	if compared {
		d.Meaning += registered(made)
	}
	if step := exactly(d, c); step != "" {
		d.Fix.Steps = slices.Insert(slices.Clone(d.Fix.Steps), 0, step)
	}
	return d
}

// Numbers of Entra's: anyOfThree leaves open which of the three values differs, issuerUnknown says that no credential has
// the issuer.
const (
	anyOfThree    = 70021
	issuerUnknown = 700211
)

// byComparison lets what was compared decide where Entra's number leaves it open.
func byComparison(d Diagnosis, made federation.Comparison, c Context) Diagnosis {
	if !slices.Contains(d.Codes, anyOfThree) {
		return d
	}
	found := cause.FederatedNotReplicated
	if len(made.Differences) > 0 {
		found = map[string]cause.Label{
			"issuer": cause.FederatedIssuerMismatch, "subject": cause.FederatedSubjectMismatch, "audience": cause.FederatedAudienceMismatch,
		}[made.Differences[0].Field]
	}
	if found == d.Cause {
		return d
	}
	row := rowOf(found)
	others := slices.DeleteFunc(slices.Clone(d.Others), func(l cause.Label) bool { return l == found })
	d.Title, d.Others, d.Fix.Steps = row.Title, append([]cause.Label{d.Cause}, others...), stepsFor(row.Steps, c)
	d.Cause = found
	return d
}

// presented tells what the token says of itself.
func presented(claims federation.Claims) string {
	text := fmt.Sprintf("Presented: issuer %s, subject %s, audience %s", claims.Issuer, claims.Subject, claims.Audience)
	if says := claims.Says(); says != "" {
		text += " (" + says + ")"
	}
	return sanitize.Line(text) + "."
}

// registered tells what the nearest credential holds, and each difference.
func registered(made federation.Comparison) string {
	c := made.Nearest
	text := fmt.Sprintf(" Registered: issuer %s, subject %s, audience %s.", c.Issuer, c.Subject, c.Audience)
	for _, difference := range made.Differences {
		what := difference.Kind
		if what == "" {
			what = fmt.Sprintf("%s in the token, %s in the credential", difference.Presented, difference.Registered)
		}
		text += fmt.Sprintf(" The %s differs: %s.", difference.Field, what)
	}
	if len(made.Differences) == 0 {
		text += " They are the same here: the credential in Entra is another one, or was created minutes ago."
	}
	return sanitize.Line(text)
}

// exactly says what to enter, where one value is at fault. An issuer that Entra refuses for what it is isn't entered.
func exactly(d Diagnosis, c Context) string {
	claims := c.Presented
	if d.Cause == cause.FederatedIssuerMismatch && !slices.Contains(d.Codes, issuerUnknown) && !slices.Contains(d.Codes, anyOfThree) {
		return ""
	}
	text := map[cause.Label]string{
		cause.FederatedIssuerMismatch:  "Enter exactly this issuer: " + claims.Issuer,
		cause.FederatedSubjectMismatch: "Enter exactly this subject: " + claims.Subject,
		cause.FederatedCredentialMissing: fmt.Sprintf("Add a credential with issuer %s, subject %s, audience %s",
			claims.Issuer, claims.Subject, exchangeAudience(c)),
		cause.FederatedAudienceMismatch: fmt.Sprintf("Token and credential must both have the audience %s", exchangeAudience(c)),
	}[d.Cause]
	return sanitize.Line(text)
}

// withTimes adds until when the outside token was good: it is one that was kept too long, not one of ours.
func withTimes(d Diagnosis, claims federation.Claims) Diagnosis {
	if !claims.Ends.IsZero() {
		d.Meaning += " The outside token ended at " + claims.Ends.Format(time.RFC3339) + "."
	}
	d.Fix.Steps = []string{
		"Let the source provide a new token for each request: appreg keeps none.",
		"A file must be renewed by the platform, and the clock must be right.",
	}
	return d
}

// ExplainAssertion judges an outside token by what it says of itself, without asking anybody: whether Entra could take it
// at all, and which federated credential it needs. Whether there is one is not known here.
func ExplainAssertion(c Context) Diagnosis {
	claims, label := c.Presented, cause.Unknown
	switch fault := claims.In(target(c).Cloud).Check(target(c).Cloud, nil); {
	case claims.ByEntra():
		label = cause.FederatedIssuerMismatch
	case !slices.Contains(catalog.ExchangeAudiences(), claims.Audience):
		label = cause.FederatedAudienceMismatch
	case fault != nil && fault.Field == "issuer":
		label = cause.FederatedIssuerMismatch
	case claims.Over(c.Now):
		label = cause.AssertionExpiredClockSkew
	}
	if label != cause.Unknown {
		return withPresented(ForCause(label, c), c)
	}
	return Diagnosis{
		Cause: cause.Unknown, Confidence: report.None, Title: "The token could be exchanged at Entra",
		Meaning: presented(claims) + " Its form is right. The app needs a federated credential with exactly these three values.",
		Fix: report.Fix{Where: rowOf(cause.FederatedCredentialMissing).Where, Steps: []string{
			"Compare issuer, subject and audience with the app's federated credentials, letter by letter.",
		}},
	}
}
