package export

import (
	"fmt"
	"strings"
)

// resource is one of the azuread provider, with what imports it. Ids are templates of Terraform.
type resource struct {
	kind, name string
	arguments  [][2]string // names, and values in Terraform's language
	id         string
}

// writeTerraform writes the registration as resources of the azuread provider, each with the block that imports it
// (Terraform 1.6: ids may be variables). Credentials and consent are left out: the provider can't import a secret, and an
// import of consent takes an id that only the tenant has. Source: hashicorp/azuread, Import of each resource.
func writeTerraform(in Input) (string, error) {
	var b strings.Builder
	b.WriteString("# Credentials and admin consent aren't in here.\nterraform {\n  required_version = \">= 1.6\"\n  required_providers {\n    azuread = {\n      source = \"hashicorp/azuread\"\n    }\n  }\n}\n")
	fmt.Fprintf(&b, "\nprovider \"azuread\" {\n  tenant_id = %s\n}\n", hcl(in.Tenant))
	for _, v := range []struct{ name, about, id string }{
		{"application_object_id", "Object ID of the app registration", in.Objects.Application},
		{"service_principal_object_id", "Object ID of the enterprise application", in.Objects.ServicePrincipal},
		{"display_name", "Display name of the app registration", in.Objects.DisplayName},
	} {
		fmt.Fprintf(&b, "\nvariable %q {\n  type        = string\n  description = %s\n", v.name, hcl(v.about))
		if v.id != "" {
			fmt.Fprintf(&b, "  default     = %s\n", hcl(v.id))
		}
		b.WriteString("}\n")
	}
	if id := in.Target.ResourceAppID; in.listsPermissions() {
		fmt.Fprintf(&b, "\n# %s\ndata \"azuread_service_principal\" \"api\" {\n  client_id = %s\n}\n", in.Target.Service().PortalName, hcl(id))
	}
	for _, r := range in.resources() {
		r.write(&b)
	}
	return b.String(), nil
}

// listsPermissions reports whether permissions are to be listed: some are asked for, and the API's id in this cloud is known.
func (in Input) listsPermissions() bool {
	return in.Target.ResourceAppID != "" && len(in.Asked.Delegated)+len(in.Asked.Application) > 0
}

// resources are the parts of the registration.
func (in Input) resources() []resource {
	const application = "/applications/${var.application_object_id}"
	ofApplication := [2]string{"application_id", "azuread_application_registration.app.id"}
	app := resource{kind: "azuread_application_registration", name: "app", id: application, arguments: [][2]string{
		{"display_name", "var.display_name"},
		{"sign_in_audience", hcl(in.Asked.Audience)},
	}}
	list := []resource{app}
	if id := in.Target.ResourceAppID; in.listsPermissions() {
		access := resource{kind: "azuread_application_api_access", name: "api", id: application + "/apiAccess/" + id,
			arguments: [][2]string{ofApplication, {"api_client_id", "data.azuread_service_principal.api.client_id"}}}
		for _, p := range []struct {
			argument, ids string
			names         []string
		}{{"role_ids", "app_role_ids", in.Asked.Application}, {"scope_ids", "oauth2_permission_scope_ids", in.Asked.Delegated}} {
			if len(p.names) > 0 {
				access.arguments = append(access.arguments, [2]string{p.argument, hclList(p.names, "data.azuread_service_principal.api."+p.ids)})
			}
		}
		list = append(list, access)
	}
	if len(in.Asked.RedirectURIs) > 0 {
		list = append(list, resource{kind: "azuread_application_redirect_uris", name: "app", id: application + "/redirectUris/PublicClient",
			arguments: [][2]string{ofApplication, {"type", hcl("PublicClient")}, {"redirect_uris", hclList(in.Asked.RedirectURIs, "")}}})
	}
	if in.Flow.PublicClient {
		list = append(list, resource{kind: "azuread_application_fallback_public_client", name: "app", id: application + "/fallbackPublicClient",
			arguments: [][2]string{ofApplication, {"enabled", "true"}}})
	}
	return append(list, resource{kind: "azuread_service_principal", name: "app", id: "/servicePrincipals/${var.service_principal_object_id}",
		arguments: [][2]string{{"client_id", hcl(in.ClientID)}}})
}

// write writes the resource, its arguments aligned as `terraform fmt` does, and the block that imports it.
func (r resource) write(b *strings.Builder) {
	width := 0
	for _, a := range r.arguments {
		width = max(width, len(a[0]))
	}
	fmt.Fprintf(b, "\nresource %q %q {\n", r.kind, r.name)
	for _, a := range r.arguments {
		fmt.Fprintf(b, "  %-*s = %s\n", width, a[0], a[1])
	}
	fmt.Fprintf(b, "}\n\nimport {\n  to = %s.%s\n  id = \"%s\"\n}\n", r.kind, r.name, r.id)
}

// hclList is a list of values, or of what a map has under them.
func hclList(values []string, of string) string {
	items := make([]string, len(values))
	for i, value := range values {
		if items[i] = hcl(value); of != "" {
			items[i] = of + "[" + items[i] + "]"
		}
	}
	return "[" + strings.Join(items, ", ") + "]"
}
