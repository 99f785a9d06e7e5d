package tenantsim

import (
	"slices"

	"appreg/internal/catalog"
)

func lcsRoutes() []route {
	lcs := &product{[]catalog.API{catalog.LCS}, func(*call, apiRefusal) any {
		return map[string]string{"Message": "Authorization has been denied for this request."}
	}}
	return []route{
		lcs.route("GET /databasemovement/v1/databases/project/{project}", listBackups),
		lcs.route("GET /box/fileasset/GetSharedAssets", listSharedAssets),
	}
}

// lcsAnswer is the envelope of Lifecycle Services: a refusal, which is a text, has status 200 as well.
func lcsAnswer(c *call, refusal, key string, items ...any) reply {
	return reply{body: map[string]any{
		"IsSuccess": refusal == "", "OperationActivityId": c.id, "ErrorMessage": refusal, "VersionEOL": "9999-12-31T23:59:59.9999999", key: items,
	}}
}

// listBackups answers members of the project. The words of the refusal are assumed.
func listBackups(c *call) reply {
	project := c.words["project"]
	if c.user == nil || !slices.Contains(c.user.Projects, project) {
		return lcsAnswer(c, "The user has no access to project "+project+" or the project does not exist.", "DatabaseAssets")
	}
	return lcsAnswer(c, "", "DatabaseAssets", map[string]any{
		"Id": StableID("backup", project), "Name": "UAT backup", "FileName": "uat.bacpac", "FileDescription": "made by the simulator",
		"SizeInBytes": 1073741824, "ModifiedDate": c.Now().UTC().Format("2006-01-02T15:04:05Z"),
	})
}

// listSharedAssets answers any user of the tenant.
func listSharedAssets(c *call) reply {
	if c.user == nil {
		return lcsAnswer(c, "A signed-in user is needed.", "Data")
	}
	return lcsAnswer(c, "", "Data", map[string]any{"Id": StableID("asset", c.tenant.ID), "Name": "Shared asset"})
}
