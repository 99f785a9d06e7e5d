package diagnose

import (
	"strings"

	"appreg/internal/catalog"
)

// page is the page that a fix opens.
type page int

const (
	pageNone page = iota
	pageAppList
	pageOverview
	pageAuthentication
	pageCredentials
	pagePermissions
	pageEnterprise
	pageEnterpriseList
	pageUsers
	pageSignInLogs
	pageSecurityDefaults
	pageMyAccount
	pageMFASetup
	pageDeviceLogin
	pageServiceHealth
	pagePowerPlatformAdmin
	pageBusinessCentral
	pageBusinessCentralAdmin
	pageLCS
)

// url gives the page's address with the real ids, as far as they are known.
func (p page) url(c Context) string {
	t := target(c)
	if portal, ok := portalPage(p); ok {
		return t.Page(portal, linkTenant(c), c.ClientID)
	}
	switch p {
	case pageEnterpriseList:
		return t.Page(catalog.PageEnterpriseApp, linkTenant(c), "")
	case pageUsers:
		return portalBlade(c, "Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers")
	case pageSignInLogs:
		return portalBlade(c, "Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/SignIns")
	case pageSecurityDefaults:
		return portalBlade(c, "Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/Properties")
	case pageLCS:
		if t.API == catalog.LCS && t.ProductPortal != "" {
			return t.ProductPortal
		}
	}
	if c.OnPremises && (p == pageBusinessCentral || p == pageBusinessCentralAdmin) {
		return ""
	}
	return productPage(p, t.Cloud)
}

// portalPage gives the catalogue's page, for those that belong to the app registration.
func portalPage(p page) (catalog.Page, bool) {
	switch p {
	case pageAppList:
		return catalog.PageAppList, true
	case pageOverview:
		return catalog.PageOverview, true
	case pageAuthentication:
		return catalog.PageAuthentication, true
	case pageCredentials:
		return catalog.PageCredentials, true
	case pagePermissions:
		return catalog.PagePermissions, true
	case pageEnterprise:
		return catalog.PageEnterpriseApp, true
	}
	return "", false
}

// productPage gives pages outside the portal. Those of the public cloud are not given for another one.
func productPage(p page, cloud catalog.Cloud) string {
	switch p {
	case pageMFASetup:
		return "https://aka.ms/mfasetup"
	case pageDeviceLogin:
		return "https://microsoft.com/devicelogin"
	}
	if cloud != "" && cloud != catalog.Public {
		return ""
	}
	switch p {
	case pageMyAccount:
		return "https://myaccount.microsoft.com"
	case pageServiceHealth:
		return "https://admin.microsoft.com/Adminportal/Home#/servicehealth"
	case pagePowerPlatformAdmin:
		return "https://admin.powerplatform.microsoft.com"
	case pageBusinessCentral, pageBusinessCentralAdmin:
		return "https://businesscentral.dynamics.com"
	case pageLCS:
		return "https://lcs.dynamics.com"
	}
	return ""
}

// portalBlade gives a page of the portal that the catalogue does not name.
func portalBlade(c Context, blade string) string {
	list := target(c).Page(catalog.PageAppList, linkTenant(c), "")
	base, _, _ := strings.Cut(list, "#view/")
	return base + "#view/" + blade
}

// target is the API's place; without one the public cloud's hosts serve for links and examples.
func target(c Context) catalog.Target {
	if c.Target.Login != "" {
		return c.Target
	}
	if t, err := catalog.Resolve(c.API, c.Cloud, c.Region); err == nil {
		return t
	}
	cloud := c.Cloud
	if cloud == "" {
		cloud = catalog.Public
	}
	info, _ := catalog.LookupCloud(cloud)
	return catalog.Target{Cloud: cloud, Login: info.Login, Portal: info.Portal, Graph: info.Graph}
}

// linkTenant is the tenant for links: the GUID if it is known.
func linkTenant(c Context) string {
	if c.TenantID != "" {
		return c.TenantID
	}
	return c.Tenant
}
