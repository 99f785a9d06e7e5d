package tenantsim

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"appreg/internal/catalog"
)

func businessCentralRoutes() []route {
	const web = "API.ReadWrite.All"
	bc := &product{[]catalog.API{catalog.BusinessCentral}, correlated}
	routes := append(businessCentralAdminRoutes(bc), businessCentralAutomationRoutes(bc)...)
	routes = append(routes, bc.route("GET /environments/v1.2", listBusinessCentralEnvironments))
	for _, base := range []string{"/v2.0/{tenant}/{environment}/api/v2.0/companies", "/v2.0/{environment}/api/v2.0/companies"} {
		routes = append(routes,
			bc.route("GET "+base, inEnvironment(web, listCompanies)),
			bc.route("GET "+base+"({company})/{kind}({id})", inEnvironment(web, ofRecord(getRecord))),
			bc.route("PATCH "+base+"({company})/{kind}({id})", inEnvironment(web, ofRecord(modifyRecord))),
			bc.route("DELETE "+base+"({company})/{kind}({id})", inEnvironment(web, ofRecord(deleteRecord))),
			bc.route("GET "+base+"({company})/{kind}", inEnvironment(web, listRecords)),
			bc.route("POST "+base+"({company})/{kind}", inEnvironment(web, createRecord)),
		)
	}
	return routes
}

// correlated wraps an error, whose message ends with a CorrelationId. For a 401 there is one text, whatever is wrong with
// the credentials: a missing role, a missing or disabled card, a user without a licence.
func correlated(c *call, no apiRefusal) any {
	if no.status == http.StatusUnauthorized {
		no.code, no.message = "Authentication_InvalidCredentials", "The server has rejected the client credentials."
	}
	no.message += "  CorrelationId:  " + c.id + "."
	return wrapped(c, no)
}

// entitled reports whether the token and its bearer may enter Business Central at all.
func (c *call) entitled() bool {
	if c.user != nil {
		return !c.user.Unlicensed && c.bearer.may("Financials.ReadWrite.All", "user_impersonation")
	}
	return c.bearer.may("API.ReadWrite.All", "Automation.ReadWrite.All")
}

func (t *Tenant) environments() []string {
	if len(t.Environments) == 0 {
		return []string{"Production", "Sandbox"}
	}
	return t.Environments
}

// listBusinessCentralEnvironments answers users, and applications that have a card in some environment: whether
// Microsoft's service answers applications is not documented.
func listBusinessCentralEnvironments(c *call) reply {
	enabled := slices.ContainsFunc(c.app.Cards, func(card Card) bool { return !card.Disabled })
	if !c.entitled() || c.user == nil && !enabled {
		return c.refuse(http.StatusUnauthorized, "", "")
	}
	var all []any
	for _, name := range c.tenant.environments() {
		kind := "Sandbox"
		if strings.EqualFold(name, "Production") {
			kind = "Production"
		}
		all = append(all, map[string]any{
			"friendlyName": name, "type": kind, "name": name, "countryCode": "US", "applicationFamily": "BusinessCentral",
			"aadTenantId": c.tenant.ID, "applicationVersion": "27.0.38460.0", "status": "Active",
			"webServiceUrl": "https://api.businesscentral.dynamics.com", "webClientLoginUrl": "https://businesscentral.dynamics.com/" + c.tenant.ID + "/" + name,
		})
	}
	return list(all...)
}

// inEnvironment lets in who may call the API in the environment and, if the path names one, the company. role is the
// permission that an application needs. A missing permission set comes as the documented Authorization_ code where the card
// has none, and as 400 Internal_ServerError where the ones it has do not cover the page.
func inEnvironment(role string, answer func(*call) reply) func(*call) reply {
	return func(c *call) reply {
		tenant, named := c.words["tenant"]
		company, inside := c.words["company"]
		card := c.cardIn(c.words["environment"])
		switch {
		case named && !c.tenant.has(tenant) || !containsFold(c.tenant.environments(), c.words["environment"]):
			return c.refuse(http.StatusNotFound, "NoEnvironment", "Environment does not exist.")
		case !c.entitled() || card.Disabled || c.user == nil && !c.bearer.may(role):
			return c.refuse(http.StatusUnauthorized, "", "")
		case len(card.PermissionSets) == 0:
			return c.refuse(http.StatusForbidden, "Authorization_RequestDenied", "The application has no permission sets.")
		case !slices.ContainsFunc(card.PermissionSets, coversCompanies):
			return c.refuse(http.StatusBadRequest, "Internal_ServerError", "You do not have the following permissions on Page "+
				"APIV2 - Companies: Execute.\r\n\r\nTo view details about your permissions, see the Effective Permissions page.")
		case inside && !strings.EqualFold(company, c.companyID()):
			return c.refuse(http.StatusNotFound, "Internal_CompanyNotFound", "The company does not exist.")
		case inside && c.words["kind"] != "" && !containsFold([]string{"customers", "items", "vendors"}, c.words["kind"]):
			return c.refuse(http.StatusNotFound, "BadRequest_NotFound", "There is no segment '"+c.words["kind"]+"'.")
		}
		return answer(c)
	}
}

