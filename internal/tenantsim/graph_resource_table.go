package tenantsim

import (
	"cmp"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// graph is Microsoft Graph, which is none of the catalogue's APIs.
const graph catalog.API = "graph"

// graphResource has the permissions that reading and writing app registrations needs. Sources: docs/sources.md,
// "Microsoft Graph".
func graphResource() resource {
	const id = "00000003-0000-0000-c000-000000000000"
	r := resource{appID: id, api: graph, identifiers: []string{id}}
	for _, cloud := range catalog.Clouds() {
		if !containsFold(r.identifiers, cloud.Graph) {
			r.identifiers = append(r.identifiers, cloud.Graph)
		}
	}
	for _, p := range graphPermissions() {
		permission := catalog.Permission{Name: p.name, Purpose: "simulated: " + p.name}
		if permission.ID = p.scope; p.scope != "" {
			r.delegated = append(r.delegated, permission)
		}
		if permission.ID = p.role; p.role != "" {
			r.roles = append(r.roles, permission)
		}
	}
	return r
}

// graphPermission has the ids of the delegated and of the application permission of a name; empty: there is none.
type graphPermission struct{ name, scope, role string }

// graphPermissions are those that matter here. An id that no public source was read for is made up.
func graphPermissions() []graphPermission {
	return []graphPermission{
		{"Application.Read.All", "c79f8feb-a9db-4090-85f9-90d820caa0eb", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"},
		{"Application.ReadWrite.All", "bdfbf15f-ee85-4955-8675-146e8e5296b5", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"},
		{"Application.ReadWrite.OwnedBy", "", "18a4783c-866b-4cc7-a460-3d5e5662c884"},
		{"AppRegistration.Create", StableID("scope", "AppRegistration.Create"), StableID("role", "AppRegistration.Create")},
		{"AppRoleAssignment.ReadWrite.All", "84bccea3-f856-4a8a-967b-dbe0a3d53a64", "06b708a9-e830-4db3-a914-8e69da51d44f"},
		{"DelegatedPermissionGrant.Read.All", StableID("scope", "DelegatedPermissionGrant.Read.All"), StableID("role", "DelegatedPermissionGrant.Read.All")},
		{"DelegatedPermissionGrant.ReadWrite.All", "41ce6ca6-6826-4807-84f1-1c82854f7ee5", "8e8e4742-1d95-4f68-9d56-6ee75648c72a"},
		{"Directory.AccessAsUser.All", "0e263e50-5827-48a4-b97c-d940288653c7", ""},
		{"Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"},
		{"Directory.ReadWrite.All", "c5366453-9fb0-48a5-a156-24f0c49a4b84", "19dbc75e-c2e2-444c-a770-ec69d8559fc7"},
		{"Policy.Read.All", "572fea84-0151-49b2-9301-11cb16974376", "246dd0d5-5bd0-4def-940b-0421030a5b68"},
		{"User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", ""},
		{"User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59", "df021288-bdef-4463-88db-98f22de89214"},
	}
}

// holds reports whether a permission of that name is among them.
func holds(permissions []catalog.Permission, name string) bool {
	_, ok := permissionNamed(permissions, name)
	return ok
}

// permissionNamed finds a permission by its name or its id.
func permissionNamed(permissions []catalog.Permission, nameOrID string) (catalog.Permission, bool) {
	for _, p := range permissions {
		if strings.EqualFold(p.Name, nameOrID) || strings.EqualFold(p.ID, nameOrID) {
			return p, true
		}
	}
	return catalog.Permission{}, false
}

// identified returns a resource's permissions with an id for each: a made-up one where no public source has it.
func identified(appID, kind string, permissions []catalog.Permission) []catalog.Permission {
	list := slices.Clone(permissions)
	for i, p := range list {
		list[i].ID = cmp.Or(p.ID, StableID(kind, appID, p.Name))
	}
	return list
}
