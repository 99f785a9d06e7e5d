package catalog

import "strings"

// VersionRow says since which versions of Business Central an API can be called with service-to-service sign-in.
type VersionRow struct {
	API        string
	Online     string
	OnPremises string
}

// BusinessCentralVersions returns the document's table "Feature availability".
func BusinessCentralVersions() []VersionRow {
	const online, onPremises = "version 18.3", "versions 18.11 and 19.5"
	return []VersionRow{
		{"Business Central automation APIs", "version 17.0", onPremises},
		{"Business Central APIs v1.0", online, onPremises},
		{"Business Central APIs v2.0", online, onPremises},
		{"Business Central custom APIs", online, onPremises},
		{"Business Central web services", online, onPremises},
	}
}

// PermissionSet is a permission set of Business Central.
type PermissionSet struct {
	Name     string   // today's name
	Formerly []string // other spellings: in older versions and in the document of 2022
	Purpose  string
}

// PermissionSets returns the permission sets that cover most of what automation touches (task 2, step 6).
func PermissionSets() []PermissionSet {
	return []PermissionSet{
		{Name: "D365 AUTOMATION", Purpose: "set up companies through the automation API"},
		{Name: "EXTEN. MGT. - ADMIN", Formerly: []string{"D365 EXTENSION MGT", "EXTEND. MGT. - ADMIN"},
			Purpose: "install and manage extensions; introduced with 2021 release wave 1"},
	}
}

// neededSets names the permission sets, in bold.
func neededSets() string {
	var names []string
	for _, set := range PermissionSets() {
		names = append(names, "**"+set.Name+"**")
	}
	return strings.Join(names, ", ")
}

// What Business Central's document fixes besides.
const (
	// ForbiddenPermissionSet cannot be assigned to an application (task 2, step 6).
	ForbiddenPermissionSet = "SUPER"
	// ValidAudience must be among ValidAudiences of an on-premises server.
	ValidAudience = "https://api.businesscentral.dynamics.com"
	// LandingPage ends the redirect URI that consent from Business Central's web client needs (task 1, step 2).
	LandingPage = "OAuthLanding.htm"
	// ScheduledTasksVersion is the first version, online only, in which such a session can create scheduled tasks.
	ScheduledTasksVersion = "21.2"
)
