package diagnose

import (
	"cmp"
	"context"
	"errors"

	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/transport"
)

// end is what ended a request on this side, without an answer. What its row leaves out is the cause's own.
type end struct {
	is     func(error) bool
	cause  cause.Label
	others causes

	title, meaning string
	fix            report.Fix
}

// ends are all of them; the first that fits counts.
func ends() []end {
	return []end{
		{is: of(context.DeadlineExceeded), cause: cause.NetworkTimeout, others: causes{cause.NetworkProxy, cause.ServiceUnavailable}},
		{is: of(context.Canceled), cause: cause.NetworkTimeout, title: "Stopped before an answer came", meaning: "The request was canceled on this machine, so the registration wasn't tested."},
		{is: as[*transport.AddressError], cause: cause.NetworkRefused, title: "The address can't be used", meaning: "Nothing was sent."},
		{is: of(entra.ErrTenant), cause: cause.TenantMalformed},
		{is: of(entra.ErrCredential), cause: cause.CredentialNotSent},
		{is: of(entra.ErrSigning), cause: cause.CertAlgorithm, others: causes{cause.CertUnreadable}},
		{is: of(entra.ErrVerificationURI), cause: cause.LoginHostUnknown, others: causes{cause.NetworkProxy}},
		{
			// It is not known who goes on with the sign-in.
			is: of(entra.ErrOpenedTwice), cause: cause.AuthorizationDeclined,
			title:   "Someone else may have opened the sign-in page",
			meaning: "The sign-in page was opened twice, so appreg stopped. No token was requested.",
			fix: report.Fix{Where: "This machine", Steps: []string{
				"Sign in again, and open the page once.",
				"If it happens again, another user or program on this machine sees how browsers start. Open the address in the terminal yourself.",
			}},
		},
		{
			// The browser has nowhere to come back to.
			is: as[*entra.ListenError], cause: cause.NetworkRefused,
			title:   "Can't listen for the browser on this machine",
			meaning: "After the sign-in the browser returns to a port of this machine, but no port could be opened. Nothing was sent.",
			fix: report.Fix{Where: "This machine", Steps: []string{
				"Look for a firewall or sandbox that forbids listening on 127.0.0.1.",
				"Or sign in with a device code, which needs no port.",
			}},
		},
		{is: func(error) bool { return true }, cause: cause.Unknown, meaning: "The request ended without an answer, for an unknown reason."},
	}
}

func of(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }

func as[T error](err error) bool { return errors.As(err, new(T)) }

// explainEnd diagnoses an error that no answer and no network is behind.
func explainEnd(err error, c Context) Diagnosis {
	for _, row := range ends() {
		if !row.is(err) {
			continue
		}
		d := withOthers(row.cause, c, row.others...)
		d.Title, d.Meaning = cmp.Or(row.title, d.Title), cmp.Or(row.meaning, d.Meaning)
		if !row.fix.IsZero() {
			d.Fix = row.fix
		}
		return d
	}
	return Diagnosis{}
}
