package catalog

// host is where one API lives in one cloud (and region), and under which names Entra knows it there.
type host struct {
	api           API
	cloud         Cloud
	region        Region
	resourceAppID string   // empty where no public source has it
	resource      string   // the identifier that the scope asks for, with its trailing slash where it has one
	aliases       []string // further identifiers registered on the same application
	apiURL        string
	managementURL string
	productPortal string
	source        string
}

// scope is the identifier followed by /.default: an identifier that ends in a slash gives a double slash, and Entra
// tells the two apart (scopes and permissions in the Microsoft identity platform, "Trailing slash and .default").
func (h host) scope() string { return h.resource + "/.default" }

// resources gives every name of the API here: identifiers and, where it is known, the application id.
func (h host) resources() []string {
	all := append([]string{h.resource}, h.aliases...)
	if h.resourceAppID != "" {
		all = append(all, h.resourceAppID)
	}
	return all
}

// hosts gives every combination of API, cloud and region that exists.
func hosts() []host {
	all := lcsHosts()
	all = append(all, powerPlatformHosts()...)
	all = append(all, powerAppsHosts()...)
	return append(all, businessCentralHosts()...)
}

// lcsHosts derives a row from each region: the scope's host is the API's host (Database movement API,
// Authentication, closing note), and the identifier is asked for with a trailing slash.
func lcsHosts() []host {
	var all []host
	for _, r := range Regions() {
		h := host{
			api: LCS, cloud: r.Cloud, region: r.Region, resourceAppID: lcsAppID,
			resource: "https://" + r.APIHost + "/", apiURL: "https://" + r.APIHost,
			productPortal: r.ProductPortal, source: r.Source,
		}
		if r.Cloud == China {
			h.resourceAppID = ""
		}
		all = append(all, h)
	}
	return all
}

// powerPlatformHosts: where sources disagree on GCC High the host that Microsoft's Copilot Studio clients use is taken.
func powerPlatformHosts() []host {
	const source = "Power Platform API, Authentication; cloud hosts from Microsoft's Terraform provider and PowerShell module"
	bap := map[Cloud]string{}
	for _, h := range powerAppsHosts() {
		bap[h.cloud] = h.managementURL
	}
	row := func(cloud Cloud, apiHost, appID, portal string) host {
		return host{
			api: PowerPlatform, cloud: cloud, resourceAppID: appID, resource: "https://" + apiHost,
			apiURL: "https://" + apiHost, managementURL: bap[cloud], productPortal: portal, source: source,
		}
	}
	return []host{
		row(Public, "api.powerplatform.com", powerPlatformAppID, adminCenterPublic),
		row(GCC, "api.gov.powerplatform.microsoft.us", powerPlatformAppID, adminCenterGCC),
		row(GCCHigh, "api.high.powerplatform.microsoft.us", "", adminCenterGCCHigh),
		row(DoD, "api.appsplatform.us", "", adminCenterDoD),
		row(China, "api.powerplatform.partner.microsoftonline.cn", "", ""),
	}
}

// powerAppsHosts: the resource keeps its trailing slash in every cloud. GCC signs in at the public cloud but is an
// application of its own there.
func powerAppsHosts() []host {
	const source = "Power Apps, Authentication; cloud audiences from the Power Apps administration PowerShell module"
	row := func(cloud Cloud, resource, appID, bapHost, portal string) host {
		return host{
			api: PowerApps, cloud: cloud, resourceAppID: appID, resource: resource,
			apiURL: "https://" + bapHost, managementURL: "https://" + bapHost, productPortal: portal, source: source,
		}
	}
	public := row(Public, "https://service.powerapps.com/", powerAppsAppID, "api.bap.microsoft.com", adminCenterPublic)
	public.aliases = []string{"https://api.powerapps.com"}
	return []host{
		public,
		row(GCC, "https://gov.service.powerapps.us/", powerAppsGCCAppID, "gov.api.bap.microsoft.us", adminCenterGCC),
		row(GCCHigh, "https://high.service.powerapps.us/", "", "high.api.bap.microsoft.us", adminCenterGCCHigh),
		row(DoD, "https://service.apps.appsplatform.us/", "", "api.bap.appsplatform.us", adminCenterDoD),
		row(China, "https://service.powerapps.cn/", "", "api.bap.partner.microsoftonline.cn", ""),
	}
}

// businessCentralHosts: only the public cloud's host is documented.
func businessCentralHosts() []host {
	return []host{{
		api: BusinessCentral, cloud: Public, resourceAppID: businessCentralAppID,
		resource: "https://api.businesscentral.dynamics.com", apiURL: "https://api.businesscentral.dynamics.com",
		productPortal: "https://businesscentral.dynamics.com",
		source:        "Business Central, Using Service-to-Service (S2S) Authentication",
	}}
}

// The Power Platform admin center per cloud (Microsoft's US government articles); none is public for China.
const (
	adminCenterPublic  = "https://admin.powerplatform.microsoft.com"
	adminCenterGCC     = "https://gcc.admin.powerplatform.microsoft.us"
	adminCenterGCCHigh = "https://high.admin.powerplatform.microsoft.us"
	adminCenterDoD     = "https://admin.appsplatform.us"
)
