package lines

import (
	"slices"

	"appreg/internal/catalog"
	"appreg/internal/session"
)

// switchFlow changes to another flow with every answer kept. It first shows the portal steps that the flow adds;
// without any the test begins at once.
func (r *run) switchFlow(flow catalog.Flow) {
	next, _ := r.session.SwitchFlow(flow)
	r.out.para(flow.Info().Instead + ": every answer is kept.")
	if next.OnDetour() {
		r.out.para("This sign-in method needs one more step in the portal. The test follows.")
	}
	r.followDetour(next)
}

// followDetour goes to the next step that the flow added, or to the test, whose settled questions are not asked again.
func (r *run) followDetour(next session.Session) {
	r.enter(next, true)
	if next.OnDetour() {
		return
	}
	r.told, r.begun = true, true
	missing := next.Machine().Missing(catalog.StepToken)
	for _, field := range next.Machine().Current().Fields {
		if !slices.ContainsFunc(missing, asksSame(field.Key)) {
			r.settle(field.Key)
		}
	}
}
