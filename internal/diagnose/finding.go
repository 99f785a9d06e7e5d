package diagnose

import (
	"errors"

	"appreg/internal/cause"
	"appreg/internal/entra"
	"appreg/internal/graph"
	"appreg/internal/report"
	"appreg/internal/transport"
)

// Failed is the finding of an error of a request: the one road from what Entra, an API or the network did to what a person
// reads. Its evidence, ids and raw answer come from outside: whoever keeps the finding has it made fit once (see
// report.Finding.Fit).
func Failed(err error, c Context) report.Finding { return failed(err, Explain(err, c)) }

// LookUpFailed is the same for a look-up of a tenant or an account: see ExplainLookUp.
func LookUpFailed(err error, c Context) report.Finding { return failed(err, ExplainLookUp(err, c)) }

func failed(err error, d Diagnosis) report.Finding {
	f := d.Finding(report.Fail, err.Error())
	var refusal *entra.Error
	var foreign *transport.AnswerError
	var directory *graph.Error
	switch {
	case errors.As(err, &refusal):
		f.Evidence, f.AADSTS = refusal.Summary(), refusal.AADSTS()
		f.CorrelationID, f.TraceID, f.Raw = refusal.CorrelationID, refusal.TraceID, string(refusal.Raw)
	case errors.As(err, &directory):
		f.CorrelationID, f.TraceID, f.Raw = directory.ClientRequestID, directory.RequestID, string(directory.Raw)
	case errors.As(err, &foreign):
		f.CorrelationID, f.TraceID, f.Raw = foreign.CorrelationID, foreign.TraceID, string(foreign.Raw)
	}
	return f
}

// Because is the finding of a cause that was found without an answer.
func Because(status report.Status, label cause.Label, evidence string, c Context) report.Finding {
	return ForCause(label, c).Finding(status, evidence)
}

// Finding puts a diagnosis and what was seen together.
func (d Diagnosis) Finding(status report.Status, evidence string) report.Finding {
	return report.Finding{
		Status: status, Title: d.Title, Meaning: d.Meaning, Evidence: evidence,
		Cause: d.Cause, Confidence: d.Confidence, Others: d.Others, Fix: d.Fix,
	}
}
