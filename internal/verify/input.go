package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/certificate"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// checkInput judges what can be judged without sending anything.
func checkInput(_ context.Context, r *run) report.Finding {
	if fault := r.in.Fault; fault != nil {
		return r.because(report.Fail, fault.Cause, fault.Message)
	}
	if r.in.SkipToken || r.reg.Flow.SignsInAtPage() {
		return ok("The values have the right form", "")
	}
	if r.reg.Credential.IsZero() && r.reg.Credential.CertificateFile == "" {
		return r.withoutCredential()
	}
	if r.reg.Flow == catalog.ClientCertificate {
		return r.readCertificate()
	}
	return ok("The values have the right form", "")
}

// withoutCredential is the finding where nothing was given or saved that could be sent.
func (r *run) withoutCredential() report.Finding {
	cause := report.Cause("secret_missing")
	f := r.because(report.Fail, cause, "no credential was given or saved; nothing was sent")
	if r.reg.Flow == catalog.Password {
		f.Title = "The password was not saved"
		f.Meaning = "A password is saved only when that was asked for, so it has to be given each time."
		f.Fix = report.Fix{Where: "This machine", Steps: []string{
			"Give it in APPREG_PASSWORD together with the registration's flags, or save it.",
		}, Command: "appreg setup --replace --save-password --profile " + profileWord(r.in.Profile)}
	}
	return f
}

// readCertificate reads the certificate from its file or from the saved bytes and judges it.
func (r *run) readCertificate() report.Finding {
	data := r.reg.Credential.Certificate
	if data.IsZero() {
		content, err := r.ReadFile(r.reg.Credential.CertificateFile)
		if err != nil {
			return r.because(report.Fail, "cert_unreadable", err.Error())
		}
		data = secret.New(string(content))
	}
	cert, err := certificate.Open(data, r.reg.Credential.CertificatePassword)
	if err == nil {
		err = cert.ValidAt(r.Now())
	}
	if err != nil {
		cause := report.Cause("cert_unreadable")
		var bad *certificate.Error
		if errors.As(err, &bad) {
			cause = bad.Cause
		}
		return r.because(report.Fail, cause, err.Error())
	}
	r.found.certificate = cert
	r.context.Thumbprint = cert.Thumbprint()
	return ok("The certificate and its key are readable and belong together",
		fmt.Sprintf("thumbprint %s, valid until %s", cert.Thumbprint(), cert.NotAfter().Format(time.DateOnly)))
}

// checkExpiry warns before the secret or the certificate ends.
func checkExpiry(_ context.Context, r *run) report.Finding {
	what, end, date := "client secret", time.Time{}, r.reg.SecretExpires
	switch {
	case r.found.certificate != nil:
		what, end = "certificate", r.found.certificate.NotAfter()
		date = end.Format(time.DateOnly)
	case r.reg.Flow != catalog.ClientSecret:
		return skipped("Nothing here expires on a known date")
	default:
		lastDay, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return skipped("The client secret's end date was not given")
		}
		end = lastDay.AddDate(0, 0, 1) // the last day counts
	}
	left := end.Sub(r.Now())
	switch {
	case left <= 0:
		// A token may still have come: Entra's refusal is the token finding's business.
		return report.Finding{Status: report.Warn, Title: fmt.Sprintf("The noted end of the %s has passed", what),
			Evidence: date, Fix: r.renewal()}
	case left < report.NearEnd:
		return report.Finding{Status: report.Warn, Title: fmt.Sprintf("The %s expires %s", what, report.In(left)),
			Evidence: date, Fix: r.renewal()}
	default:
		return ok(fmt.Sprintf("The %s is good for %d more days", what, int(left/(24*time.Hour))), date)
	}
}

// renewal says how to replace a credential before it ends.
func (r *run) renewal() report.Fix {
	return report.Fix{
		Where: "App registrations > the app > Certificates & secrets",
		Steps: []string{
			"Make a new one beside the old one; both work until the old one is deleted.",
			"Save it here under the same name.",
			"Delete the old one in the portal.",
		},
		Command: "appreg setup --replace --profile " + profileWord(r.in.Profile),
		URL:     r.target.Page(catalog.PageCredentials, r.found.tenant.ID, r.reg.ClientID),
	}
}

func profileWord(name string) string {
	if name == "" {
		return "NAME"
	}
	return name
}
