package steps

import (
	"strings"
)

// sampleRequest is one request of the file for the REST Client. Business Central's document goes through the same
// operations: read the companies, then list, create, find, change and delete an entity.
type sampleRequest struct {
	Name    string
	Request string
	Headers []string
	Body    string
	After   []string // variables taken from the answer
}

var sampleRequests = []sampleRequest{
	{Name: "GetCompanies", Request: "GET {{api}}/companies", After: []string{"@company = {{api}}/companies({{GetCompanies.response.body.value.[0].id}})"}},
	{Name: "GetEntities", Request: "GET {{company}}/{{entity}}"},
	{Name: "CreateEntity", Request: "POST {{company}}/{{entity}}", Headers: []string{"Content-Type: application/json"}, Body: `{"displayName": "appreg test"}`},
	{Name: "GetCreatedEntity", Request: "GET {{company}}/{{entity}}?$filter=displayName eq 'appreg test'", After: []string{"@id = {{GetCreatedEntity.response.body.value.[0].id}}"}},
	{Name: "ModifyEntity", Request: "PATCH {{company}}/{{entity}}({{id}})", Headers: []string{"Content-Type: application/json", "If-Match: *"}, Body: `{"displayName": "appreg test, to delete"}`},
	{Name: "DeleteEntity", Request: "DELETE {{company}}/{{entity}}({{id}})"},
}

// variables sets definitions apart from the request before them, which would else take them for its body.
func variables(definitions ...string) []string {
	if len(definitions) == 0 {
		return nil
	}
	return append([]string{"", "###"}, definitions...)
}

// RestClientFile returns a file for the REST Client extension of Visual Studio Code that asks for a token with the
// client secret and then makes the sample's calls. The secret is left for the person to fill in.
func RestClientFile(a Answers) string {
	t := target(a)
	t.Login = login(a)
	lines := []string{
		"@clientSecret = FILL_IN_AND_DO_NOT_SHARE",
		"@entity = customers",
		"@api = " + apiHost(a) + "/v2.0/" + strings.ReplaceAll(environment(a), " ", "%20") + "/api/v2.0",
		"",
		"# @name auth",
		"POST " + t.TokenURL(a.Get(KeyTenant)),
		"Content-Type: application/x-www-form-urlencoded",
		"",
		"grant_type=client_credentials&client_id=" + a.Get(KeyClientID) + "&client_secret={{clientSecret}}&scope=" + t.Scope,
	}
	lines = append(lines, variables("@token = {{auth.response.body.$.access_token}}")...)
	for _, r := range sampleRequests {
		lines = append(lines, "", "###", "# @name "+r.Name, r.Request, "Authorization: Bearer {{token}}")
		lines = append(lines, r.Headers...)
		if r.Body != "" {
			lines = append(lines, "", r.Body)
		}
		lines = append(lines, variables(r.After...)...)
	}
	return strings.Join(lines, "\n") + "\n"
}
