package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/plan"
)

// terraform is the app registration as it should be. With the objects' ids it takes over what is there: a plan without changes
// is the proof.
func terraform(in Input) (string, error) {
	d := plan.Want(in.Registration, in.Target, in.tenant())
	name := identifier(in.Profile)
	var text strings.Builder
	text.WriteString("terraform {\n  required_providers {\n    azuread = {\n      source = \"hashicorp/azuread\"\n    }\n  }\n}\n\n")
	fmt.Fprintf(&text, "provider \"azuread\" {\n  tenant_id = %s\n}\n\n", hcl(in.tenant()))
	fmt.Fprintf(&text, "resource \"azuread_application\" %q {\n  display_name     = %s\n  sign_in_audience = %s\n", name, hcl(cmp.Or(in.Objects.DisplayName, "appreg "+in.Profile)), hcl(d.Audience))
	if d.PublicClient {
		text.WriteString("\n  fallback_public_client_enabled = true\n")
	}
	if len(d.RedirectURIs) > 0 {
		var list []string
		for _, uri := range d.RedirectURIs {
			list = append(list, hcl(uri))
		}
		fmt.Fprintf(&text, "\n  public_client {\n    redirect_uris = [%s]\n  }\n", strings.Join(list, ", "))
	}
	if access := append(accesses(in.Target.Service().Delegated, d.Delegated, "Scope"), accesses(in.Target.Service().Application, d.Application, "Role")...); in.Target.ResourceAppID != "" && len(access) > 0 {
		fmt.Fprintf(&text, "\n  required_resource_access {\n    resource_app_id = %s\n%s  }\n", hcl(in.Target.ResourceAppID), strings.Join(access, ""))
	}
	text.WriteString("}\n\n")
	fmt.Fprintf(&text, "resource \"azuread_service_principal\" %q {\n  client_id = azuread_application.%s.client_id\n}\n", name, name)
	for _, i := range []struct{ kind, id string }{{"azuread_application", in.Objects.Application}, {"azuread_service_principal", in.Objects.ServicePrincipal}} {
		if i.id != "" {
			path := map[string]string{"azuread_application": "/applications/", "azuread_service_principal": "/servicePrincipals/"}[i.kind]
			fmt.Fprintf(&text, "\nimport {\n  to = %s.%s\n  id = %s\n}\n", i.kind, name, hcl(path+i.id))
		}
	}
	return text.String(), nil
}

// accesses are the blocks of the permissions of these names.
func accesses(known []catalog.Permission, names []string, kind string) []string {
	var list []string
	for _, p := range known {
		if p.ID != "" && slices.Contains(names, p.Name) {
			list = append(list, fmt.Sprintf("\n    resource_access {\n      id   = %s # %s\n      type = %s\n    }\n", hcl(p.ID), p.Name, hcl(kind)))
		}
	}
	return list
}
