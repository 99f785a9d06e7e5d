package plan

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/transport"
)

// placed is a registration whose duties are looked at, done and taken back.
type placed struct {
	Engine
	Desired
	clientID  string
	principal string // object id of its enterprise application
	name      string // display name
}

// errNoCard says that the app has no card in an environment: it can't be given permission sets there.
var errNoCard = errors.New("the app has no card under Microsoft Entra Applications, or it has another name")

// look tells whether a duty is done, and the id of what does it.
func (p placed) look(ctx context.Context, c Change) (id string, there bool, err error) {
	switch c.Object {
	case ManagementApp:
		err = p.admin(ctx, http.MethodGet, p.Target.ManagementAppURL(p.clientID), nil, nil)
		if refusedWith(err, http.StatusNotFound, "") {
			return "", false, nil
		}
		return p.clientID, err == nil, err
	case RoleAssignment:
		return p.lookRole(ctx)
	case AdminCenterApp:
		var list struct{ Value []struct{ AppID string } }
		all := strings.TrimSuffix(p.Target.AuthorizedAppURL(""), "/")
		err = p.admin(ctx, http.MethodGet, all, nil, &list)
		for _, a := range list.Value {
			there = there || strings.EqualFold(a.AppID, p.clientID)
		}
		return p.clientID, there, err
	case PermissionSet:
		return p.lookSet(ctx, c)
	case Application, ServicePrincipal, APIServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
	}
	return "", false, errNotPlanned
}

// do does a duty. It returns the id of what does it.
func (p placed) do(ctx context.Context, c Change) (id string, err error) {
	switch c.Object {
	case ManagementApp:
		return p.clientID, p.admin(ctx, http.MethodPut, p.Target.ManagementAppURL(p.clientID), struct{}{}, nil)
	case RoleAssignment:
		return p.assignRole(ctx)
	case AdminCenterApp:
		return p.clientID, p.admin(ctx, http.MethodPut, p.Target.AuthorizedAppURL(p.clientID), nil, nil)
	case PermissionSet:
		return p.addSet(ctx, c)
	case Application, ServicePrincipal, APIServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
	}
	return "", errNotPlanned
}

// wireRole is a role assignment of Power Platform.
type wireRole struct {
	ID         string `json:"roleAssignmentId,omitempty"`
	Definition string `json:"roleDefinitionId"`
	Principal  string `json:"principalObjectId"`
	Type       string `json:"principalType"`
	Scope      string `json:"scope"`
}

// role is the assignment that is wanted.
func (p placed) role() (wanted wireRole, scope string) {
	scope, _ = catalog.ParseScope(p.Scope)
	return wireRole{
		Definition: p.platformRole().ID, Principal: p.principal, Type: "ApplicationUser", Scope: catalog.AssignmentScope(p.TenantID, scope),
	}, scope
}

func (p placed) lookRole(ctx context.Context) (id string, there bool, err error) {
	wanted, scope := p.role()
	var list struct{ Value []wireRole }
	err = p.admin(ctx, http.MethodGet, p.Target.RoleAssignmentsURL(scope), nil, &list)
	for _, r := range list.Value {
		same := strings.EqualFold(r.Principal, wanted.Principal) && strings.EqualFold(r.Definition, wanted.Definition)
		if same && strings.EqualFold(r.Scope, wanted.Scope) {
			return r.ID, true, nil
		}
	}
	return "", false, err
}

// assignRole assigns the role. The answer is an assignment, or a list of one (Microsoft's documents differ).
func (p placed) assignRole(ctx context.Context) (string, error) {
	wanted, scope := p.role()
	var raw json.RawMessage
	if err := p.admin(ctx, http.MethodPost, p.Target.RoleAssignmentsURL(scope), wanted, &raw); err != nil {
		return "", err
	}
	var made struct {
		wireRole
		Value []wireRole
	}
	if json.Unmarshal(raw, &made) == nil && made.ID == "" && len(made.Value) > 0 {
		return made.Value[0].ID, nil
	}
	return made.ID, nil
}

