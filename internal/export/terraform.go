package export

import (
	"cmp"
	"fmt"
	"strings"
)

// writeTerraform writes the registration as resources of the azuread provider, each with the block that imports it
// (Terraform 1.6: ids may be variables). Source: hashicorp/azuread, Import of each resource.
func writeTerraform(in Input) (string, error) {
	var b strings.Builder
	b.WriteString("terraform {\n  required_version = \">= 1.6\"\n  required_providers {\n    azuread = {\n      source = \"hashicorp/azuread\"\n    }\n  }\n}\n")
	fmt.Fprintf(&b, "\nprovider \"azuread\" {\n  tenant_id = %s\n}\n", hcl(in.Tenant))
	for _, v := range []struct{ name, about, id string }{
		{"application_object_id", "Object ID of the app registration", in.Objects.Application},
		{"service_principal_object_id", "Object ID of the enterprise application", in.Objects.ServicePrincipal},
	} {
		fmt.Fprintf(&b, "\nvariable %q {\n  type        = string\n  description = %s\n", v.name, hcl(v.about))
		if v.id != "" {
			fmt.Fprintf(&b, "  default     = %s\n", hcl(v.id))
		}
		b.WriteString("}\n")
	}
	fmt.Fprintf(&b, "\nresource \"azuread_application_registration\" \"app\" {\n  display_name = %s\n}\n", hcl(cmp.Or(in.Objects.DisplayName, in.Profile)))
	b.WriteString("\nimport {\n  to = azuread_application_registration.app\n  id = \"/applications/${var.application_object_id}\"\n}\n")
	fmt.Fprintf(&b, "\nresource \"azuread_service_principal\" \"app\" {\n  client_id = %s\n}\n", hcl(in.ClientID))
	b.WriteString("\nimport {\n  to = azuread_service_principal.app\n  id = \"/servicePrincipals/${var.service_principal_object_id}\"\n}\n")
	if in.Flow.PublicClient {
		b.WriteString("\nresource \"azuread_application_fallback_public_client\" \"app\" {\n  application_id = azuread_application_registration.app.id\n  enabled        = true\n}\n")
		b.WriteString("\nimport {\n  to = azuread_application_fallback_public_client.app\n  id = \"/applications/${var.application_object_id}/fallbackPublicClient\"\n}\n")
	}
	return b.String(), nil
}
