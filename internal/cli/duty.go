package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"appreg/internal/admin"
	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/internal/registration"
	"appreg/store"
)

// dutyCommand is one run of `appreg duty`.
type dutyCommand struct {
	*app
	admin              adminFlags
	apply, yes, asJSON bool
	role, scope        string
}

func newDutyCommand(a *app) *cobra.Command {
	d := &dutyCommand{app: a}
	cmd := &cobra.Command{
		Use:   "duty PROFILE",
		Short: "Show or complete the setup in the product",
		Long: "Shows what has to be done in the product after registration, and with --apply does what an API can do, with a user's token:\n" +
			"Power Platform: a role for the app, the least in the narrowest scope that you name. Power Apps: the management application.\n" +
			"Business Central: the admin center's authorization, and permission sets once the app's card is there.\n" +
			"Lifecycle Services: membership of the project, which no API gives.",
		Args:              exactly(1, "PROFILE", "one profile name"),
		ValidArgsFunction: a.completeProfiles,
		RunE:              withSignals(d.run),
	}
	flags := cmd.Flags()
	flags.BoolVar(&d.apply, "apply", false, "complete what an API can do")
	addText(flags, &d.role, "role", "", "name", "Power Platform role: "+strings.Join(platformRoles(), ", ")+" (default "+platformRoles()[0]+")")
	addText(flags, &d.scope, "scope", "", "tenant|group:ID|environment:ID", "where the role counts (default tenant)")
	d.admin.register(flags)
	yesFlag(flags, &d.yes, "apply changes without asking")
	flags.BoolVar(&d.asJSON, "json", false, "plan as JSON on standard output")
	return cmd
}

// platformRoles are the last words of the roles' names, the least first.
func platformRoles() []string {
	var names []string
	for _, role := range catalog.PowerPlatformRoles() {
		names = append(names, role.Short())
	}
	return names
}

// run shows what is left, and with --apply does it.
func (d *dutyCommand) run(ctx context.Context, args []string) error {
	role, err := d.roleName()
	if err != nil {
		return err
	}
	scope, err := catalog.ParseRoleScope(d.scope)
	if err != nil {
		return unknownName(err)
	}
	if err := d.mayChange(!d.apply, d.yes); err != nil {
		return err
	}
	given, err := d.overrides()
	if err != nil {
		return err
	}
	st, p, err := d.findProfile(args, "use")
	if err != nil {
		return err
	}
	reg, err := savedRegistration(st, p, given)
	if err != nil {
		return err
	}
	d.announceSaved(p, "profile "+p.Name)
	target, err := reg.Target()
	if err != nil {
		return err
	}
	desired := d.desired(p, reg, target)
	desired.Role, desired.Scope = role, scope
	if len(desired.Duties) == 0 || d.admin.source == "" && !d.apply {
		d.printUnread(reg, desired)
		return nil
	}
	if d.apply {
		release, err := st.ClaimProfile(ctx, p)
		if err != nil {
			return fmt.Errorf("couldn't begin: %w", err)
		}
		defer release()
	}
	return d.plan(ctx, st, reg, desired)
}

// desired is what is to be done in the product, with what is saved of the registration.
func (d *dutyCommand) desired(p store.Profile, reg registration.Registration, target catalog.Target) plan.Desired {
	desired := plan.Want(reg, target, p.TenantID)
	desired.Profile, desired.Duties = p.Name, plan.Duties(target, reg.Flow)
	desired.Environments, desired.Admin = slices.Clone(reg.Environments), d.admin.source
	return desired
}

// printUnread tells what is known without an admin: not what is done already.
func (d *dutyCommand) printUnread(reg registration.Registration, desired plan.Desired) {
	if d.asJSON {
		printJSON(d.Out, plan.DutyPlan(desired))
	} else {
		d.describe(reg, plan.DutyPlan(desired))
	}
	switch {
	case len(desired.Duties) == 0 && d.apply:
		d.note("nothing was changed: no API does this; do it by hand")
	case len(desired.Duties) > 0:
		d.note("nothing was read; to see what is done already: add --admin %s or a profile", strings.Join(admin.Names(), ", "))
	}
}

// roleName is the role that --role names.
func (d *dutyCommand) roleName() (string, error) {
	for _, role := range catalog.PowerPlatformRoles() {
		if d.role == "" || strings.EqualFold(d.role, role.Short()) || strings.EqualFold(d.role, role.Name) {
			if d.role == "" {
				return "", nil
			}
			return role.Name, nil
		}
	}
	return "", usageError("valid: "+strings.Join(platformRoles(), ", "), "unknown role %q (--role)", d.role)
}

// plan says what is done and what isn't, and with --apply does it.
func (d *dutyCommand) plan(ctx context.Context, st *store.Store, reg registration.Registration, desired plan.Desired) error {
	if err := d.admin.required(); err != nil {
		return err
	}
	dir, err := d.directory(ctx, d.admin, reg, desired.TenantID)
	if err != nil {
		return err
	}
	desired.TenantID = dir.tenantID
	if dir.engine.AdminToken == nil {
		return usageError("add a user's token for the API's admin endpoint, for example APPREG_ADMIN_API_TOKEN, or use --admin az", "--admin %s has no token for %s", d.admin.source, dir.target.Service().PortalName)
	}
	desired.Environments = dir.engine.Environments(ctx, desired)
	made, err := dir.engine.Make(ctx, desired, dir.actor, nil)
	if err != nil {
		return d.refused("read what is done in the product", err, contextOf(reg, dir))
	}
	if finding, missing := made.Desired.Missing(plan.ServicePrincipal, made.Actual); missing {
		return d.refusedFinding("see what is left in the product", nil, finding)
	}
	made.Changes = slices.DeleteFunc(made.Changes, func(c plan.Change) bool { return !plan.IsDuty(c.Object) })
	if !d.apply {
		if !d.asJSON && byHand(made) {
			d.describe(reg, made)
		}
		d.printPlan(made, d.asJSON)
		if len(made.Pending()) > 0 {
			d.note("nothing was changed; to do it: add --apply")
		}
		return nil
	}
	if err := d.agreeToPlan(ctx, made, d.yes); err != nil {
		return err
	}
	made, err = d.applyPlan(ctx, st, dir, made, plan.RunOf(store.KindDuty, made.Desired, dir.graphURL()), nil)
	if err != nil {
		return d.refused("do what is left in the product", err, contextOf(reg, dir))
	}
	d.printPlan(made, d.asJSON)
	return planResult(made)
}
