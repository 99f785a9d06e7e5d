// Package export writes what a saved profile is in the forms of other tools: settings, request files, workflows, infrastructure
// as code. A form holds references: variables, prompts, the command appreg token. It holds the credential itself only where
// Input has it (docs/sources.md, "Export formats").
package export

import (
	"fmt"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// Input is the profile to write.
type Input struct {
	Profile      string
	Registration registration.Registration // its credential is written only with WithSecret
	Target       catalog.Target            // the registration's own hosts
	TenantID     string                    // GUID; where it isn't known, the tenant as it was entered
	WithSecret   bool
	Objects      Objects
}

// Objects are the ids of what is in the tenant, for infrastructure as code; those that aren't known are empty.
type Objects struct {
	Application      string
	ServicePrincipal string
	DisplayName      string
}

// Format is one form.
type Format struct {
	Name  string
	About string // what it is, for people
	File  string // what it is mostly called; NAME stands for the profile's name
	Holds bool   // it can hold the credential itself
	App   bool   // it is for apps that sign in as themselves

	write func(Input) (string, error)
}

// formats are all forms, in the order of the help.
var formats = []Format{
	{Name: "env", About: "lines for a shell: variables of Azure's SDKs and tools", File: "NAME.sh", Holds: true, write: env},
	{Name: "dotenv", About: "the same as a .env file", File: ".env", Holds: true, App: true, write: dotenv},
	{Name: "http", About: "requests for the REST Client of Visual Studio Code", File: "NAME.http", Holds: true, write: httpFile},
	{Name: "jetbrains", About: "environment of JetBrains' HTTP client", File: "http-client.env.json", Holds: true, App: true, write: jetBrains},
	{Name: "bruno", About: "request of a Bruno collection", File: "NAME.bru", App: true, write: bruno},
	{Name: "postman", About: "environment for Postman", File: "NAME.postman_environment.json", Holds: true, App: true, write: postman},
	{Name: "curl", About: "a curl command that gets its token from appreg", File: "NAME.sh", write: curl},
	{Name: "powershell", About: "PowerShell 7 that gets its token from appreg", File: "NAME.ps1", write: powerShell},
	{Name: "al-go", About: "AuthContext secret of AL-Go for GitHub", File: "authcontext.json", Holds: true, App: true, write: alGo},
	{Name: "pac", About: "sign-in of the Power Platform CLI", File: "NAME.sh", App: true, write: pac},
	{Name: "az", About: "sign-in of the Azure CLI", File: "NAME.sh", App: true, write: az},
	{Name: "m365", About: "sign-in of the CLI for Microsoft 365", File: "NAME.sh", App: true, write: m365},
	{Name: "terraform", About: "the app registration for Terraform, with import blocks", File: "NAME.tf", write: terraform},
	{Name: "github-actions", About: "workflow for GitHub Actions", File: ".github/workflows/NAME.yml", App: true, write: gitHubActions},
	{Name: "azure-devops", About: "pipeline for Azure DevOps", File: "azure-pipelines.yml", App: true, write: azureDevOps},
	{Name: "kubernetes", About: "secret or service account for Kubernetes", File: "NAME.yaml", Holds: true, App: true, write: kubernetes},
	{Name: "systemd", About: "unit that gets the credential from systemd", File: "NAME.service", App: true, write: systemd},
}

// Formats returns all forms.
func Formats() []Format { return slices.Clone(formats) }

// Find returns the form of a name.
func Find(name string) (Format, bool) {
	i := slices.IndexFunc(formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return formats[i], true
}

// RefusedError says why a profile has no such form.
type RefusedError struct {
	Reason string // completes "couldn't export NAME: "
	Fix    string
}

// Error returns the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Write returns the profile in the form. Errors: *RefusedError.
func (f Format) Write(in Input) (string, error) {
	flow := in.flow()
	switch {
	case f.App && flow.Who != catalog.Application:
		return "", &RefusedError{
			fmt.Sprintf("%s is for apps that sign in as themselves, and %s signs in a user", f.Name, in.Profile),
			"formats that get a token from appreg: " + strings.Join(f.forUsers(), ", "),
		}
	case in.WithSecret && !f.Holds:
		return "", &RefusedError{f.Name + " holds no credential", "leave --with-secret out"}
	case in.WithSecret && !in.hasValue():
		return "", &RefusedError{fmt.Sprintf("%s has no secret to write: it signs in by %s", in.Profile, strings.ToLower(flow.Title)), "leave --with-secret out"}
	}
	return f.write(in)
}

// forUsers names the forms that any profile has.
func (Format) forUsers() []string {
	var names []string
	for _, f := range formats {
		if !f.App {
			names = append(names, f.Name)
		}
	}
	return names
}

// FileName is what the file is mostly called for a profile.
func (f Format) FileName(profile string) string { return strings.ReplaceAll(f.File, "NAME", profile) }
