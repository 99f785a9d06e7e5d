package plan

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"appreg/internal/graph"
	"appreg/internal/transport"
)

// dutyClient looks at the duties of one registration, does them and takes them back.
type dutyClient struct {
	Engine
	Desired
	clientID  string
	principal string // object id of its enterprise application
	name      string // display name
	alone     bool   // no other registration has that name: who read the directory knows; false: it's asked for
}

var (
	// errNoCard says that the app has no card in an environment: it can't be given permission sets there.
	errNoCard = errors.New("the app has no card under Microsoft Entra Applications, or it has another name")
	// errNamesakes says that an environment's users don't tell which of them is the app: they have names, but no client IDs.
	errNamesakes = errors.New("which user is the app can't be told: another app or user has the same name")
)

// needsACard reports whether a duty is a person's to do, on the app's card.
func needsACard(err error) bool { return errors.Is(err, errNoCard) || errors.Is(err, errNamesakes) }

// alone reports whether what was read for d tells that no other registration has its name. With a client ID that wasn't asked.
func (d Desired) alone(actual graph.Actual) bool {
	return d.ClientID == "" && actual.Unread[graph.PartSameName] == nil && len(actual.SameName) == 0
}

func (c dutyClient) lookManagementApp(ctx context.Context, _ string) (id string, there bool, err error) {
	err = c.admin(ctx, http.MethodGet, c.Target.ManagementAppURL(c.clientID), nil, nil)
	if refusedWith(err, http.StatusNotFound, "") {
		return "", false, nil
	}
	return c.clientID, err == nil, err
}

func (c dutyClient) addManagementApp(ctx context.Context, _ string) (id string, err error) {
	return c.clientID, c.admin(ctx, http.MethodPut, c.Target.ManagementAppURL(c.clientID), struct{}{}, nil)
}

func (c dutyClient) lookAuthorized(ctx context.Context, _ string) (id string, there bool, err error) {
	var list struct{ Value []struct{ AppID string } }
	err = c.admin(ctx, http.MethodGet, strings.TrimSuffix(c.Target.AuthorizedAppURL(""), "/"), nil, &list)
	for _, a := range list.Value {
		there = there || strings.EqualFold(a.AppID, c.clientID)
	}
	return c.clientID, there, err
}

func (c dutyClient) authorize(ctx context.Context, _ string) (id string, err error) {
	return c.clientID, c.admin(ctx, http.MethodPut, c.Target.AuthorizedAppURL(c.clientID), nil, nil)
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
func (c dutyClient) role() wireRole {
	return wireRole{Definition: c.platformRole().ID, Principal: c.principal, Type: "ApplicationUser", Scope: c.Scope.In(c.TenantID)}
}

func (c dutyClient) lookRole(ctx context.Context, _ string) (id string, there bool, err error) {
	wanted := c.role()
	var list struct{ Value []wireRole }
	err = c.admin(ctx, http.MethodGet, c.Target.RoleAssignmentsURL(c.Scope), nil, &list)
	for _, r := range list.Value {
		same := strings.EqualFold(r.Principal, wanted.Principal) && strings.EqualFold(r.Definition, wanted.Definition)
		if same && strings.EqualFold(r.Scope, wanted.Scope) {
			return r.ID, true, nil
		}
	}
	return "", false, err
}

// assignRole assigns the role. The answer is an assignment, or a list of one (Microsoft's documents differ).
func (c dutyClient) assignRole(ctx context.Context, _ string) (string, error) {
	wanted := c.role()
	var raw json.RawMessage
	if err := c.admin(ctx, http.MethodPost, c.Target.RoleAssignmentsURL(c.Scope), wanted, &raw); err != nil {
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

// centralUser is where the permission sets are of the app's user in an environment of Business Central. A user is known by its
// name alone, so nobody else may have that: neither a user there, nor another registration, whose card may be the one that is there.
func (c dutyClient) centralUser(ctx context.Context, environment string) (permissions string, err error) {
	base := c.Target.AutomationURL(c.TenantID, environment)
	var companies struct{ Value []struct{ ID string } }
	if err := c.admin(ctx, http.MethodGet, base+"/companies", nil, &companies); err != nil {
		return "", err
	}
	if len(companies.Value) == 0 {
		return "", errNoCard
	}
	company := base + "/companies(" + url.PathEscape(companies.Value[0].ID) + ")"
	var users struct {
		Value []struct{ UserSecurityID, UserName, DisplayName string }
	}
	if err := c.admin(ctx, http.MethodGet, company+"/users", nil, &users); err != nil {
		return "", err
	}
	for _, u := range users.Value {
		if !strings.EqualFold(u.DisplayName, c.name) && !strings.EqualFold(u.UserName, c.name) {
			continue
		}
		if permissions != "" {
			return "", errNamesakes
		}
		permissions = company + "/users(" + url.PathEscape(u.UserSecurityID) + ")/userPermissions"
	}
	if permissions == "" {
		return "", errNoCard
	}
	return permissions, c.onlyOfItsName(ctx)
}

// onlyOfItsName is errNamesakes where another registration has the app's display name.
func (c dutyClient) onlyOfItsName(ctx context.Context) error {
	if c.alone {
		return nil
	}
	named, err := c.Graph.ApplicationsNamed(ctx, c.name)
	if slices.ContainsFunc(named, func(a graph.Application) bool { return a.AppID != c.clientID }) {
		return errNamesakes
	}
	return err
}

type wireSet struct {
	ID      string `json:"id,omitempty"`
	RoleID  string `json:"roleId"`
	Company string `json:"company"`
	Scope   string `json:"scope"`
}

func (c dutyClient) lookSet(ctx context.Context, subject string) (id string, there bool, err error) {
	environment, set, _ := strings.Cut(subject, "/")
	permissions, err := c.centralUser(ctx, environment)
	if err != nil {
		return "", false, err
	}
	var list struct{ Value []wireSet }
	err = c.admin(ctx, http.MethodGet, permissions, nil, &list)
	for _, s := range list.Value {
		if strings.EqualFold(s.RoleID, set) && s.Company == "" {
			return s.ID, true, nil
		}
	}
	return "", false, err
}

func (c dutyClient) addSet(ctx context.Context, subject string) (string, error) {
	environment, set, _ := strings.Cut(subject, "/")
	permissions, err := c.centralUser(ctx, environment)
	if err != nil {
		return "", err
	}
	var made wireSet
	err = c.admin(ctx, http.MethodPost, permissions, wireSet{RoleID: set, Scope: "System"}, &made)
	return made.ID, err
}

// remove takes a duty back; what isn't there is as good as taken back.
func (c dutyClient) remove(ctx context.Context, row *dutyRow, subject, id string) error {
	address, err := row.address(c, ctx, subject, id)
	if err != nil {
		return err
	}
	if err = c.admin(ctx, http.MethodDelete, address, nil, nil); refusedWith(err, http.StatusNotFound, "") {
		return nil
	}
	return err
}

// existsIn reports whether an admin endpoint says that what is asked for is there already.
func existsIn(no *transport.Refusal) bool {
	return refusedWith(no, http.StatusConflict, "Internal_EntityWithSameKeyExists") || refusedWith(no, 0, "RoleAssignmentExists")
}
