package tenantsim

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

func applicationEndpoints() []graphEndpoint {
	return []graphEndpoint{
		{"POST /applications", createApplication},
		{"GET /applications", guarded(readDirectory(), listApplications)},
		{"GET {app}", ofApp(readDirectory(), getApplication)},
		{"PATCH {app}", patchApplication},
		{"DELETE {app}", ofApp(changeApp(), deleteApplication)},
	}
}

// registrationBody is what can be written of an application. A pointer that is nil was not sent.
type registrationBody struct {
	DisplayName            *string           `json:"displayName"`
	UniqueName             *string           `json:"uniqueName"`
	SignInAudience         *string           `json:"signInAudience"`
	IsFallbackPublicClient *bool             `json:"isFallbackPublicClient"`
	IsDisabled             *bool             `json:"isDisabled"`
	PublicClient           *redirects        `json:"publicClient"`
	Web                    *redirects        `json:"web"`
	SPA                    *redirects        `json:"spa"`
	RequiredResourceAccess *[]requiredAccess `json:"requiredResourceAccess"`
	KeyCredentials         *[]keyCredential  `json:"keyCredentials"`
	PasswordCredentials    *[]any            `json:"passwordCredentials"`
	Notes                  *string           `json:"notes"`
	Tags                   *[]string         `json:"tags"`
	ServiceReference       *string           `json:"serviceManagementReference"`
	Owners                 []string          `json:"owners@odata.bind"`
}

type redirects struct {
	RedirectURIs []string `json:"redirectUris"`
}

type requiredAccess struct {
	ResourceAppID string       `json:"resourceAppId"`
	Access        []permission `json:"resourceAccess"`
}

type permission struct {
	ID   string `json:"id"`
	Type string `json:"type"` // Scope or Role
}

// ofApp finds the registration that the path names and judges the right to it. Who lacks the right altogether is told so
// before it is looked for.
func ofApp(r right, answer func(graphCall, *App) reply) func(graphCall) reply {
	return func(c graphCall) reply {
		a, no := c.findRegistration(r)
		if no != nil {
			return c.refuseWith(no)
		}
		return answer(c, a)
	}
}

func (c graphCall) findRegistration(r right) (*App, *apiRefusal) {
	a, name := c.namedApp()
	if a == nil || !a.unseen.seen() {
		open := r
		open.member, open.roles = true, append(slices.Clone(r.roles), r.ownRoles...)
		return nil, cmp.Or(c.judge(open, nil), resourceNotFound(name))
	}
	return a, c.judge(r, a)
}

// namedApp is the registration that the path's words name, and what they call it. Registrations of other tenants, of which
// only the service principal is here, have none.
func (c graphCall) namedApp() (*App, string) {
	name := cmp.Or(c.words["id"], c.words["appId"], c.words["uniqueName"])
	return found(c.tenant.Apps, func(a *App) bool {
		return !a.foreign && (strings.EqualFold(c.words["appId"], a.ClientID) || strings.EqualFold(c.words["id"], c.tenant.objectID(a)) ||
			a.UniqueName != "" && strings.EqualFold(c.words["uniqueName"], a.UniqueName))
	}), name
}

func getApplication(c graphCall, a *App) reply {
	return c.one("applications", http.StatusOK, c.applicationObject(a))
}

func listApplications(c graphCall) reply {
	byID, all := map[any]*App{}, []object{}
	for _, a := range c.tenant.Apps {
		if !a.foreign {
			o := c.applicationObject(a)
			byID[o["id"]] = a
			all = append(all, o)
		}
	}
	return c.many("applications", all, func(o object) bool { return byID[o["id"]].unseen.seen() })
}

func createApplication(c graphCall) reply {
	var body registrationBody
	if no := cmp.Or(c.judge(c.tenant.createApps(), nil), c.readBody(&body)); no != nil {
		return c.refuseWith(no)
	}
	return c.create(body, "AzureADMyOrg")
}

// create makes a registration, of which the caller has the right.
func (c graphCall) create(body registrationBody, audience string) reply {
	a := &App{ClientID: c.opts.NewID(), NoServicePrincipal: true, Registration: Registration{
		ObjectID: c.opts.NewID(), Created: c.Now(), unseen: unseen(c.tenant.Rules.Replication.Reads), absent: unseen(c.tenant.Rules.Replication.Clients)}}
	if body.SignInAudience == nil {
		body.SignInAudience = &audience
	}
	if no := cmp.Or(c.judgeNew(body), c.apply(a, body)); no != nil {
		return c.refuseWith(no)
	}
	switch {
	case c.user == nil:
		a.Owners = append(a.Owners, c.app.ClientID)
	case !c.user.HasRole(appAdmins...): // administrators do not become owners
		a.Owners = append(a.Owners, c.user.UPN)
	}
	c.tenant.Apps = append(c.tenant.Apps, a)
	return c.one("applications", http.StatusCreated, c.applicationObject(a))
}

// judgeNew refuses what only a new registration can have wrong.
func (c graphCall) judgeNew(body registrationBody) *apiRefusal {
	rules := c.tenant.Rules
	switch {
	case body.DisplayName == nil || *body.DisplayName == "":
		return badRequest("Property displayName is required and must not be empty.", apiDetail{"PropertyRequired", "A value is required.", "displayName"})
	case rules.NeedsReference && body.ServiceReference == nil:
		return byPolicy("ServiceTreeNullValueError", "ServiceManagementReference field is required for Create, but is missing in the request.")
	case c.user != nil && !c.user.HasRole(appAdmins...) && c.ownedBy(c.user.UPN) >= cmp.Or(rules.Quota, 250)*4:
		return quotaExceeded()
	case body.UniqueName != nil && c.uniqueNameTaken(*body.UniqueName):
		return alreadyThere("Another object with the same value for property uniqueName already exists.")
	}
	return nil
}

