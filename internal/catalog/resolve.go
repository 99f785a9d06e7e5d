package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// CloudReason says why the API cannot be used in cloud c; empty if it can.
func (s Service) CloudReason(c Cloud) string {
	if _, known := LookupCloud(c); !known {
		return "appreg doesn't know this cloud"
	}
	e, ok := entryOf(s.API)
	switch {
	case ok && slices.ContainsFunc(e.hosts(), func(h host) bool { return h.cloud == c }):
		return ""
	case ok && e.closed != nil:
		return e.closed(c)
	default:
		return "it isn't documented for this cloud"
	}
}

// Resolve returns the target of an API in a cloud and region. An empty cloud is public and an empty region us. For an
// API that lives in regions the region decides the cloud, so that a region alone is enough, and a cloud alone takes its
// first region. The others have none: only the empty one and the default are taken, and the target has none.
// The error is an *UnknownError that lists what can be used instead.
func Resolve(api API, cloud Cloud, region Region) (Target, error) {
	api, err := ParseAPI(string(api))
	if err != nil {
		return Target{}, err
	}
	if cloud != "" {
		if cloud, err = ParseCloud(string(cloud)); err != nil {
			return Target{}, err
		}
	}
	if region != "" {
		if region, err = ParseRegion(string(region)); err != nil {
			return Target{}, err
		}
	}
	service, _ := Lookup(api)
	if why := service.CloudReason(cmp.Or(cloud, Public)); why != "" {
		return Target{}, &UnknownError{Kind: "cloud", Name: string(cloud), Why: why, Valid: service.clouds()}
	}
	if service.Regional {
		return resolveRegion(api, cloud, region)
	}
	if region != "" && region != RegionUS {
		why := fmt.Sprintf("%s has no regions: leave it out", api)
		return Target{}, &UnknownError{Kind: "region", Name: string(region), Why: why}
	}
	return find(api, cmp.Or(cloud, Public), ""), nil
}

// resolveRegion resolves an API that lives in regions; both names are known or empty, and the cloud has at least one.
func resolveRegion(api API, cloud Cloud, region Region) (Target, error) {
	var valid []string
	for _, r := range Regions() {
		if cloud != "" && r.Cloud != cloud {
			continue
		}
		if region == r.Region || region == "" {
			return find(api, r.Cloud, r.Region), nil
		}
		valid = append(valid, string(r.Region))
	}
	info, _ := LookupRegion(region)
	why := fmt.Sprintf("it belongs to cloud %s, not %s", info.Cloud, cloud)
	return Target{}, &UnknownError{Kind: "region", Name: string(region), Why: why, Valid: valid}
}

// clouds returns the names of the clouds in which the API exists.
func (s Service) clouds() []string {
	var names []string
	for _, c := range Clouds() {
		if s.CloudReason(c.Cloud) == "" {
			names = append(names, string(c.Cloud))
		}
	}
	return names
}

// find makes the target of a row that exists.
func find(api API, cloud Cloud, region Region) Target {
	e, _ := entryOf(api)
	for _, h := range e.hosts() {
		if h.cloud == cloud && h.region == region {
			return h.target()
		}
	}
	return Target{}
}

// target joins the row with its cloud.
func (h host) target() Target {
	info, _ := LookupCloud(h.cloud)
	t := Target{
		API: h.api, Cloud: h.cloud, Region: h.region,
		Login: info.Login, Portal: info.Portal, Graph: info.Graph,
		ProductPortal: h.productPortal, ResourceAppID: h.resourceAppID, Scope: h.scope(),
		APIURL: h.apiURL, ManagementURL: h.managementURL, Source: h.source,
	}
	for _, r := range h.resources() {
		t.Audiences = append(t.Audiences, strings.TrimRight(r, "/"))
	}
	if h.resourceAppID == "" {
		t.Note = "No public source names this API's application id in this cloud: search it by name and check the publisher."
	}
	return t
}
