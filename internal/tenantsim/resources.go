package tenantsim

import (
	"slices"
	"strings"

	"appreg/internal/catalog"
)

// resource is one API as Entra sees it: an application with identifiers, scopes and roles.
type resource struct {
	appID       string
	api         catalog.API
	name        string
	identifiers []string // without trailing slash
	delegated   []string
	roles       []string
}

// resourcesOfCatalog gives the four APIs, each with its identifiers in every cloud and region. An API whose application
// id in a cloud is not public keeps the public cloud's here.
func resourcesOfCatalog() []resource {
	var list []resource
	for _, service := range catalog.Services() {
		for _, target := range targetsOf(service.API) {
			id := target.ResourceAppID
			if id == "" {
				id = service.ResourceAppID
			}
			at := slices.IndexFunc(list, func(r resource) bool { return r.appID == id })
			if at < 0 {
				at = len(list)
				list = append(list, resource{
					appID: id, api: service.API, name: service.PortalName, identifiers: []string{id},
					delegated: names(service.Delegated), roles: names(service.Application),
				})
			}
			list[at].addIdentifiers(append(target.Audiences, resourceOfScope(target.Scope)))
		}
	}
	return list
}

// targetsOf gives an API's target in every cloud, and in every region if it has regions.
func targetsOf(api catalog.API) []catalog.Target {
	var targets []catalog.Target
	add := func(cloud catalog.Cloud, region catalog.Region) {
		if target, err := catalog.Resolve(api, cloud, region); err == nil {
			targets = append(targets, target)
		}
	}
	if api == catalog.LCS {
		for _, region := range catalog.Regions() {
			add(region.Cloud, region.Region)
		}
		return targets
	}
	for _, cloud := range catalog.Clouds() {
		add(cloud.Cloud, "")
	}
	return targets
}

func names(permissions []catalog.Permission) []string {
	list := make([]string, len(permissions))
	for i, p := range permissions {
		list[i] = p.Name
	}
	return list
}

func (r *resource) addIdentifiers(identifiers []string) {
	for _, id := range identifiers {
		id = strings.TrimSuffix(id, "/")
		if !containsFold(r.identifiers, id) {
			r.identifiers = append(r.identifiers, id)
		}
	}
}

// resourceNamed finds a resource by an identifier as asked for: one trailing slash is forgiven, as Entra forgives it.
func (s *Sim) resourceNamed(asked string) (resource, bool) {
	for _, r := range s.resources {
		if containsFold(r.identifiers, strings.TrimSuffix(asked, "/")) {
			return r, true
		}
	}
	return resource{}, false
}

// resourceOfScope is a scope without its last segment: "https://host//.default" asks for "https://host/".
func resourceOfScope(scope string) string {
	at := strings.LastIndexByte(scope, '/')
	if at < 0 {
		return ""
	}
	return scope[:at]
}