// cardIn is the application's card in an environment; a user needs none and has rights of their own.
func (c *call) cardIn(environment string) Card {
	if c.user != nil {
		return Card{PermissionSets: []string{"D365 BASIC"}}
	}
	for _, card := range c.app.Cards {
		if strings.EqualFold(card.Environment, environment) {
			return card
		}
	}
	return Card{Disabled: true}
}

// coversCompanies names the permission sets that cover the page of companies here.
func coversCompanies(set string) bool {
	return slices.Contains([]string{"D365 AUTOMATION", "D365 BASIC", "D365 READ"}, set)
}

func (c *call) companyID() string {
	return StableID("company", c.tenant.ID, strings.ToLower(c.words["environment"]))
}

func listCompanies(c *call) reply {
	return c.odata("companies", []any{map[string]any{
		"id": c.companyID(), "systemVersion": "27.0.38460.0", "name": "CRONUS International", "displayName": "CRONUS International", "businessProfileId": "",
	}})
}

// odata is a list with its context.
func (c *call) odata(context string, values []any) reply {
	return reply{body: map[string]any{"value": append([]any{}, values...), "@odata.context": "https://api.businesscentral.dynamics.com/v2.0/" +
		c.tenant.ID + "/" + c.words["environment"] + "/api/v2.0/$metadata#" + context}}
}

// record is one customer, item or vendor of a company: what the document's sample lists, creates, filters, modifies and
// deletes.
type record map[string]any

// table is where the records that the path names are kept.
func (c *call) table() string { return strings.ToLower(c.words["environment"] + "/" + c.words["kind"]) }

// listRecords answers all records, or those whose field equals what $filter names.
func listRecords(c *call) reply {
	filter := c.http.URL.Query().Get("$filter")
	field, value, _ := strings.Cut(filter, " eq ")
	if filter != "" && value == "" {
		return c.refuse(http.StatusBadRequest, "BadRequest", "The simulator understands filters with eq alone.")
	}
	value = strings.ReplaceAll(strings.Trim(value, "'"), "''", "'")
	var all []any
	for _, r := range c.tenant.records[c.table()] {
		if filter == "" || fmt.Sprint(r[field]) == value {
			all = append(all, maps.Clone(r))
		}
	}
	return c.odata("companies("+c.companyID()+")/"+c.words["kind"], all)
}

// change takes the body's fields into a record, which has another etag then.
func (c *call) change(r record, status int) reply {
	if json.NewDecoder(c.http.Body).Decode(&r) != nil {
		return c.refuse(http.StatusBadRequest, "BadRequest", "The body is no JSON object.")
	}
	r["@odata.etag"] = `W/"` + c.opaque(24) + `"`
	return reply{status: status, body: maps.Clone(r)}
}

func createRecord(c *call) reply {
	all := c.tenant.records[c.table()]
	r := record{"id": c.opts.NewID(), "number": fmt.Sprintf("C%05d", 10*(len(all)+1))}
	answer := c.change(r, http.StatusCreated)
	if answer.status == http.StatusCreated {
		c.tenant.records[c.table()] = append(all, r)
	}
	return answer
}

// ofRecord finds the record that the path names.
func ofRecord(answer func(*call, record) reply) func(*call) reply {
	return func(c *call) reply {
		all := c.tenant.records[c.table()]
		at := slices.IndexFunc(all, func(r record) bool { return strings.EqualFold(fmt.Sprint(r["id"]), c.words["id"]) })
		if at < 0 {
			return c.refuse(http.StatusNotFound, "Internal_RecordNotFound", "The record does not exist.")
		}
		return answer(c, all[at])
	}
}

func getRecord(_ *call, r record) reply { return reply{body: maps.Clone(r)} }

// modifyRecord needs the record's etag, or a star, in If-Match.
func modifyRecord(c *call, r record) reply {
	switch c.http.Header.Get("If-Match") {
	case "":
		return c.refuse(http.StatusBadRequest, "BadRequest_InvalidToken", "Could not validate the client concurrency "+
			"token required by the service. Please provide a valid token in the client request.")
	case "*", r["@odata.etag"]:
		return c.change(r, http.StatusOK)
	}
	return c.refuse(http.StatusConflict, "Request_EntityChanged", "Another user has already changed the record.")
}

func deleteRecord(c *call, r record) reply {
	c.tenant.records[c.table()] = slices.DeleteFunc(c.tenant.records[c.table()], func(other record) bool { return other["id"] == r["id"] })
	return reply{status: http.StatusNoContent}
}
