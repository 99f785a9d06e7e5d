package steps

import (
	"fmt"
	"strings"

	"appreg/internal/catalog"
)

// AdminRequest returns the text with which to ask an administrator for what only one can do: consent to the
// permissions and, where the API asks for it, the application's rights in the product. It names the application,
// the API and its permissions with their GUIDs, the pages, the roles that suffice and the commands.
// Before API and flow are chosen it is empty; of one that does not exist it says so.
func AdminRequest(a Answers) string {
	if text, ok := requestable(a); !ok {
		return text
	}
	var r adminRequest
	r.line("Please give an app the rights it needs to call an API: %s.", service(a).Title)
	r.line("")
	r.application(a, false)
	r.permissions(a)
	if _, wanted := addedPermissions(a); len(wanted) > 0 {
		if !partner(a) { // the registration is not the customer's
			r.authentication(a)
		}
		r.consent(a)
	}
	for _, d := range duties(a) {
		if d.ByAdmin {
			r.duty(d)
		}
	}
	return r.String()
}

// requestable reports whether it is known what to ask for; else text is the request that can be made.
func requestable(a Answers) (text string, ok bool) {
	if err := a.unknown(); err != nil {
		return err.Error(), false
	}
	return "", a.API() != "" && a.Flow() != ""
}

// AdminRegistrationRequest returns the text with which people who may not register applications ask for one.
func AdminRegistrationRequest(a Answers) string {
	if text, ok := requestable(a); !ok {
		return text
	}
	_, wanted := addedPermissions(a)
	var r adminRequest
	r.line("Please register an app that calls an API: %s.", service(a).Title)
	r.line("")
	r.application(a.Without(KeyClientID), true)
	if multitenant(a) {
		r.line("Supported account types: several tenants (multitenant)")
	} else {
		r.line("Supported account types: this tenant only (single tenant)")
	}
	r.permissions(a)
	r.extras(a)
	r.line("")
	r.line("Register it here: %s", page(a, catalog.PageNewApp))
	r.line("Requires one of: %s", roleNames(catalog.RegistrationRoles()))
	if len(wanted) > 0 {
		r.line("To consent to its permissions: %s", roleNames(catalog.ConsentRoles()))
	}
	r.line("Please send back the Application (client) ID and the Directory (tenant) ID; a client secret only over a safe channel.")
	r.line("")
	r.line("With the Azure CLI:")
	r.signIn(target(a), homeTenant(a))
	r.line("  %s", catalog.CreateAppCommand(appName(a), multitenant(a)).Text)
	r.commands(a.Without(KeyClientID))
	return r.String()
}

// adminRequest is a request in the making.
type adminRequest struct{ strings.Builder }

