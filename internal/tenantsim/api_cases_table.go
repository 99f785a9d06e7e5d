package tenantsim

import (
	"net/http"

	"appreg/internal/catalog"
)

// apiCases are faults that only a call to the API shows: Entra gives a good token for each. They need a verification
// that makes that call.
func apiCases() []caseRow {
	const (
		lcs, pp, pa, bc = catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral
		password        = catalog.Password
		secret, cert    = catalog.ClientSecret, catalog.ClientCertificate
	)
	return []caseRow{
		{"api_lcs_access", lcs, password, change(func(w *world) { w.user.Products.Projects = nil })},
		{"api_sp_not_management_app", pa, secret, change(noDuty)},
		{"api_sp_not_management_app-2", pp, cert, change(noDuty)},
		{"api_rbac_role_missing", pp, secret, change(func(w *world) { noDuty(w); w.tenant.Products.RolesOnly = true })},
		{"api_app_restricted", pp, secret, change(func(w *world) { w.app.Products.Blocked = true })},
		{"api_wrong_audience", pa, secret, change(func(w *world) { w.tenant.Products.Cloud = catalog.GCC })},
		{"api_bc_app_not_set_up", bc, secret, change(noDuty)},
		{"api_bc_app_not_set_up-2", bc, cert, change(func(w *world) { w.app.Products.Cards[0].Disabled = true })},
		{"api_bc_permission_set_missing", bc, secret, change(func(w *world) { w.app.Products.Cards[0].PermissionSets = nil })},
		{"api_bc_permission_set_missing-2", bc, cert, change(func(w *world) {
			w.app.Products.Cards[0].PermissionSets = []string{"EXTEN. MGT. - ADMIN"}
		})},
		{"api_bc_user_not_entitled", bc, password, change(func(w *world) { w.user.Products.Unlicensed = true })},
		{"api_role_missing-2", bc, password, change(func(w *world) { w.app.Consents[bc] = []string{"user_impersonation"} })},
		{"api_env_id_wrong", bc, secret, change(func(w *world) { w.enter.Environment = "Prodution" })},

		{"throttled-2", bc, secret, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = apiFault(http.StatusTooManyRequests, `{"error":{"code":"Application_TooManyRequests","message":"Too many requests reached."}}`, "60")
		})},
		{"service_unavailable-2", bc, password, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = apiFault(http.StatusGatewayTimeout, `{"error":{"code":"Application_Timeout","message":"The operation took too long."}}`, "")
		})},
		{"answer_not_json-2", pp, password, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = Fault{Status: http.StatusOK, Body: ProxyPage}
		})},
		{"redirected-2", pa, cert, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = Fault{Status: http.StatusFound, Location: "https://login.proxy.invalid/welcome"}
		})},
		{"api_server_defect", bc, secret, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = apiFault(http.StatusBadRequest, `{"error":{"code":"Internal_DataNotFoundFilter","message":"The data is not consistent."}}`, "")
		})},
		{"api_user_not_in_org", pp, password, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = apiFault(http.StatusForbidden, `{"error":{"code":"0x80072560","message":"The user is not a member of the organization."}}`, "")
		})},
		{"api_token_missing", lcs, password, change(func(w *world) {
			w.faults[APIOf(w.app.ClientID)] = apiFault(http.StatusUnauthorized, `{"Message":"Authorization has been denied for this request."}`, "")
		})},
	}
}

func noDuty(w *world) { w.app.Products = AppProducts{} }

// apiFault answers the API's calls with JSON; retryAfter is in seconds.
func apiFault(status int, body, retryAfter string) Fault {
	return Fault{Status: status, Type: "application/json; charset=utf-8", Body: body, RetryAfter: retryAfter}
}
