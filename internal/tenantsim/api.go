package tenantsim

import (
	"net/http"
	"net/url"

	"appreg/internal/catalog"
)

// apiRoute is one call of one API.
type apiRoute struct {
	pattern string
	shape   errorShape
	apis    []catalog.API // whose tokens are taken
	answer  func(s *Sim, c *apiCall) apiAnswer
}

// apiCall is a call whose token holds. Its pointers are valid while s.mu is held, which is while answer runs.
type apiCall struct {
	http   *http.Request
	bearer bearer
	tenant *tenant
	app    *App
	user   *User // nil for an application
	body   []byte
}

// apiAnswer is what an API answers: body as JSON, or nothing.
type apiAnswer struct {
	status int
	body   any
	header map[string]string
}

func answered(body any) apiAnswer { return apiAnswer{status: http.StatusOK, body: body} }

// apiRoutes are the calls that are simulated, after facts/entra.md 1.2 and 1.3.
func apiRoutes() []apiRoute {
	const bap = "/providers/Microsoft.BusinessAppPlatform"
	lcs := []catalog.API{catalog.LCS}
	platform := []catalog.API{catalog.PowerPlatform}
	apps := []catalog.API{catalog.PowerApps, catalog.PowerPlatform} // both audiences are taken there
	bc := []catalog.API{catalog.BusinessCentral}
	return []apiRoute{
		{"GET /databasemovement/v1/databases/project/{project}", aspError, lcs, listBackups},
		{"GET /box/fileasset/GetSharedAssets", aspError, lcs, listSharedAssets},

		{"GET /environmentmanagement/environments", bareError, platform, listEnvironments},
		{"GET /authorization/roleDefinitions", bareError, platform, listRoleDefinitions},
		{"GET /authorization/roleAssignments", bareError, platform, listRoleAssignments},
		{"POST /authorization/roleAssignments", bareError, platform, assignRole},

		{"GET " + bap + "/environments", wrappedError, apps, listMakerEnvironments},
		{"GET " + bap + "/scopes/admin/environments", wrappedError, apps, listAdminEnvironments},
		{"GET " + bap + "/adminApplications", wrappedError, apps, listManagementApps},
		{"GET " + bap + "/adminApplications/{id}", wrappedError, apps, getManagementApp},
		{"PUT " + bap + "/adminApplications/{id}", wrappedError, apps, putManagementApp},
		{"DELETE " + bap + "/adminApplications/{id}", wrappedError, apps, deleteManagementApp},

		{"GET /environments/v1.2", correlatedError, bc, listBusinessCentralEnvironments},
		{"GET /v2.0/{tenant}/{environment}/api/v2.0/companies", correlatedError, bc, listCompanies},
		{"GET /v2.0/{environment}/api/v2.0/companies", correlatedError, bc, listCompanies},
	}
}

// handleAPIs adds the four APIs to the endpoints.
func (s *Sim) handleAPIs(mux *http.ServeMux) {
	for _, route := range apiRoutes() {
		mux.Handle(route.pattern, s.serveAPI(route))
	}
}

// APIOf names a client's calls to the APIs for Inject and Clear, apart from its token requests.
func APIOf(clientID string) string { return "api of " + clientID }

// serveAPI judges the token, spoils the answer where that was asked for, and answers.
func (s *Sim) serveAPI(route apiRoute) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Del("X-Ms-Ests-Server") // that is the token endpoint's
		b, no := s.readBearer(r, route.apis)
		if no != nil {
			s.sendAPI(w, route.shape.of(s, no))
			return
		}
		// A fault is found by the first part of a path: here the client stands in for it.
		named := r.Clone(r.Context())
		named.URL = &url.URL{Path: "/" + APIOf(b.clientID)}
		named.Form, named.PostForm = nil, url.Values{}
		s.faulty(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			s.sendAPI(w, s.callAPI(route, r, b))
		})).ServeHTTP(w, named)
	})
}

func (s *Sim) callAPI(route apiRoute, r *http.Request, b bearer) apiAnswer {
	c := &apiCall{http: r, bearer: b, body: bodyOf(r)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.tenant = s.tenantNamed(b.tenantID); c.tenant == nil {
		return route.shape.of(s, &apiRefusal{status: http.StatusUnauthorized, code: "AuthenticationFailed", message: "The tenant is not known."})
	}
	if c.app = c.tenant.app(b.clientID); c.app == nil {
		return route.shape.of(s, &apiRefusal{status: http.StatusUnauthorized, code: "AuthenticationFailed", message: "The application is not known."})
	}
	if b.upn != "" {
		c.user = c.tenant.user(b.upn)
	}
	if !acceptedIn(c.tenant.Products.Cloud, route.apis[0], b.audience) {
		return route.shape.of(s, wrongAudience(b.audience, audiencesIn(c.tenant.Products.Cloud, route.apis[0])))
	}
	return route.answer(s, c)
}

func (s *Sim) sendAPI(w http.ResponseWriter, a apiAnswer) {
	w.Header().Set("X-Ms-Correlation-Request-Id", s.newID())
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	writeJSON(w, a.status, a.body)
}
