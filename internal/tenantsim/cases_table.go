package tenantsim

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"appreg/internal/catalog"

	"software.sslmate.com/src/go-pkcs12"
)

// caseRow is one case: its name, what is registered, and what is done to a world in which everything is right.
type caseRow struct {
	name  string // of a faulty case also its cause
	api   catalog.API
	flow  catalog.Flow
	shape func(w *world) error
}

// pfxPassword opens the one PFX file.
const pfxPassword = "pfx-Oak+7"

// workingCases has each API with each of the flows that its document allows, and one certificate as PFX.
func workingCases(flows []catalog.Flow) []caseRow {
	var rows []caseRow
	for _, service := range catalog.Services() {
		for _, flow := range flows {
			if service.Rule(flow).Allowed {
				rows = append(rows, caseRow{name: fmt.Sprintf("works-%s-%s", service.API, flow), api: service.API, flow: flow})
			}
		}
	}
	if slices.Contains(flows, catalog.ClientCertificate) {
		rows = append(rows, caseRow{"works-business-central-client-certificate-pfx", catalog.BusinessCentral, catalog.ClientCertificate, asPFX})
	}
	return rows
}

// simulatedFlows are the flows that the catalogue offers: the simulator can answer all there are.
func simulatedFlows() []catalog.Flow {
	var flows []catalog.Flow
	for _, info := range catalog.Flows() {
		flows = append(flows, info.Flow)
	}
	return flows
}

func asPFX(w *world) (err error) {
	w.extension, w.enter.CertificatePassword = ".pfx", pfxPassword
	w.file, err = pkcs12.Modern.Encode(w.keys.right, w.cert, nil, pfxPassword)
	return err
}

// faultyCases has one fault each, named for its cause in facts/causes.md.
func faultyCases() []caseRow {
	const (
		lcs, pp, pa, bc = catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral
		password        = catalog.Password
		secret, cert    = catalog.ClientSecret, catalog.ClientCertificate
	)
	return []caseRow{
		{"tenant_not_found", bc, secret, change(func(w *world) { w.enter.Tenant = "no-such-tenant.onmicrosoft.com" })},
		{"tenant_malformed", bc, secret, change(func(w *world) { w.enter.Tenant = "contoso_onmicrosoft_com" })},
		{"app_not_in_tenant", bc, secret, change(func(w *world) { w.enter.ClientID = stableID("app of another tenant") })},
		{"client_id_malformed", pp, secret, change(func(w *world) { w.enter.ClientID = "00000000-0000-0000-0000-000000000000" })},
		{"app_disabled", pa, secret, change(func(w *world) { w.app.Disabled = true })},
		{"app_sp_missing", pp, secret, change(func(w *world) { w.app.NoServicePrincipal = true })},
		{"public_client_disabled", lcs, password, change(func(w *world) { w.app.Public = false })},
		{"public_client_sent_secret", pa, secret, change(func(w *world) { w.app.Native = true })},

		{"secret_wrong", bc, secret, change(func(w *world) { w.enter.Secret = secretValue("another") })},
		{"secret_is_id_not_value", pp, secret, change(func(w *world) { w.enter.Secret = w.app.Secrets[0].ID })},
		{"secret_expired", pa, secret, change(func(w *world) { w.giveSecret(w.now.Add(-24 * time.Hour)) })},
		{"cert_not_registered", bc, cert, change(func(w *world) { w.app.Certificates = nil })},
		{"cert_expired", pp, cert, func(w *world) error { return w.giveCertificate(w.now.Add(-400*24*time.Hour), 365*24*time.Hour) }},
		{"cert_unreadable", pa, cert, change(func(w *world) { w.file = []byte("not a certificate\n") })},
		{"cert_key_mismatch", bc, cert, func(w *world) error { return w.fillFile(w.keys.wrong) }},

		{"consent_missing", lcs, password, change(noConsent)},
		{"admin_consent_required", pp, password, change(func(w *world) { noConsent(w); w.app.AdminConsentOnly = true })},
		{"resource_not_in_required_access", pp, password, change(func(w *world) { noConsent(w); w.app.Requires = nil })},
		{"resource_sp_missing", pp, secret, change(func(w *world) { w.tenant.MissingAPIs = []catalog.API{pp} })},
		{"resource_disabled", pa, password, change(func(w *world) { w.tenant.DisabledAPIs = []catalog.API{pa} })},
		{"user_not_assigned", pa, password, change(func(w *world) { w.app.AssignmentRequired = true })},
		{"api_role_missing", bc, secret, change(func(w *world) { w.app.Roles = nil })},

		{"wrong_password", lcs, password, change(func(w *world) { w.enter.Password = "Not+the&right=1%" })},
		{"user_not_found", bc, password, change(func(w *world) { w.enter.Username = "nobody@" + w.tenant.Domains[0] })},
		{"user_disabled", pp, password, change(func(w *world) { w.user.Disabled = true })},
		{"account_locked", pa, password, change(func(w *world) { w.user.Locked = true })},
		{"password_expired", bc, password, change(func(w *world) { w.user.PasswordExpired = true })},
		{"federated_user", lcs, password, change(federate)},
		{"mfa_required", lcs, password, change(func(w *world) { w.user.Policy = PolicyMFA })},
		{"mfa_enrollment_required", pp, password, change(func(w *world) { w.user.Policy = PolicyMFAEnrollment })},
		{"conditional_access", bc, password, change(func(w *world) { w.user.Policy = PolicyConditionalAccess })},
		{"security_defaults", pa, password, change(func(w *world) { w.user.Policy = PolicySecurityDefaults })},

		{"service_unavailable", bc, secret, change(func(w *world) {
			w.faults[w.app.ClientID] = Fault{Refusal: ServiceUnavailable}
		})},
		{"throttled", pp, secret, change(func(w *world) {
			w.faults[w.app.ClientID] = Fault{Refusal: Throttled, RetryAfter: "60"}
		})},
		{"answer_not_json", pa, secret, change(func(w *world) {
			w.faults[w.tenant.ID] = Fault{Status: http.StatusOK, Body: ProxyPage}
		})},
		{"redirected", bc, secret, change(func(w *world) {
			w.faults[w.tenant.ID] = Fault{Status: http.StatusFound, Location: "https://login.proxy.invalid/welcome"}
		})},
	}
}

// change makes a shape of what cannot fail.
func change(f func(*world)) func(*world) error {
	return func(w *world) error { f(w); return nil }
}

func noConsent(w *world) { w.app.Consents = nil }

// federate moves the user to a domain whose passwords Entra does not hold.
func federate(w *world) {
	domain := "federated-user.example"
	w.tenant.Domains = append(w.tenant.Domains, domain)
	w.tenant.Federated = []string{domain}
	w.user.UPN = "adele.vance@" + domain
	w.enter.Username = w.user.UPN
}