// ownedBy counts what somebody owns, in quarters: a deleted registration counts one, any other four.
func (c graphCall) ownedBy(owner string) (quarters int) {
	for _, a := range c.tenant.Apps {
		if containsFold(a.Owners, owner) {
			quarters += 4
		}
	}
	for _, d := range c.tenant.deleted {
		if containsFold(d.Owners, owner) {
			quarters++
		}
	}
	return quarters
}

func (c graphCall) uniqueNameTaken(name string) bool {
	return c.tenant.uniquelyNamed(name) || c.tenant.Rules.ReservedUniqueNames &&
		slices.ContainsFunc(c.tenant.deleted, func(d deletedApp) bool { return strings.EqualFold(d.UniqueName, name) })
}

// patchApplication changes a registration or, by its uniqueName and with the header Prefer, makes it. An upsert is never
// told that what it asks for is not there yet.
func patchApplication(c graphCall) reply {
	a, _ := c.namedApp()
	if name := c.words["uniqueName"]; a == nil && name != "" && c.createsMissing() {
		var body registrationBody
		if no := cmp.Or(c.judge(c.tenant.createApps(), nil), c.readBody(&body)); no != nil {
			return c.refuseWith(no)
		}
		body.UniqueName = &name
		return c.create(body, "AzureADandPersonalMicrosoftAccount")
	}
	var no *apiRefusal
	if a == nil || !c.createsMissing() {
		a, no = c.findRegistration(changeApp())
	} else {
		no = c.judge(changeApp(), a)
	}
	var body registrationBody
	if no = cmp.Or(no, c.readBody(&body)); no != nil {
		return c.refuseWith(no)
	}
	if body.UniqueName != nil && !strings.EqualFold(*body.UniqueName, a.UniqueName) {
		return c.refuseWith(badRequest("Property 'uniqueName' is read-only and cannot be set.", apiDetail{"PropertyReadOnly", "Property is read-only.", "uniqueName"}))
	}
	if no := c.apply(a, body); no != nil {
		return c.refuseWith(no)
	}
	return empty()
}

// apply writes a body into a registration: all of it or nothing.
func (c graphCall) apply(a *App, body registrationBody) *apiRefusal {
	next := *a
	if no := cmp.Or(c.judgeAudience(body), c.applyKeys(&next, body)); no != nil {
		return no
	}
	if body.PasswordCredentials != nil && len(*body.PasswordCredentials) > 0 {
		return badRequest("New password credentials must be generated with service actions.")
	}
	for _, field := range []struct{ to, from *string }{
		{&next.Name, body.DisplayName}, {&next.UniqueName, body.UniqueName}, {&next.Audience, body.SignInAudience},
		{&next.Notes, body.Notes}, {&next.ServiceReference, body.ServiceReference},
	} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	for _, field := range []struct{ to, from *bool }{{&next.Public, body.IsFallbackPublicClient}, {&next.Deactivated, body.IsDisabled}} {
		if field.from != nil {
			*field.to = *field.from
		}
	}
	for _, field := range []struct {
		to   *[]string
		from *redirects
	}{{&next.RedirectURIs, body.PublicClient}, {&next.WebURIs, body.Web}, {&next.SPAURIs, body.SPA}} {
		if field.from != nil && field.from.RedirectURIs != nil {
			*field.to = field.from.RedirectURIs
		}
	}
	if body.Tags != nil {
		next.Tags = *body.Tags
	}
	for _, reference := range body.Owners {
		next.Owners = append(next.Owners, c.ownerOf(bound(reference)))
	}
	if body.RequiredResourceAccess != nil {
		if no := c.applyRequired(&next, *body.RequiredResourceAccess); no != nil {
			return no
		}
	}
	*a = next
	return nil
}

// audiences that a registration can have, by whom it lets in.
var signInAudiences = []string{"AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"}

func (c graphCall) judgeAudience(body registrationBody) *apiRefusal {
	if body.SignInAudience == nil {
		return nil
	}
	switch allowed := c.tenant.Rules.Audiences; {
	case !slices.Contains(signInAudiences, *body.SignInAudience):
		return badRequest("Invalid value specified for property 'signInAudience' of resource 'Application'.", apiDetail{"InvalidValue", "Invalid value.", "signInAudience"})
	case len(allowed) > 0 && !slices.Contains(allowed, *body.SignInAudience):
		return byPolicy("SignInAudienceNotAllowedAsPerAppPolicy", "The sign-in audience '"+*body.SignInAudience+"' isn't allowed as per assigned policy.")
	}
	return nil
}

// applyRequired takes over the page "API permissions". What no resource knows is kept by its id: Graph does not look.
func (c graphCall) applyRequired(a *App, all []requiredAccess) *apiRefusal {
	scopes, roles, count := map[catalog.API][]string{}, map[catalog.API][]string{}, 0
	for _, one := range all {
		r, known := c.resourceNamed(one.ResourceAppID)
		if !known {
			r = resource{api: catalog.API(one.ResourceAppID)}
		}
		scopes[r.api] = append([]string{}, scopes[r.api]...)
		for _, access := range one.Access {
			lists, permissions := scopes, r.delegated
			if access.Type == "Role" {
				lists, permissions = roles, r.roles
			}
			p, ok := permissionNamed(permissions, access.ID)
			if !ok {
				p.Name = access.ID
			}
			lists[r.api] = append(lists[r.api], p.Name)
			count++
		}
	}
	if len(all) > 50 || count > 400 {
		return badRequest("The request exceeds the limit of required resource access.")
	}
	a.Requires, a.RequiresRoles = scopes, roles
	return nil
}
