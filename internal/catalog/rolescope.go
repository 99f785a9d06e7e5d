package catalog

import "strings"

// RoleScope is where in Power Platform a role counts: an environment, a group of environments or, as the zero value, the
// whole tenant. Source: Power Platform, Tutorial: Assign RBAC roles to service principals.
type RoleScope struct{ kind, id string }

const (
	tenantScope      = "tenant"
	groupScope       = "group"
	environmentScope = "environment"
)

// ParseRoleScope reads tenant, group:ID or environment:ID; empty is tenant. The error is an *UnknownError.
func ParseRoleScope(text string) (RoleScope, error) {
	if text == "" || text == tenantScope {
		return RoleScope{}, nil
	}
	unknown := &UnknownError{Kind: "scope", Name: text, Valid: []string{tenantScope, groupScope + ":ID", environmentScope + ":ID"}}
	kind, id, named := strings.Cut(text, ":")
	if !named || kind != groupScope && kind != environmentScope {
		return RoleScope{}, unknown
	}
	if id = strings.TrimSpace(id); !isScopeID(id) {
		unknown.Why = "an ID has letters, digits and hyphens, and nothing else"
		return RoleScope{}, unknown
	}
	return RoleScope{kind, id}, nil
}

// isScopeID reports whether id can be one: letters, digits and hyphens, as it becomes a part of an address.
func isScopeID(id string) bool {
	return id != "" && strings.IndexFunc(id, func(c rune) bool {
		return c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}) < 0
}

// String returns the scope as ParseRoleScope reads it.
func (s RoleScope) String() string {
	if s == (RoleScope{}) {
		return tenantScope
	}
	return s.kind + ":" + s.id
}

// Words says where the role counts, for a sentence.
func (s RoleScope) Words() string {
	switch s.kind {
	case environmentScope:
		return "in environment " + s.id + " alone"
	case groupScope:
		return "in the environments of group " + s.id + " alone"
	}
	return "in the whole tenant"
}

// In returns the scope as a role assignment of a tenant holds it.
func (s RoleScope) In(tenantID string) string { return "/tenants/" + tenantID + s.path() }

// path is the part of an address that names the scope; empty for the tenant.
func (s RoleScope) path() string {
	switch s.kind {
	case environmentScope:
		return "/environments/" + strings.ToLower(s.id)
	case groupScope:
		return "/environmentGroups/" + strings.ToLower(s.id)
	}
	return ""
}