func (r *adminRequest) line(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

// application says which application in which tenant is meant. A name is proposed only for a new one.
func (r *adminRequest) application(a Answers, proposed bool) {
	if name := a.Get(KeyAppName); name != "" || proposed {
		r.line("Application: %s", appName(a))
	}
	if id := a.Get(KeyClientID); id != "" {
		r.line("Application (client) ID: %s", id)
	}
	label := "Tenant"
	if partner(a) {
		label = "Customer's tenant"
	}
	tenant, id := a.Get(KeyTenant), a.Get(KeyTenantID)
	if tenant != "" {
		r.line("%s: %s", label, tenant)
	}
	if id != "" && id != tenant {
		r.line("%s ID: %s", label, id)
	}
}

// permissions says which permissions of which API are meant, with their GUIDs.
func (r *adminRequest) permissions(a Answers) {
	delegated, wanted := addedPermissions(a)
	r.line("API: %s, GUID %s", service(a).PortalName, orUnknown(target(a).ResourceAppID))
	if len(wanted) == 0 {
		r.line("Permissions: none; its rights are given in %s", apiOf(a).rights)
		return
	}
	r.line("%s:", permissionType(delegated))
	for _, p := range wanted {
		id := ""
		if p.ID != "" {
			id = " (" + p.ID + ")"
		}
		r.line("  %s%s: %s", p.Name, id, p.Purpose)
	}
}

// consent says where and with which commands to consent. The customer of a partner has no registration of its own:
// for it there is the link alone.
func (r *adminRequest) consent(a Answers) {
	t, id := target(a), a.Get(KeyClientID)
	r.line("")
	if id != "" {
		r.line("Consent here: %s", t.AdminConsentURL(consentTenant(a), id))
	}
	if !partner(a) {
		r.line("or in the portal, under API permissions: %s", page(a, catalog.PagePermissions))
		if _, ok := publicClientCommand(a); ok {
			r.line("and the setting under Authentication: %s", page(a, catalog.PageAuthentication))
		}
	}
	r.line("Requires one of: %s", roleNames(catalog.ConsentRoles()))
	r.line("Consent replaces what was granted to this app for the whole tenant before.")
	if partner(a) {
		return
	}
	if redirectURI(a) != "" {
		r.line("The command for the redirect URI replaces the others of that platform.")
	}
	r.line("")
	r.line("With the Azure CLI:")
	r.signIn(t, consentTenant(a))
	r.commands(a)
}

// commands adds those that add the permissions, set what signing in needs, and consent.
func (r *adminRequest) commands(a Answers) {
	delegated, wanted := addedPermissions(a)
	if add, ok := target(a).AddPermissionsCommand(a.Get(KeyClientID), wanted, delegated); ok {
		r.line("  %s", add.Text)
	}
	if set, ok := publicClientCommand(a); ok {
		r.line("  %s", set.Text)
	}
	if len(wanted) > 0 {
		r.line("  %s", catalog.AdminConsentCommand(a.Get(KeyClientID)).Text)
	}
}

// duty says what to do in the product, with the call and the commands that do it.
func (r *adminRequest) duty(d catalog.Duty) {
	r.line("")
	r.line("%s", d.Title)
	r.line("  %s", d.Who+suffice(d.Roles))
	if d.Request != nil {
		r.line("  %s %s", d.Request.Method, d.Request.URL)
	}
	if d.Request != nil && d.Request.Body != "" {
		r.line("  %s", strings.ReplaceAll(d.Request.Body, "\n", "\n  "))
	}
	for _, c := range byTool(d.Commands) {
		r.line("  # %s\n  %s", c.Tool, strings.ReplaceAll(c.Text, "\n", "\n  "))
	}
	r.line("  %s", d.Effect)
}

// authentication says what lets the application sign in users without a secret, if anything.
func (r *adminRequest) authentication(a Answers) {
	switch {
	case redirectURI(a) != "":
		r.line("Authentication: redirect URI %s under Mobile and desktop applications", redirectURI(a))
	case needsPublicClient(a):
		r.line("Authentication: set \"Allow public client flows\" to Yes")
	}
}

// extras adds the settings of the registration that the API's other steps ask for.
func (r *adminRequest) extras(a Answers) {
	r.authentication(a)
	if uri := a.Get(KeyRedirectURI); uri != "" {
		r.line("Authentication: redirect URI %s under Web", uri)
	}
	if asked := proofOf(a.Flow()).asked; asked != "" {
		r.line("Certificates & secrets: %s", asked)
	}
}

// signIn adds the Azure CLI's sign-in commands for the tenant.
func (r *adminRequest) signIn(t catalog.Target, tenant string) {
	for _, c := range t.SignInCommands(tenant) {
		if strings.HasPrefix(c.Text, "az ") {
			r.line("  %s", c.Text)
		}
	}
}

// AdministratorRequest is the text for the administrator: without a client id there is no application yet to consent to.
func AdministratorRequest(a Answers) string {
	if !a.Has(KeyClientID) {
		return AdminRegistrationRequest(a)
	}
	return AdminRequest(a)
}
