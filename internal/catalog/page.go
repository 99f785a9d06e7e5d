package catalog

import (
	"net/url"
	"strings"
)

// Page is a page of the portal.
type Page string

// The pages.
const (
	PageAppList        Page = "app-list"
	PageNewApp         Page = "new-app"
	PageOverview       Page = "overview"
	PageAuthentication Page = "authentication"
	PageCredentials    Page = "credentials"
	PagePermissions    Page = "permissions"
	PageManifest       Page = "manifest"
	PageEnterpriseApp  Page = "enterprise-app"
)

// Page returns the deep link to a page of the Azure portal, in the tenant's own directory where tenantID (a GUID or a
// domain) is known. Without clientID a page of one application falls back to the list of applications.
// The link's form is undocumented; it is the one that the portal itself puts into the address bar.
func (t Target) Page(p Page, tenantID, clientID string) string {
	blade, ofApp := blade(p, url.PathEscape(clientID))
	if ofApp && clientID == "" {
		blade, _ = appListBlade(p)
	}
	return t.portalBase(tenantID) + "#view/" + blade
}

// portalBase returns the portal with the tenant's segment, ending in a slash.
func (t Target) portalBase(tenantID string) string {
	base := strings.TrimRight(t.Portal, "/") + "/"
	if strings.Trim(tenantID, ".") == "" { // unknown, or dots that a browser would resolve
		return base
	}
	return base + url.PathEscape(tenantID) + "/"
}

// blade returns the part of the link after #view/, and whether it is a page of one application.
func blade(p Page, clientID string) (fragment string, ofApp bool) {
	menu := map[Page]string{
		PageOverview:       "Overview",
		PageAuthentication: "Authentication",
		PageCredentials:    "Credentials",
		PagePermissions:    "CallAnAPI",
		PageManifest:       "Manifest",
	}
	if item, ok := menu[p]; ok {
		return registeredApps + "ApplicationMenuBlade/~/" + item + "/appId/" + clientID + "/isMSAApp~/false", true
	}
	switch p {
	case PageEnterpriseApp:
		return "Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/appId/" + clientID, true
	case PageNewApp:
		return registeredApps + "CreateApplicationBlade/quickStartType~/null/isMSAApp~/false", false
	default:
		return appListBlade(p)
	}
}

// appListBlade returns the list on which the applications of page p are found.
func appListBlade(p Page) (fragment string, ofApp bool) {
	if p == PageEnterpriseApp {
		return "Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview", false
	}
	return registeredApps + "ApplicationsListBlade", false
}

const registeredApps = "Microsoft_AAD_RegisteredApps/"
