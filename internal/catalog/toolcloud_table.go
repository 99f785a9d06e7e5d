package catalog

// toolCloud is a cloud under the names that Microsoft's tools have for it.
type toolCloud struct {
	az, graph, powerApps, pac string
}

// toolClouds: az cloud list; Connect-MgGraph -Environment; Add-PowerAppsAccount -Endpoint; pac auth create --cloud.
func toolClouds() map[Cloud]toolCloud {
	return map[Cloud]toolCloud{
		Public:  {"AzureCloud", "Global", "prod", "Public"},
		GCC:     {"AzureCloud", "Global", "usgov", "UsGov"},
		GCCHigh: {"AzureUSGovernment", "USGov", "usgovhigh", "UsGovHigh"},
		DoD:     {"AzureUSGovernment", "USGovDoD", "dod", "UsGovDod"},
		China:   {"AzureChinaCloud", "China", "china", "China"},
	}
}
