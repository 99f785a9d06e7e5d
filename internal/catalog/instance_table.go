package catalog

import (
	"slices"
	"strings"
)

// instance is one Entra: the names under which it calls itself and the clouds whose tenants live in it.
type instance struct {
	names  []string // as in cloud_instance_name, without a leading login.
	clouds []Cloud  // the most common first
}

// instances: a tenant of GCC lives in the public Entra, and one of GCC High in the same Entra as the Department of
// Defense's. Sources: National clouds; Microsoft's authentication library for the older aliases.
func instances() []instance {
	return []instance{
		{[]string{"microsoftonline.com", "windows.net", "sts.windows.net", "microsoft.com"}, []Cloud{Public, GCC}},
		{[]string{"microsoftonline.us", "usgovcloudapi.net"}, []Cloud{GCCHigh, DoD}},
		{[]string{"partner.microsoftonline.cn", "microsoftonline.cn", "chinacloudapi.cn"}, []Cloud{China}},
	}
}

// CloudsByInstance returns the clouds whose tenants live in the Entra that calls itself name, the most common first.
// name is cloud_instance_name of a tenant's OpenID configuration or of a user realm, for example microsoftonline.us;
// a login host or its address will do. It is nil for an Entra that appreg does not know.
func CloudsByInstance(name string) []Cloud {
	name = strings.ToLower(strings.TrimSpace(name))
	name = strings.TrimRight(strings.TrimPrefix(name, "https://"), "/.")
	name = strings.TrimPrefix(name, "login.")
	for _, entra := range instances() {
		if slices.Contains(entra.names, name) {
			return entra.clouds
		}
	}
	return nil
}
