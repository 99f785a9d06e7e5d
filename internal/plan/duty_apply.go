package plan

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/diagnose"
	"appreg/internal/report"
	"appreg/internal/transport"
	"appreg/store"
)

// doDuty does one duty, and reads before it repeats one that may be done.
func (a *applier) doDuty(ctx context.Context, c *Change) error {
	if a.AdminToken == nil {
		return errNoAdminToken
	}
	client, row := a.dutyClient(), dutyOf(c.Object)
	id, err := a.write(ctx, write{
		entry: store.RunEntry{Name: c.Subject, Parent: a.made.ServicePrincipalID, Before: client.record()},
		send:  func(ctx context.Context) (string, error) { return row.create(client, ctx, c.Subject) },
		look:  func(ctx context.Context) (string, bool, error) { return row.look(client, ctx, c.Subject) },
		fresh: a.fresh[a.made.ServicePrincipalID] || a.fresh[a.made.ClientID],
	})
	c.ObjectID = id
	if err == nil && c.Object == PermissionSet {
		c.Detail = "" // there was a card
	}
	return err
}

func (a *applier) dutyClient() dutyClient {
	return dutyClient{
		Engine: a.Engine, Desired: a.plan.Desired, clientID: a.made.ClientID, principal: a.made.ServicePrincipalID,
		name: cmp.Or(a.app.DisplayName, a.plan.Desired.DisplayName), alone: a.plan.Desired.alone(a.plan.Actual),
	}
}

var errNoAdminToken = errors.New("there is no token for the API's own admin endpoint")

// dutyFailed is the finding of a duty that failed: the admin's right is missing, or a person has to do something first.
func (a *applier) dutyFailed(c *Change, err error, known diagnose.Context) report.Finding {
	f := diagnose.Failed(err, known)
	switch {
	case needsACard(err):
		return a.cardNeeded(c, err, known)
	case errors.Is(err, errNoAdminToken), refusedWith(err, http.StatusUnauthorized, ""), refusedWith(err, http.StatusForbidden, ""),
		f.Cause == cause.APIBCPermissionSetMissing: // of the admin, not of the app
		f := diagnose.Because(report.Fail, cause.APIRoleMissing, err.Error(), known)
		f.Title, f.Meaning = "You're not allowed to do this in "+a.plan.Desired.Target.Service().Portal, "It takes a role of the person who signs in."
		f.Fix = a.plan.Desired.adminRoleMissing(c.Needs)
		return f
	}
	return f
}

// cardNeeded says what a person does on the app's card: add it, or give the set there where calls can't tell whose card it is.
func (a *applier) cardNeeded(c *Change, err error, known diagnose.Context) report.Finding {
	environment, set, _ := strings.Cut(c.Subject, "/")
	name := a.dutyClient().name
	f := diagnose.Because(report.Fail, cause.APIBCAppNotSetUp, err.Error(), known)
	f.Fix = report.Fix{
		Where: "Business Central > Microsoft Entra Applications, environment " + environment,
		Steps: []string{
			"Select **New**. Enter client ID " + a.made.ClientID + " and, as **Description**, " + name + ".",
			"Set **State** to **Enabled**.", "Then run the command: it gives the permission sets.",
		},
		Command: a.plan.Desired.dutyCommand(), URL: a.plan.Desired.Target.AppCardURL(a.plan.Desired.TenantID, environment),
	}
	if errors.Is(err, errNamesakes) {
		f.Title, f.Meaning = "Business Central doesn't tell which user is the app", "Another app or user has the name "+name+", and users have no client ID."
		f.Fix.Command, f.Fix.Steps = "", []string{
			"Open the card with client ID " + a.made.ClientID + ", or select **New** and enter it.",
			"Set **State** to **Enabled**.", "Add the permission set " + set + ".",
		}
	}
	return f
}

// adminRoleMissing says what to do about a duty for which the admin has none of the roles.
func (d Desired) adminRoleMissing(roles []string) report.Fix {
	command, then := d.dutyCommand(), " to run the command."
	if d.ClientID == "" { // the registration is being made: after a refusal no profile is saved
		command, then = "", ". Then run the same command again: it goes on."
	}
	return report.Fix{
		Where: d.Target.Service().Portal, Command: command, URL: d.Target.ProductPortal,
		Steps: []string{fmt.Sprintf("Ask for the role %s, or ask somebody who has it%s", strings.Join(roles, " or "), then)},
	}
}

// dutyCommand is the command that does the duties as they are wanted.
func (d Desired) dutyCommand() string {
	command := "appreg duty " + d.Profile + " --apply --admin " + cmp.Or(d.Admin, "az")
	if i := slices.IndexFunc(catalog.PowerPlatformRoles(), func(r catalog.Role) bool { return r.Name == d.Role }); i >= 0 {
		command += " --role " + catalog.PowerPlatformRoles()[i].Short()
	}
	if d.Scope != (catalog.RoleScope{}) {
		command += " --scope " + d.Scope.String()
	}
	return command
}

// nextForDuty is nextFor for an API's admin endpoint.
func nextForDuty(no *transport.Refusal, fresh bool) next {
	switch {
	case existsIn(no):
		return lookThenWait
	case fresh && (refusedWith(no, 0, "PrincipalNotFound") || refusedWith(no, http.StatusNotFound, "")):
		return waitOnly
	case no.HTTPStatus == http.StatusRequestTimeout:
		return again
	}
	return giveUp
}

// record is what a journal keeps of a duty: where a role counts, its name, and the app's name, by which its user is known.
func (c dutyClient) record() json.RawMessage {
	return mustJSON([]string{c.Scope.String(), c.platformRole().Name, c.name})
}

// readRecord is the reverse of record. A journal of an earlier version lacks names, or has nothing.
func (c *dutyClient) readRecord(kept json.RawMessage) (err error) {
	list := stringsOf(kept)
	if len(list) > 0 {
		c.Scope, err = catalog.ParseRoleScope(list[0])
	}
	if len(list) > 1 {
		c.Role = list[1]
	}
	if len(list) > 2 {
		c.name = list[2]
	}
	return err
}

// dutyBack takes back what a run did in the product.
func (u *undo) dutyBack(ctx context.Context, e store.RunEntry) error {
	if u.AdminToken == nil {
		return errNoAdminToken
	}
	target, err := u.target()
	if err != nil {
		return err
	}
	client, row := dutyClient{
		Engine: u.Engine, Desired: Desired{Target: target, TenantID: u.run.TenantID},
		clientID: u.run.ClientID, principal: e.Parent, name: u.run.Name,
	}, dutyOf(Object(e.Object))
	if err := client.readRecord(e.Before); err != nil {
		return err
	}
	id := e.ObjectID
	if id == "" {
		found, there, err := row.look(client, ctx, e.Name)
		if err != nil || !there {
			return err
		}
		id = found
	}
	return u.patiently(ctx, func(ctx context.Context) error { return client.remove(ctx, row, e.Name, id) })
}

// asked is the host that taking an object back talks to.
func (u *undo) asked(o Object) string {
	if target, err := u.target(); err == nil && IsDuty(o) {
		return target.APIURL
	}
	return u.Graph.Base
}

// target is where the run's API is: the engine's, with the caller's own hosts, else the catalogue's.
func (u *undo) target() (catalog.Target, error) {
	if u.Product.API != "" {
		return u.Product, nil
	}
	return catalog.Resolve(catalog.API(u.run.API), catalog.Cloud(u.run.Cloud), catalog.Region(u.run.Region))
}