// centralUser is the app's user in an environment of Business Central, and where its permission sets are.
func (p placed) centralUser(ctx context.Context, environment string) (permissions string, err error) {
	base := p.Target.AutomationURL(p.TenantID, environment)
	var companies struct{ Value []struct{ ID string } }
	if err := p.admin(ctx, http.MethodGet, base+"/companies", nil, &companies); err != nil {
		return "", err
	}
	if len(companies.Value) == 0 {
		return "", errNoCard
	}
	company := base + "/companies(" + url.PathEscape(companies.Value[0].ID) + ")"
	var users struct {
		Value []struct{ UserSecurityID, UserName, DisplayName string }
	}
	if err := p.admin(ctx, http.MethodGet, company+"/users", nil, &users); err != nil {
		return "", err
	}
	for _, u := range users.Value {
		if strings.EqualFold(u.DisplayName, p.name) || strings.EqualFold(u.UserName, p.name) {
			return company + "/users(" + url.PathEscape(u.UserSecurityID) + ")/userPermissions", nil
		}
	}
	return "", errNoCard
}

type wireSet struct {
	ID      string `json:"id,omitempty"`
	RoleID  string `json:"roleId"`
	Company string `json:"company"`
	Scope   string `json:"scope"`
}

func (p placed) lookSet(ctx context.Context, c Change) (id string, there bool, err error) {
	environment, set, _ := strings.Cut(c.Subject, "/")
	permissions, err := p.centralUser(ctx, environment)
	if err != nil {
		return "", false, err
	}
	var list struct{ Value []wireSet }
	err = p.admin(ctx, http.MethodGet, permissions, nil, &list)
	for _, s := range list.Value {
		if strings.EqualFold(s.RoleID, set) && s.Company == "" {
			return s.ID, true, nil
		}
	}
	return "", false, err
}

func (p placed) addSet(ctx context.Context, c Change) (string, error) {
	environment, set, _ := strings.Cut(c.Subject, "/")
	permissions, err := p.centralUser(ctx, environment)
	if err != nil {
		return "", err
	}
	var made wireSet
	err = p.admin(ctx, http.MethodPost, permissions, wireSet{RoleID: set, Scope: "System"}, &made)
	return made.ID, err
}

// undo takes a duty back; what isn't there is as good as taken back.
func (p placed) undo(ctx context.Context, c Change, id string) error {
	var address string
	switch c.Object {
	case ManagementApp:
		address = p.Target.ManagementAppURL(p.clientID)
	case RoleAssignment:
		scope, _ := catalog.ParseScope(p.Scope)
		address = p.Target.RoleAssignmentURL(scope, id)
	case AdminCenterApp:
		address = p.Target.AuthorizedAppURL(p.clientID)
	case PermissionSet:
		environment, _, _ := strings.Cut(c.Subject, "/")
		permissions, err := p.centralUser(ctx, environment)
		if err != nil {
			return ignoring(err, errNoCard)
		}
		address = permissions + "(" + url.PathEscape(id) + ")"
	case Application, ServicePrincipal, APIServicePrincipal, Password, Certificate, FederatedCredential, DelegatedGrant, AppRoleAssignment:
		return errNotPlanned
	}
	err := p.admin(ctx, http.MethodDelete, address, nil, nil)
	if refusedWith(err, http.StatusNotFound, "") {
		return nil
	}
	return err
}

func ignoring(err, one error) error {
	if errors.Is(err, one) {
		return nil
	}
	return err
}

// existsIn reports whether an admin endpoint says that what is asked for is there already.
func existsIn(err error) bool {
	var no *transport.Refusal
	if !errors.As(err, &no) {
		return false
	}
	return no.HTTPStatus == http.StatusConflict || refusedWith(err, 0, "Internal_EntityWithSameKeyExists") || refusedWith(err, 0, "RoleAssignmentExists")
}
