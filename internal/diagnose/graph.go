package diagnose

import (
	"slices"
	"strings"

	"appreg/internal/cause"
	"appreg/internal/graph"
	"appreg/internal/report"
)

// graphRow is what an answer of Microsoft Graph means to a request of our own. Every condition that is set must hold.
type graphRow struct {
	codes  []string // error.code or a detail's code
	status int
	means  graph.Meaning // as graph's own table of shapes says; Refused: whatever it says
	doing  []graph.Operation

	cause  cause.Label
	others causes
	sure   report.Confidence
}

// explainGraph diagnoses an answer of Graph's by its codes and by what was asked for. Only an answer that no row knows is
// read as text.
func explainGraph(e *graph.Error, c Context) Diagnosis {
	for _, row := range graphAnswers {
		if !row.matches(e) {
			continue
		}
		d := withOthers(row.cause, c, row.others...)
		d.Confidence, d.Error = row.sure, leadingName(e.Code)
		return d
	}
	c.API, c.Call = "", nil // Graph answered, not the API
	return explain(fromGraph(e), c)
}

func (r graphRow) matches(e *graph.Error) bool {
	return (r.status == 0 || r.status == e.HTTPStatus) &&
		(r.means == graph.Refused || e.Means() == r.means) &&
		matchesAny(r.doing, e.Doing) &&
		(len(r.codes) == 0 || slices.ContainsFunc(e.Codes(), func(code string) bool {
			return slices.ContainsFunc(r.codes, func(want string) bool { return strings.EqualFold(want, code) })
		}))
}

// fromGraph takes over what was read of an answer of Graph's.
func fromGraph(e *graph.Error) answer {
	codes := e.Codes()
	a := answer{status: e.HTTPStatus, text: fold(strings.Join(append(codes, e.Message), "\n"))}
	if len(codes) > 0 {
		a.name, a.inner = leadingName(codes[0]), codes[1:]
	}
	return a
}
