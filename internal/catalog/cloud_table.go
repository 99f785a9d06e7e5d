package catalog

// CloudInfo is what is the same for every API in a cloud.
type CloudInfo struct {
	Cloud    Cloud
	Title    string
	Login    string // login host
	Portal   string // Azure portal
	Graph    string // Microsoft Graph
	Exchange string // audience of an outside token that stands in for a secret
	Source   string
}

// Clouds returns the clouds, public first. Tokens and app registrations do not cross from one login host to another.
func Clouds() []CloudInfo {
	return []CloudInfo{
		{
			Cloud: Public, Title: "Public (worldwide)",
			Login: "https://login.microsoftonline.com", Portal: "https://portal.azure.com",
			Graph:    "https://graph.microsoft.com",
			Exchange: "api://AzureADTokenExchange",
			Source:   "National clouds, learn.microsoft.com/entra/identity-platform/authentication-national-cloud",
		},
		{
			// The odd one: it signs in where the public cloud does.
			Cloud: GCC, Title: "US Government GCC (signs in at the public cloud)",
			Login: "https://login.microsoftonline.com", Portal: "https://portal.azure.com",
			Graph:    "https://graph.microsoft.com",
			Exchange: "api://AzureADTokenExchange",
			Source:   "Microsoft Graph, national cloud deployments",
		},
		{
			Cloud: GCCHigh, Title: "US Government GCC High",
			Login: "https://login.microsoftonline.us", Portal: "https://portal.azure.us",
			Graph:    "https://graph.microsoft.us",
			Exchange: "api://AzureADTokenExchangeUSGov",
			Source:   "National clouds",
		},
		{
			Cloud: DoD, Title: "US Department of Defense",
			Login: "https://login.microsoftonline.us", Portal: "https://portal.azure.us",
			Graph:    "https://dod-graph.microsoft.us",
			Exchange: "api://AzureADTokenExchangeUSGov",
			Source:   "National clouds; Microsoft Graph, national cloud deployments",
		},
		{
			// login.chinacloudapi.cn is the older alias of the login host.
			Cloud: China, Title: "China (operated by 21Vianet)",
			Login: "https://login.partner.microsoftonline.cn", Portal: "https://portal.azure.cn",
			Graph:    "https://microsoftgraph.chinacloudapi.cn",
			Exchange: "api://AzureADTokenExchangeChina",
			Source:   "National clouds",
		},
	}
}

// LookupCloud returns the hosts of a cloud; false if there is no such cloud.
func LookupCloud(c Cloud) (CloudInfo, bool) {
	for _, info := range Clouds() {
		if info.Cloud == c {
			return info, true
		}
	}
	return CloudInfo{}, false
}

// ExchangeAudience is the one audience that an outside token and its federated credential have in a cloud; the public
// cloud's where there is no such cloud (Microsoft Entra, Workload identity federation considerations).
func ExchangeAudience(c Cloud) string {
	if info, known := LookupCloud(c); known {
		return info.Exchange
	}
	return Clouds()[0].Exchange
}

// ExchangeAudiences are those of all clouds.
func ExchangeAudiences() []string {
	var all []string
	for _, info := range Clouds() {
		all = append(all, info.Exchange)
	}
	return all
}
