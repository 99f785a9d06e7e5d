package catalog

import (
	"fmt"
	"strings"
)

// Command is a command line to copy. It is written so that POSIX shells and PowerShell read it alike.
type Command struct {
	Tool string // the tool, by its name for people
	Text string
}

// The tools.
const (
	toolAz       = "Azure CLI"
	toolGraph    = "Microsoft Graph PowerShell"
	toolPowerApp = "Power Apps administration PowerShell"
	toolPac      = "Power Platform CLI"
	toolM365     = "CLI for Microsoft 365"
)

// SignInCommands returns the commands that sign the tools in to this cloud and tenant (a GUID or a domain).
func (t Target) SignInCommands(tenant string) []Command {
	names := toolClouds()[t.Cloud]
	tenant = argument(tenant, "TENANT")
	return []Command{
		{toolAz, "az cloud set --name " + names.az},
		{toolAz, "az login --allow-no-subscriptions --tenant " + tenant},
		{toolGraph, "Connect-MgGraph -Scopes Application.ReadWrite.All -Environment " + names.graph + " -TenantId " + tenant},
	}
}

// AddAPICommands returns the commands that make the API known in the tenant when the portal does not list it. It is
// empty where the API's application id is unknown. Source: Power Platform API, Authentication, step 2.
func (t Target) AddAPICommands() []Command {
	if t.ResourceAppID == "" {
		return nil
	}
	return []Command{
		{toolAz, "az ad sp create --id " + t.ResourceAppID},
		{toolGraph, "New-MgServicePrincipal -AppId " + t.ResourceAppID},
	}
}

// CreateAppCommand returns the command that registers an application of that name; multitenant is for partners.
func CreateAppCommand(name string, multitenant bool) Command {
	audience := "AzureADMyOrg"
	if multitenant {
		audience = "AzureADMultipleOrgs"
	}
	return Command{toolAz, "az ad app create --display-name " + argument(name, "NAME") + " --sign-in-audience " + audience}
}

// AddPermissionsCommand returns the command that adds permissions of this API to an application; delegated says of
// which kind. It is false where the API's application id is unknown or there is nothing to add.
func (t Target) AddPermissionsCommand(clientID string, permissions []Permission, delegated bool) (Command, bool) {
	if t.ResourceAppID == "" || len(permissions) == 0 {
		return Command{}, false
	}
	kind, list := "Role", "appRoles"
	if delegated {
		kind, list = "Scope", "oauth2PermissionScopes"
	}
	pairs := make([]string, 0, len(permissions))
	for _, p := range permissions {
		pair := p.ID + "=" + kind
		if p.ID == "" { // not public: the command asks the tenant for it
			pair = fmt.Sprintf(`"$(az ad sp show --id %s --query "%s[?value=='%s'].id" -o tsv)=%s"`,
				t.ResourceAppID, list, word(p.Name), kind)
		}
		pairs = append(pairs, pair)
	}
	text := "az ad app permission add --id " + argument(clientID, "CLIENT_ID") +
		" --api " + t.ResourceAppID + " --api-permissions " + strings.Join(pairs, " ")
	return Command{toolAz, text}, true
}

// AdminConsentCommand returns the command that consents for the whole tenant to what the application lists.
func AdminConsentCommand(clientID string) Command {
	return Command{toolAz, "az ad app permission admin-consent --id " + argument(clientID, "CLIENT_ID")}
}

// PublicClientCommand returns the command that turns "Allow public client flows" on.
func PublicClientCommand(clientID string) Command {
	return Command{toolAz, "az ad app update --id " + argument(clientID, "CLIENT_ID") + " --set isFallbackPublicClient=true"}
}

// RedirectURICommand returns the command that lets an application sign users in through the system's browser. It
// replaces the redirect URIs that are listed under Mobile and desktop applications.
func RedirectURICommand(clientID string) Command {
	return Command{toolAz, "az ad app update --id " + argument(clientID, "CLIENT_ID") + " --public-client-redirect-uris " + LoopbackRedirect}
}

// FederatedCredentialCommand returns the command that adds the federated credential in a JSON file to an application.
func FederatedCredentialCommand(clientID, file string) Command {
	return Command{toolAz, "az ad app federated-credential create --id " + argument(clientID, "CLIENT_ID") + " --parameters " + file}
}

// managementAppCommands returns the commands that register a management application; each is for another tool.
// Source: Power Platform, Create a service principal application using PowerShell; pac and CLI for Microsoft 365 reference.
func (t Target) managementAppCommands(clientID string) []Command {
	names, id := toolClouds()[t.Cloud], argument(clientID, "CLIENT_ID")
	commands := []Command{
		{toolPowerApp, "Add-PowerAppsAccount -Endpoint " + names.powerApps},
		{toolPowerApp, "New-PowerAppManagementApp -ApplicationId " + id},
		{toolPac, "pac auth create --cloud " + names.pac},
		{toolPac, "pac admin application register --application-id " + id},
	}
	if t.Cloud == Public {
		commands = append(commands, Command{toolM365, "m365 pp managementapp add --appId " + id})
	}
	return commands
}

// Argument returns value as one word of a command line, without what a shell would read in it.
func Argument(value string) string { return argument(value, "VALUE") }

// argument returns value as one word of a command line, or placeholder if it is empty.
func argument(value, placeholder string) string {
	plain := strings.Map(func(r rune) rune {
		// What a shell would read inside double quotes, and what would end the line.
		if r < ' ' || r == 0x7f || strings.ContainsRune("\"`$\\!'", r) {
			return -1
		}
		return r
	}, value)
	switch {
	case plain == "":
		return placeholder
	case word(plain) == plain:
		return plain
	default:
		return `"` + plain + `"`
	}
}

// word keeps the characters that no shell reads anything into.
func word(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
			return r
		}
		return -1
	}, s)
}

// AzCloud returns the target's cloud as Azure CLI names it.
func (t Target) AzCloud() string { return toolClouds()[t.Cloud].az }

// PacCloud returns the target's cloud as Power Platform CLI names it.
func (t Target) PacCloud() string { return toolClouds()[t.Cloud].pac }

// OnRunner is a comment for a pipeline that calls this program: no platform's runner has it. It is true of README.md's Install.
const OnRunner = "# appreg must be on the runner's PATH. It's one binary; in its source folder, this makes it: CGO_ENABLED=0 go build -o appreg ."
