package diagnose

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
)

// Groups of flows for the rules.
var (
	appFlows    = []catalog.Flow{catalog.ClientSecret, catalog.ClientCertificate}
	certFlow    = []catalog.Flow{catalog.ClientCertificate}
	passFlow    = []catalog.Flow{catalog.Password}
	deviceFlow  = []catalog.Flow{catalog.DeviceCode}
	browserFlow = []catalog.Flow{catalog.Browser}
	noCertFlows = []catalog.Flow{catalog.Password, catalog.DeviceCode, catalog.Browser, catalog.ClientSecret}
	noCodeFlows = []catalog.Flow{catalog.Password, catalog.DeviceCode} // no authorization code, no redirect URI
	nonBrowser  = []catalog.Flow{catalog.Password, catalog.DeviceCode, catalog.ClientSecret, catalog.ClientCertificate}
)

// errors.md part A: the client itself.
var clientRules = []rule{
	{codes: []int{7000218}, flows: browserFlow, cause: "redirect_platform_wrong", others: []report.Cause{"public_client_disabled", "secret_missing", "client_id_wrong"}},
	{codes: []int{7000218}, flows: appFlows, cause: "secret_missing", others: []report.Cause{"public_client_disabled", "redirect_platform_wrong", "client_id_wrong"}},
	{codes: []int{7000218}, cause: "public_client_disabled", others: []report.Cause{"redirect_platform_wrong", "secret_missing", "client_id_wrong"}},
	{codes: []int{7000216}, cause: "secret_missing", others: []report.Cause{"request_not_form_encoded", "request_param_missing"}},
	{codes: []int{700025}, cause: "public_client_sent_secret", others: []report.Cause{"redirect_platform_wrong", "client_id_wrong"}},
	{codes: []int{700016, 70001}, marks: []mark{markPlaceholder}, cause: "client_id_malformed", others: []report.Cause{"app_not_in_tenant", "client_id_wrong"}},
	{codes: []int{700016, 70001}, marks: []mark{markAPI}, cause: "client_id_wrong", others: []report.Cause{"app_not_in_tenant"}},
	{codes: []int{700016, 70001}, marks: []mark{markForeignTenant}, cause: "authority_wrong_tenant", others: []report.Cause{"app_not_in_tenant", "guest_or_msa_account", "client_id_wrong"}},
	{codes: []int{700016, 70001}, text: []string{"is disabled|been disabled"}, cause: "app_disabled", others: []report.Cause{"app_not_in_tenant"}},
	{codes: []int{700016, 700011}, cause: "app_not_in_tenant", others: []report.Cause{"authority_wrong_tenant", "client_id_malformed", "client_id_wrong", "wrong_cloud", "app_sp_missing"}},
	{codes: []int{70001}, cause: "authority_wrong_tenant", others: []report.Cause{"app_not_in_tenant", "client_id_malformed", "app_disabled"}},
	{codes: []int{700038, 90112}, cause: "client_id_malformed", others: []report.Cause{"app_not_in_tenant", "client_id_wrong"}},
	{codes: []int{7000229}, cause: "app_sp_missing", others: []report.Cause{"authority_wrong_tenant", "consent_missing"}},
	{codes: []int{7000112, 1000031}, cause: "app_disabled", others: []report.Cause{"conditional_access"}},
	{codes: []int{65002}, cause: "first_party_client", others: []report.Cause{"client_id_wrong"}},
}
