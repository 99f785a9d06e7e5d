package plan

import (
	"context"
	"net/url"
	"strings"

	"appreg/internal/catalog"
)

// dutyRow is an object in the product by which a duty is done.
type dutyRow struct {
	object Object
	duty   catalog.DutyID
	roles  func() []catalog.Role // directory roles of which one is enough

	title, detail, done, undo string // what dutyText fills in

	look    func(dutyClient, context.Context, string) (id string, there bool, err error)
	create  func(dutyClient, context.Context, string) (id string, err error)
	address func(c dutyClient, ctx context.Context, subject, id string) (string, error) // of what is deleted to take it back
}

// dutyRows are the objects of the duties that calls do, in the order in which they are made.
var dutyRows = []dutyRow{
	{
		object: RoleAssignment, duty: catalog.DutyRoleAssignment, roles: catalog.PowerPlatformAdministrators,
		title: "Give the app the role {role}", detail: "It may {purpose}, {scope}", done: "The app has the role {role} {scope}", undo: "Take back the role",
		look: dutyClient.lookRole, create: dutyClient.assignRole,
		address: func(c dutyClient, _ context.Context, _, id string) (string, error) {
			return c.Target.RoleAssignmentURL(c.Scope, id), nil
		},
	},
	{
		object: ManagementApp, duty: catalog.DutyManagementApp, roles: catalog.PowerPlatformAdministrators,
		title:  "Register the app as a management application",
		detail: "It then has the reach of a Power Platform Administrator in the whole tenant; this can't be narrowed",
		done:   "The app is registered as a management application", undo: "Take back the registration as a management application",
		look: dutyClient.lookManagementApp, create: dutyClient.addManagementApp,
		address: func(c dutyClient, _ context.Context, _, _ string) (string, error) {
			return c.Target.ManagementAppURL(c.clientID), nil
		},
	},
	{
		object: AdminCenterApp, duty: catalog.DutyAppCard, roles: catalog.BusinessCentralAdministrators,
		title: "Authorize the app in Business Central's admin center", detail: "The app may manage environments, as far as its permissions go",
		done: "The app is authorized in Business Central's admin center", undo: "Take back the authorization in the admin center",
		look: dutyClient.lookAuthorized, create: dutyClient.authorize,
		address: func(c dutyClient, _ context.Context, _, _ string) (string, error) {
			return c.Target.AuthorizedAppURL(c.clientID), nil
		},
	},
	{
		object: PermissionSet, duty: catalog.DutyAppCard, roles: catalog.BusinessCentralAdministrators,
		title: "Give the app the permission set {set} in {environment}", detail: "Once its card is there: no API adds it",
		done: "The app has the permission set {set} in {environment}", undo: "Take back the permission set",
		look: dutyClient.lookSet, create: dutyClient.addSet,
		address: func(c dutyClient, ctx context.Context, subject, id string) (string, error) {
			environment, _, _ := strings.Cut(subject, "/")
			permissions, err := c.centralUser(ctx, environment)
			return permissions + "(" + url.PathEscape(id) + ")", err
		},
	},
}

// dutyOf is an object's row; nil for what is in the directory.
func dutyOf(o Object) *dutyRow {
	return first(dutyRows, func(row dutyRow) bool { return row.object == o })
}

// IsDuty reports whether an object is in the product, not in the directory.
func IsDuty(o Object) bool { return dutyOf(o) != nil }
