package diagnose

import (
	"errors"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/report"
)

// lookUpRules are what a refusal without one of Entra's numbers means at the look-ups' addresses.
var lookUpRules = []rule{
	{status: []int{401, 403, 407}, cause: cause.NetworkProxy, others: causes{cause.AnswerNotJSON, cause.LoginHostUnknown}},
	{status: []int{404}, otherHost: true, cause: cause.LoginHostUnknown, others: causes{cause.TenantNotFound, cause.NetworkProxy}},
	{status: []int{404}, cause: cause.TenantNotFound, others: causes{cause.LoginHostUnknown, cause.NetworkProxy}},
	{cause: cause.LoginHostUnknown, others: causes{cause.TenantMalformed, cause.NetworkProxy}},
}

// ExplainLookUp is Explain for the look-ups of a tenant or an account. They need no sign-in and ask no API: a credential,
// a permission or an API is never at fault. A refusal that bears one of Entra's numbers means what the number says;
// without one its status is about the address that was asked.
func ExplainLookUp(err error, c Context) Diagnosis {
	d := Explain(err, c)
	row, _ := d.Cause.Row()
	var refusal *entra.Error
	if !errors.As(err, &refusal) || refusal.AADSTS() != 0 || row.LookUp || row.Unreachable {
		return d
	}
	r := ruleFor([][]rule{lookUpRules}, 0, answer{status: refusal.HTTPStatus}, c)
	if r.cause == cause.LoginHostUnknown {
		c.Target = target(c)
		c.Target.Login = ownLogin(c) // the fix names it where the one that was asked is none
	}
	known := withOthers(r.cause, c, r.others...)
	known.Codes, known.Error, known.Suberror, known.Confidence = d.Codes, d.Error, d.Suberror, report.Likely
	return known
}

// ownLogin is the cloud's own login host; the one that was asked where the cloud is not known.
func ownLogin(c Context) string {
	if own, known := catalog.LookupCloud(target(c).Cloud); known {
		return own.Login
	}
	return target(c).Login
}
