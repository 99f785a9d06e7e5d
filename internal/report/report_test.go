package report

import (
	"testing"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/registration"
)

// A report names the cloud and region that were meant: the defaults filled in, and what was given where it leads nowhere.
func TestCloudOfAReport(t *testing.T) {
	for name, tt := range map[string]struct {
		reg    registration.Registration
		cloud  catalog.Cloud
		region catalog.Region
		login  string
	}{
		"defaults":     {registration.Registration{API: catalog.LCS}, catalog.Public, catalog.RegionUS, "https://login.microsoftonline.com"},
		"unknown":      {registration.Registration{API: "teapot", Cloud: "gcc", Region: "eu"}, "gcc", "eu", ""},
		"not for both": {registration.Registration{API: catalog.BusinessCentral, Cloud: catalog.China}, catalog.China, "", ""},
	} {
		got := Of(tt.reg, "", "", time.Time{})
		if got.Cloud != tt.cloud || got.Region != tt.region || got.Authority != tt.login {
			t.Errorf("%s: %q %q %q", name, got.Cloud, got.Region, got.Authority)
		}
	}
}
