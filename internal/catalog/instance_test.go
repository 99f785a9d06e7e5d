package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCloudsByInstance(t *testing.T) {
	world, government, china := []Cloud{Public, GCC}, []Cloud{GCCHigh, DoD}, []Cloud{China}
	tests := map[string][]Cloud{
		"microsoftonline.com":                        world,
		"login.microsoftonline.com":                  world,
		"https://login.microsoftonline.com/":         world,
		"login.windows.net":                          world,
		"sts.windows.net":                            world,
		"microsoftonline.us":                         government,
		" MicrosoftOnline.US\n":                      government,
		"login.microsoftonline.us":                   government,
		"login.usgovcloudapi.net":                    government,
		"partner.microsoftonline.cn":                 china,
		"https://login.partner.microsoftonline.cn":   china,
		"chinacloudapi.cn":                           china,
		"login.chinacloudapi.cn.":                    china,
		"":                                           nil,
		"login.":                                     nil,
		"microsoftonline.de":                         nil, // closed
		"login.sovcloud-identity.fr":                 nil, // not among appreg's clouds
		"sim.example":                                nil,
		"microsoftonline.com.example":                nil,
		"evil-microsoftonline.com":                   nil,
		"https://login.microsoftonline.com/contoso/": nil,
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, CloudsByInstance(name)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
}

// TestEveryCloudHasItsInstance: the login host of a cloud leads back to it, and to no cloud of another login host.
func TestEveryCloudHasItsInstance(t *testing.T) {
	for _, c := range Clouds() {
		back := CloudsByInstance(c.Login)
		found := false
		for _, other := range back {
			info, _ := LookupCloud(other)
			if info.Login != c.Login {
				t.Errorf("%s leads to %s, which signs in at %s", c.Login, other, info.Login)
			}
			found = found || other == c.Cloud
		}
		if !found {
			t.Errorf("%s leads to %v, not to %s", c.Login, back, c.Cloud)
		}
	}
}

// TestCloudsByInstanceGivesACopy: what a caller does to the list changes nothing here.
func TestCloudsByInstanceGivesACopy(t *testing.T) {
	CloudsByInstance("microsoftonline.us")[0] = China
	if got := CloudsByInstance("microsoftonline.us")[0]; got != GCCHigh {
		t.Errorf("the list was changed: %s", got)
	}
}
