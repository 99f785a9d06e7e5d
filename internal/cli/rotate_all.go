package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/internal/sanitize"
	"appreg/store"
)

// each rotates every profile that is due; a fault of one doesn't keep it from the others.
func (r *rotateCommand) each(ctx context.Context, st *store.Store, given registration.Overrides) error {
	if err := r.mayChange(r.dryRun, r.yes); err != nil {
		return err
	}
	profiles, err := st.List()
	if err == nil && len(profiles) == 0 {
		err = st.MovedAside() // a schedule would never learn of the list that was lost
	}
	if err != nil {
		return fmt.Errorf("couldn't rotate: %w", err)
	}
	r.sayMovedAside(st)
	made, all, failed := []plan.Plan{}, []any{}, error(nil)
	for _, p := range profiles {
		if !p.Ready() || !rotatable(p.Flow) {
			continue
		}
		rotated, err := r.one(ctx, st, p, given)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var later *notDueError
		switch {
		case errors.As(err, &later):
			if later.ends == "" {
				r.note("%s", later)
			}
			continue
		case err == nil:
			made, all = append(made, rotated), append(all, rotated)
			err = cmp.Or(blockedResult(rotated), planResult(rotated))
		default:
			f := classify(err)
			told := f.told(r.secrets())
			fmt.Fprintf(r.Err, "appreg: %s: %s\n", sanitize.Line(p.Name), told.Message)
			all = append(all, notRotated{sanitize.Line(p.Name), told})
			err = &verdictError{code: int(f.code)}
		}
		failed = cmp.Or(failed, err)
	}
	if r.asJSON {
		printJSON(r.Out, all)
	} else {
		r.printPlans(made)
	}
	if len(all) == 0 {
		fmt.Fprintln(r.Err, "appreg: nothing to rotate")
	}
	return failed
}

// notRotated is a profile that couldn't be rotated, as JSON beside the plans of the others.
type notRotated struct {
	Profile string      `json:"profile"`
	Error   toldFailure `json:"error"`
}

func (r *rotateCommand) printPlans(made []plan.Plan) {
	for i, p := range made {
		if i > 0 {
			fmt.Fprintln(r.Out)
		}
		fmt.Fprintf(r.Out, "profile %s\n", p.Profile)
		writePlan(r.Out, p)
	}
}
