package catalog

// The regions of Lifecycle Services.
const (
	RegionUS          Region = "us"
	RegionEurope      Region = "eu"
	RegionFrance      Region = "fr"
	RegionNorway      Region = "no"
	RegionSwitzerland Region = "ch"
	RegionSouthAfrica Region = "sa"
	RegionUAE         Region = "uae"
	RegionGovernment  Region = "gov"
	RegionChina       Region = "china"
)

// RegionInfo is one geography of Lifecycle Services.
type RegionInfo struct {
	Region        Region
	Title         string
	ProductPortal string // where a person opens the project
	APIHost       string // host of the API, without scheme; also the host in the scope
	Cloud         Cloud  // the cloud whose login issues tokens for it
	Source        string
}

// Regions returns the geographies of Lifecycle Services, the default first.
func Regions() []RegionInfo {
	const geographies = "Dynamics 365, Available geographies"
	return []RegionInfo{
		{RegionUS, "United States", "https://lcs.dynamics.com", "lcsapi.lcs.dynamics.com", Public, geographies},
		{RegionEurope, "Europe", "https://eu.lcs.dynamics.com", "lcsapi.eu.lcs.dynamics.com", Public, geographies + "; Database movement API, Authentication, closing note"},
		{RegionFrance, "France", "https://fr.lcs.dynamics.com", "lcsapi.fr.lcs.dynamics.com", Public, geographies},
		{RegionNorway, "Norway", "https://no.lcs.dynamics.com", "lcsapi.no.lcs.dynamics.com", Public, geographies},
		{RegionSwitzerland, "Switzerland", "https://ch.lcs.dynamics.com", "lcsapi.ch.lcs.dynamics.com", Public, geographies},
		{RegionSouthAfrica, "South Africa", "https://sa.lcs.dynamics.com", "lcsapi.sa.lcs.dynamics.com", Public, geographies},
		{RegionUAE, "United Arab Emirates", "https://uae.lcs.dynamics.com", "lcsapi.uae.lcs.dynamics.com", Public, geographies},
		// Its identifier is registered on the public cloud's application, so it signs in there.
		{RegionGovernment, "US government", "https://gov.lcs.microsoftdynamics.us", "lcsapi.gov.lcs.microsoftdynamics.us", Public, "seen in public code (d365fo.tools, ROADtools)"},
		{RegionChina, "China (operated by 21Vianet)", "https://lcs.dynamics.cn", "lcsapi.lcs.dynamics.cn", China, "API host seen in public code (d365fo.tools); portal host inferred from it"},
	}
}

// LookupRegion returns a region of Lifecycle Services; false if there is no such region.
func LookupRegion(r Region) (RegionInfo, bool) {
	for _, info := range Regions() {
		if info.Region == r {
			return info, true
		}
	}
	return RegionInfo{}, false
}
