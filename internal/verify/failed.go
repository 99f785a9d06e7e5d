package verify

import (
	"errors"

	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// failed is the finding of an error.
func (r *run) failed(err error) report.Finding {
	if errors.Is(err, errNobodyToAsk) {
		return r.nobodyToAsk()
	}
	r.context.Now = r.Now()
	r.context.Presented, r.context.Registered = r.found.outside.Claims(), r.found.outside.Noted()
	f := diagnose.Failed(err, r.context)
	if r.reg.Flow.SignsInAtPage() && r.in.SignIn.Show == nil && f.Fix.Command == "" {
		f.Fix.Command = r.signInCommand()
	}
	return f
}

// errNobodyToAsk says that an interactive flow was checked where nobody can sign in.
var errNobodyToAsk = errors.New("a person must sign in, and there is no terminal")

// nobodyToAsk is the finding for it: nothing is known against the registration but that it needs a person now. A profile
// whose sign-in has ended is told apart from one at which nobody has signed in yet.
func (r *run) nobodyToAsk() report.Finding {
	fix := report.Fix{
		Where: "A terminal", Steps: []string{"Run this in a terminal, without --no-input, and sign in."}, Command: r.signInCommand(),
	}
	if ended := r.in.SignIn.Ended; ended != "" {
		f := r.because(report.Fail, ended, "the earlier sign-in has ended, and there is no terminal")
		f.Fix = fix
		return f
	}
	f := report.Finding{
		Status: report.Fail, Cause: cause.InteractionRequired, Confidence: report.Certain, Title: "Sign-in required",
		Evidence: errNobodyToAsk.Error(), Meaning: "There is no saved sign-in to renew.", Fix: fix,
	}
	if r.in.Saved {
		f.Title = "Nobody has signed in yet"
		f.Meaning = "The profile was saved without a sign-in. Sign in once, and appreg renews it without asking."
	}
	return f
}

// signInCommand is the command at which a person signs in for a profile.
func (r *run) signInCommand() string { return r.command("appreg token NAME") }

// because makes a finding of a cause that we found ourselves.
func (r *run) because(status report.Status, label cause.Label, evidence string) report.Finding {
	return diagnose.Because(status, label, evidence, r.context)
}

func ok(title, evidence string) report.Finding {
	return report.Finding{Status: report.OK, Title: title, Evidence: evidence}
}

func skipped(title string) report.Finding {
	return report.Finding{Status: report.Skip, Title: title}
}

// record keeps a finding, made fit for a terminal.
func (r *run) record(f report.Finding) {
	secrets := append(r.reg.Credential.Secrets(), r.found.answer.AccessToken, r.found.answer.RefreshToken, r.in.SignIn.Refresh, r.found.outside.Value())
	r.findings = append(r.findings, f.Fit(sanitize.NewRedactor(secrets...)))
}
