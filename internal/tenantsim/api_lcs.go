package tenantsim

import "slices"

// lcsAnswer is the envelope of Lifecycle Services: a refusal has status 200 as well (List database backups).
type lcsAnswer struct {
	IsSuccess           bool   `json:"IsSuccess"`
	OperationActivityID string `json:"OperationActivityId"`
	ErrorMessage        string `json:"ErrorMessage"`
	VersionEOL          string `json:"VersionEOL"`
	DatabaseAssets      []any  `json:"DatabaseAssets,omitempty"`
	Data                []any  `json:"Data,omitempty"`
}

func (s *Sim) lcsEnvelope() lcsAnswer {
	return lcsAnswer{IsSuccess: true, OperationActivityID: s.newID(), VersionEOL: "9999-12-31T23:59:59.9999999"}
}

// listBackups answers members of the project. The words of the refusal are assumed.
func listBackups(s *Sim, c *apiCall) apiAnswer {
	a := s.lcsEnvelope()
	project := c.http.PathValue("project")
	if c.user == nil || !slices.Contains(c.user.Products.Projects, project) {
		a.IsSuccess, a.ErrorMessage = false, "The user has no access to project "+project+" or the project does not exist."
		return answered(a)
	}
	a.DatabaseAssets = []any{map[string]any{
		"Id": stableID("backup", project), "Name": "UAT backup", "FileName": "uat.bacpac", "FileDescription": "made by the simulator",
		"SizeInBytes": 1073741824, "ModifiedDate": s.now().UTC().Format("2006-01-02T15:04:05Z"),
	}}
	return answered(a)
}

// listSharedAssets answers any user of the tenant.
func listSharedAssets(s *Sim, c *apiCall) apiAnswer {
	a := s.lcsEnvelope()
	if c.user == nil {
		a.IsSuccess, a.ErrorMessage = false, "A signed-in user is needed."
		return answered(a)
	}
	a.Data = []any{map[string]any{"Id": stableID("asset", c.tenant.ID), "Name": "Shared asset"}}
	return answered(a)
}
