package verify

import (
	"errors"
	"strings"

	"appreg/internal/diagnose"
	"appreg/internal/entra"
	"appreg/internal/report"
	"appreg/internal/sanitize"
)

// failed makes the finding of an error: its cause, what it means and what to do.
func (r *run) failed(err error) report.Finding {
	if errors.Is(err, errNobodyToAsk) {
		return nobodyToAsk(r.in.Profile)
	}
	known := r.context
	var refusal *entra.Error
	if errors.As(err, &refusal) {
		known.ClockOffset = refusal.ClockOffset(r.Now())
	}
	f := explained(report.Fail, diagnose.Explain(err, known))
	f.Evidence = err.Error()
	if refusal != nil {
		f.Evidence = refusal.Summary()
		f.AADSTS = refusal.AADSTS()
		f.CorrelationID, f.TraceID = refusal.CorrelationID, refusal.TraceID
		f.Raw = string(refusal.Raw)
	}
	var answer *entra.AnswerError
	if errors.As(err, &answer) {
		f.Raw = string(answer.Raw)
	}
	return f
}

// errNobodyToAsk says that an interactive flow was checked where nobody can sign in.
var errNobodyToAsk = errors.New("this flow needs a person to sign in, and there is no terminal to ask in")

// nobodyToAsk is the finding for it: nothing is known against the registration but that it needs a person now.
func nobodyToAsk(profile string) report.Finding {
	return report.Finding{
		Status: report.Fail, Cause: "session_revoked", Title: "Somebody has to sign in", Evidence: errNobodyToAsk.Error(),
		Meaning: "No earlier sign-in is kept that could be renewed without a person.",
		Fix:     nobodyFix(profile),
	}
}

// nobodyFix says where to sign in. Without a profile there is nothing that a later command could use.
func nobodyFix(profile string) report.Fix {
	fix := report.Fix{Where: "A terminal", Steps: []string{"Run this in a terminal and sign in."}}
	if profile != "" {
		fix.Command = "appreg token " + profile
	}
	return fix
}

// because makes a finding of a cause that we found ourselves.
func (r *run) because(status report.Status, cause report.Cause, evidence string) report.Finding {
	f := explained(status, diagnose.ForCause(cause, r.context))
	f.Evidence = evidence
	return f
}

func explained(status report.Status, d diagnose.Diagnosis) report.Finding {
	return report.Finding{
		Status: status, Title: d.Title, Meaning: d.Meaning, Cause: d.Cause, Others: d.Others, Fix: d.Fix,
	}
}

func ok(title, evidence string) report.Finding {
	return report.Finding{Status: report.OK, Title: title, Evidence: evidence}
}

func skipped(title string) report.Finding {
	return report.Finding{Status: report.Skip, Title: title}
}

// record keeps a finding, made fit for a terminal: it is the one place where text from outside enters a report.
func (r *run) record(f report.Finding) {
	redact := sanitize.NewRedactor(r.reg.Credential.Secret, r.reg.Credential.CertificatePassword,
		r.found.answer.AccessToken, r.found.answer.RefreshToken)
	clean := func(s string) string { return sanitize.Line(redact.Redact(s)) }
	f.Evidence = clean(f.Evidence)
	// Our own words speak of passwords and tokens: looking for the shape of one would spoil them.
	f.Title, f.Meaning = sanitize.Line(f.Title), sanitize.Line(f.Meaning)
	f.Raw = sanitize.Raw(redact.Redact(f.Raw))
	f.CorrelationID, f.TraceID = clean(f.CorrelationID), clean(f.TraceID)
	f.Fix.Where, f.Fix.Command, f.Fix.URL = sanitize.Line(f.Fix.Where), sanitize.Line(f.Fix.Command), sanitize.Line(f.Fix.URL)
	steps := make([]string, len(f.Fix.Steps)) // never null in JSON
	for i, step := range f.Fix.Steps {
		steps[i] = sanitize.Line(step)
	}
	f.Fix.Steps = steps
	r.findings = append(r.findings, f)
}

func joined(list []string) string { return strings.Join(list, ",") }
