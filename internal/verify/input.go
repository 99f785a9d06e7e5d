package verify

import (
	"context"
	"fmt"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/certificate"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// checkInput judges what can be judged without sending anything.
func checkInput(ctx context.Context, r *run) report.Finding {
	if r.in.Fault != nil {
		return r.faulty(*r.in.Fault)
	}
	if r.in.SkipToken || r.reg.Flow.SignsInAtPage() {
		return ok("Values look right", "")
	}
	if r.reg.Credential.IsZero() && r.reg.Credential.CertificateFile == "" {
		return r.withoutCredential()
	}
	switch r.reg.Flow.Info().Proof {
	case catalog.ProofCertificate:
		return r.readCertificate(ctx)
	case catalog.ProofSecret:
		if note := r.context.SecretShape.Note(); note != "" {
			return report.Finding{Status: report.Warn, Title: "The client secret doesn't look like one", Meaning: note + " The token request will show."}
		}
	case catalog.NoProof, catalog.ProofPassword, catalog.ProofPage, catalog.ProofAssertion:
	}
	return ok("Values look right", "")
}

// faulty is the finding of a value that cannot be right.
func (r *run) faulty(fault diagnose.Fault) report.Finding { return diagnose.Faulty(fault, r.context) }

// withoutCredential is the finding where nothing was given or saved that could be sent.
func (r *run) withoutCredential() report.Finding {
	const seen = "no credential, nothing was sent"
	if flow := r.reg.Flow.Info(); flow.SavedIfTold { // left out on purpose: that says nothing against the registration
		return report.Finding{
			Status: report.Skip, Untested: true, Title: "The " + flow.Credential + " wasn't saved", Evidence: seen,
			Meaning: "A " + flow.Credential + " is saved only if you ask for it. Otherwise enter it each time.",
			Fix: report.Fix{Where: "This machine", Steps: []string{
				"Set it in " + flow.Variable + " and add the registration's flags, or save it.",
			}, Command: r.command("appreg setup --replace --save-password --profile NAME")},
		}
	}
	f := r.because(report.Fail, cause.SecretMissing, seen)
	f.Title, f.Meaning = "No credential to sign in with", "None was entered, and none is saved. Nothing was sent."
	f.Fix = report.Fix{Where: "This machine", Steps: []string{"Set the profile up again with its credential."},
		Command: r.command("appreg setup --replace --profile NAME")}
	return f
}

// readCertificate reads the certificate from its file or from the saved bytes and judges it.
func (r *run) readCertificate(ctx context.Context) report.Finding {
	data := r.reg.Credential.Certificate
	if data.IsZero() {
		content, err := r.ReadFile(r.reg.Credential.CertificateFile)
		if err != nil {
			return r.because(report.Fail, cause.CertUnreadable, err.Error())
		}
		data = secret.New(string(content))
	}
	cert, err := certificate.Open(ctx, data, r.reg.Credential.CertificatePassword)
	if err == nil {
		err = cert.ValidAt(r.Now())
	}
	if err != nil {
		return r.faulty(diagnose.CertificateFault(err, r.reg.Credential.CertificateFile))
	}
	r.found.certificate = cert
	r.context.Thumbprint = cert.Thumbprint()
	return ok("The private key matches the certificate",
		fmt.Sprintf("thumbprint %s, valid until %s", cert.Thumbprint(), cert.NotAfter().Format(time.DateOnly)))
}

// checkExpiry warns before the secret or the certificate ends.
func checkExpiry(_ context.Context, r *run) report.Finding {
	what, end, date := "client secret", time.Time{}, r.reg.SecretExpires
	switch {
	case r.found.certificate != nil:
		what, end = "certificate", r.found.certificate.NotAfter()
		date = end.Format(time.DateOnly)
	case r.reg.Flow.Info().Proof != catalog.ProofSecret:
		return skipped("No expiry date to track")
	default:
		lastDay, err := time.Parse(time.DateOnly, date)
		if err != nil {
			return skipped("No end date for the client secret")
		}
		end = lastDay.AddDate(0, 0, 1) // the last day counts
	}
	left := end.Sub(r.Now())
	switch {
	case left <= 0:
		// A token may still have come: Entra's refusal is the token finding's business.
		return report.Finding{Status: report.Warn, Title: fmt.Sprintf("The %s has passed its noted end date", what),
			Evidence: date, Fix: r.renewal()}
	case left < report.NearEnd:
		return report.Finding{Status: report.Warn, Title: fmt.Sprintf("The %s expires %s", what, report.In(left)),
			Evidence: date, Fix: r.renewal()}
	default:
		return ok(fmt.Sprintf("The %s is valid for %d days", what, int(left/(24*time.Hour))), date)
	}
}

// renewal says how to replace a credential before it ends.
func (r *run) renewal() report.Fix {
	use := "Enter the new one here."
	if r.in.Saved {
		use = "Save it here under the same name."
	}
	return report.Fix{
		Where:   "App registrations > the app > Certificates & secrets",
		Steps:   []string{"Create a new one. The old one keeps working until you delete it.", use, "Delete the old one in the portal."},
		Command: r.command("appreg setup --replace --profile NAME"),
		URL:     r.target.Page(catalog.PageCredentials, r.found.tenant.ID, r.reg.ClientID),
	}
}

// command is one for the saved profile, with its name in place of NAME; what is not saved has none.
func (r *run) command(words string) string {
	if !r.in.Saved {
		return ""
	}
	return strings.ReplaceAll(words, "NAME", r.in.Profile)
}
