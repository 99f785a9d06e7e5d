package lines

import (
	"context"

	"appreg/internal/session"
	"appreg/steps"
)

// checkGiven checks the step's answers that were given beforehand, by flags or a draft, before they are asked for.
func (r *run) checkGiven(ctx context.Context, step steps.Step) error {
	for _, field := range step.Fields {
		good, err := r.check(ctx, field)
		if err != nil {
			return err
		}
		if !good {
			r.doubt = field.Key
		}
	}
	return nil
}

// check carries out the live check that field names and keeps what it learned. What was found right is not checked again.
// good is false if it failed: the person may then enter another value or keep this one.
func (r *run) check(ctx context.Context, field steps.Field) (good bool, err error) {
	answers := r.session.Answers()
	about := session.CheckedAbout(field.Key, answers)
	if field.Check == steps.NoCheck || !answers.Has(field.Key) || r.passed[field.Key] == about {
		return true, nil
	}
	r.out.para("Checking the " + checked(field.Check) + "…")
	result, err := awaited(ctx, func() (steps.CheckResult, error) {
		return r.opts.Checker.Check(ctx, field.Check, answers), nil
	})
	if err != nil {
		return false, err
	}
	r.session = r.session.Learn(result)
	switch result.State {
	case steps.CheckFailed:
		r.out.item("FAIL ", result.Text)
		r.out.para("Enter another value, or press Enter to keep this one.")
		return false, nil
	case steps.CheckWarn:
		r.out.item("warn ", result.Text)
	default:
		r.out.item("ok  ", result.Text)
	}
	r.passed[field.Key] = about
	return true, nil
}

// checked names what a live check looks at.
func checked(kind steps.CheckKind) string {
	if kind == steps.CheckUser {
		return "account"
	}
	return string(kind)
}
