package diagnose

import (
	"cmp"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/cause"
)

// pageRow is where a page is: in the portal, or at an address of its own.
type pageRow struct {
	page    cause.Page
	portal  catalog.Page // the catalogue's page, for those that belong to the app registration
	list    bool         // portal is for all applications, not this one
	blade   string       // a page of the portal that the catalogue does not name
	address string       // a page outside the portal
	shared  bool         // address is for every cloud; that of the public cloud is not given for another one
	online  bool         // there is none for a server of one's own
}

var pages = []pageRow{
	{page: cause.PageAppList, portal: catalog.PageAppList},
	{page: cause.PageOverview, portal: catalog.PageOverview},
	{page: cause.PageAuthentication, portal: catalog.PageAuthentication},
	{page: cause.PageCredentials, portal: catalog.PageCredentials},
	{page: cause.PagePermissions, portal: catalog.PagePermissions},
	{page: cause.PageEnterprise, portal: catalog.PageEnterpriseApp},
	{page: cause.PageEnterpriseList, portal: catalog.PageEnterpriseApp, list: true},
	{page: cause.PageUsers, blade: "Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers"},
	{page: cause.PageSignInLogs, blade: "Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/SignIns"},
	{page: cause.PageSecurityDefaults, blade: "Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/Properties"},
	{page: cause.PageMFASetup, address: "https://aka.ms/mfasetup", shared: true},
	{page: cause.PageDeviceLogin, address: "https://microsoft.com/devicelogin", shared: true},
	{page: cause.PageMyAccount, address: "https://myaccount.microsoft.com"},
	{page: cause.PageServiceHealth, address: "https://admin.microsoft.com/Adminportal/Home#/servicehealth"},
	{page: cause.PagePowerPlatformAdmin, address: "https://admin.powerplatform.microsoft.com"},
	{page: cause.PageBusinessCentral, address: "https://businesscentral.dynamics.com", online: true},
	{page: cause.PageBusinessCentralAdmin, address: "https://businesscentral.dynamics.com", online: true},
	{page: cause.PageLCS, address: "https://lcs.dynamics.com"},
}

// pageURL returns a page's address with the real ids, as far as they are known; empty if there is none.
func pageURL(page cause.Page, c Context) string {
	t := target(c)
	if page == cause.PageLCS && t.Service().Regional && t.ProductPortal != "" { // each region has a portal of its own
		return t.ProductPortal
	}
	for _, row := range pages {
		switch {
		case row.page != page:
		case row.list:
			return t.Page(row.portal, linkTenant(c), "")
		case row.portal != "":
			return t.Page(row.portal, linkTenant(c), c.ClientID)
		case row.blade != "":
			base, _, _ := strings.Cut(t.Page(catalog.PageAppList, linkTenant(c), ""), "#view/")
			return base + "#view/" + row.blade
		case row.online && c.OnPremises, !row.shared && t.Cloud != "" && t.Cloud != catalog.Public:
			return ""
		default:
			return row.address
		}
	}
	return ""
}

// target is the API's place; without one the public cloud's hosts serve for links and examples.
func target(c Context) catalog.Target {
	if c.Target.Login != "" {
		return c.Target
	}
	if t, err := catalog.Resolve(c.API, c.Cloud, c.Region); err == nil {
		return t
	}
	cloud := cmp.Or(c.Cloud, catalog.Public)
	info, _ := catalog.LookupCloud(cloud)
	return catalog.Target{Cloud: cloud, Login: info.Login, Portal: info.Portal, Graph: info.Graph}
}

// linkTenant is the tenant for links: the GUID if it is known.
func linkTenant(c Context) string { return cmp.Or(c.TenantID, c.Tenant) }
