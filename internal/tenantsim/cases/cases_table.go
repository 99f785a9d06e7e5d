package cases

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/tenantsim"

	"software.sslmate.com/src/go-pkcs12"
)

// row is one case: its name and what it is.
type row struct {
	name string
	setting
}

// setting is the cause, where it is seen, what is registered, and what is changed in a world in which everything is right.
type setting struct {
	cause  cause.Label // empty: everything works
	seen   place
	api    catalog.API
	flow   catalog.Flow
	change func(*world) // nil: nothing
}

// place is where a fault is seen.
type place int

const (
	nowhere place = iota
	atEntra
	atAPI    // Entra issues a good token; the fault needs a verification that calls the API
	halfDone // as atEntra, but in Contoso, whose administrators can complete it
)

const (
	lcs, pp, pa, bc = catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral
	password        = catalog.Password
	secret, cert    = catalog.ClientSecret, catalog.ClientCertificate
	device, browser = catalog.DeviceCode, catalog.Browser
	federated       = catalog.Federated
)

// working has each API with each of the flows that its document allows, one token with the other permission that
// Business Central takes of a user, and one certificate as PFX.
func working() []row {
	var rows []row
	for _, service := range catalog.Services() {
		for _, flow := range orAll(nil) {
			if service.Rule(flow).Allowed {
				rows = append(rows, row{fmt.Sprintf("works-%s-%s", service.API, flow), setting{api: service.API, flow: flow}})
			}
		}
	}
	return append(rows,
		row{"works-business-central-federated-gitlab", setting{api: bc, flow: federated, change: onGitLab}},
		row{"works-business-central-password-user-impersonation", setting{api: bc, flow: password, change: func(w *world) { w.app.Consents[bc] = []string{"user_impersonation"} }}},
		row{"works-business-central-client-certificate-pfx", setting{api: bc, flow: cert, change: asPFX}})
}

// faults returns the faulty cases, each named after its cause; the second of one cause has a number behind it, and a
// registration in Contoso that is half done says so.
func faults() []row {
	var rows []row
	count := map[cause.Label]int{}
	for _, f := range faulty() {
		name := string(f.cause)
		if count[f.cause]++; count[f.cause] > 1 {
			name = fmt.Sprintf("%s-%d", name, count[f.cause])
		}
		rows = append(rows, row{name, f})
	}
	for _, f := range begun() {
		rows = append(rows, row{string(f.cause) + "-half-done", f})
	}
	return rows
}

// faulty has one fault each, whether Entra or the API says it. In the flows in which a person signs in with a browser, that is the case's user; one who
// declines does so whatever is pressed.
func faulty() []setting { return slices.Concat(refusedByEntra(), refusedByAPI()) }

// refusedByEntra get no token.
func refusedByEntra() []setting {
	return []setting{
		{cause.TenantNotFound, atEntra, bc, secret, func(w *world) { w.enter.Tenant = "no-such-tenant.onmicrosoft.com" }},
		{cause.TenantMalformed, atEntra, bc, secret, func(w *world) { w.enter.Tenant = "contoso_onmicrosoft_com" }},
		{cause.AppNotInTenant, atEntra, bc, secret, func(w *world) { w.enter.ClientID = tenantsim.StableID("app of another tenant") }},
		{cause.ClientIDMalformed, atEntra, pp, secret, func(w *world) { w.enter.ClientID = "00000000-0000-0000-0000-000000000000" }},
		{cause.AppDisabled, atEntra, pa, secret, func(w *world) { w.app.Disabled = true }},
		{cause.AppSPMissing, atEntra, pp, secret, func(w *world) { w.app.NoServicePrincipal = true }},
		{cause.PublicClientDisabled, atEntra, lcs, password, func(w *world) { w.app.Public = false }},
		{cause.PublicClientSentSecret, atEntra, pa, secret, func(w *world) { w.app.Native = true }},

		{cause.SecretWrong, atEntra, bc, secret, func(w *world) { w.enter.Secret = secretValue("another") }},
		{cause.SecretIsIDNotValue, atEntra, pp, secret, func(w *world) { w.enter.Secret = w.app.Secrets[0].ID }},
		{cause.SecretExpired, atEntra, pa, secret, func(w *world) { w.giveSecret(w.now.Add(-24 * time.Hour)) }},
		{cause.CertNotRegistered, atEntra, bc, cert, func(w *world) { w.app.Certificates = nil }},
		{cause.CertExpired, atEntra, pp, cert, func(w *world) { w.giveCertificate(w.now.Add(-400*24*time.Hour), 365*24*time.Hour) }},
		{cause.CertUnreadable, atEntra, pa, cert, func(w *world) { w.file = []byte("not a certificate\n") }},
		{cause.CertKeyMismatch, atEntra, bc, cert, func(w *world) { w.fillFile(w.keys.wrong) }},

		{cause.FederatedCredentialMissing, atEntra, pp, federated, func(w *world) { w.app.Federated = nil }},
		{cause.FederatedIssuerMismatch, atEntra, bc, federated, says(func(o *tenantsim.Outside) { o.Issuer = strings.TrimSuffix(o.Issuer, "/") })},
		{cause.FederatedIssuerMismatch, atEntra, pa, federated, func(w *world) { w.app.Audience = "AzureADMultipleOrgs" }},
		{cause.FederatedIssuerMismatch, atEntra, pp, federated, says(func(o *tenantsim.Outside) { o.ByEntra = true })},
		{cause.FederatedIssuerMismatch, atEntra, pp, federated, answered(tenantsim.FederatedManaged)},
		{cause.FederatedSubjectMismatch, atEntra, pp, federated, says(func(o *tenantsim.Outside) { o.Subject = "repo:contoso@9919/erp@4711:environment:production" })},
		{cause.FederatedSubjectMismatch, atEntra, pp, federated, says(func(o *tenantsim.Outside) { o.Subject = "repo:Contoso/erp:environment:Production" })},
		{cause.FederatedSubjectMismatch, atEntra, pa, federated, says(func(o *tenantsim.Outside) { o.Subject = o.Subject[:len(o.Subject)-1] })},
		{cause.FederatedSubjectMismatch, atEntra, bc, federated, answered(tenantsim.FederatedAny)},
		{cause.FederatedAudienceMismatch, atEntra, pp, federated, says(func(o *tenantsim.Outside) { o.Audience = "https://github.com/contoso" })},
		{cause.FederatedAudienceMismatch, atEntra, bc, federated, answered(tenantsim.FederatedAudience2)},
		{cause.FederatedAudienceMismatch, atEntra, pa, federated, answered(tenantsim.FederatedForbidden)},
		{cause.FederatedForbiddenByTenant, atEntra, pp, federated, answered(tenantsim.FederatedOff)},
		{cause.FederatedForbiddenByTenant, atEntra, bc, federated, answered(tenantsim.FederatedLimited)},
		{cause.AssertionExpiredClockSkew, atEntra, bc, federated, says(func(o *tenantsim.Outside) { o.Age = 31 * 24 * time.Hour })},
		{cause.WrongCloud, atEntra, pa, federated, answered(tenantsim.FederatedCrossCloud)},
		{cause.AssertionSourceMissing, atEntra, bc, federated, func(w *world) { w.file = []byte("not a token\n") }},

		{cause.ConsentMissing, atEntra, lcs, password, noConsent},
		{cause.AdminConsentRequired, atEntra, pp, password, func(w *world) { noConsent(w); w.app.AdminConsentOnly = true }},
		{cause.ResourceNotInRequiredAccess, atEntra, pp, password, func(w *world) { noConsent(w); w.app.Requires = nil }},
		{cause.ResourceSPMissing, atEntra, pp, secret, func(w *world) { w.tenant.MissingAPIs = []catalog.API{pp} }},
		{cause.ResourceDisabled, atEntra, pa, password, func(w *world) { w.tenant.DisabledAPIs = []catalog.API{pa} }},
		{cause.UserNotAssigned, atEntra, pa, password, func(w *world) { w.app.AssignmentRequired = true }},
		{cause.APIRoleMissing, atEntra, bc, secret, func(w *world) { w.app.Roles = nil }},

		{cause.WrongPassword, atEntra, lcs, password, func(w *world) { w.enter.Password = "Not+the&right=1%" }},
		{cause.UserNotFound, atEntra, bc, password, func(w *world) { w.enter.Username = "nobody@" + w.tenant.Domains[0] }},
		{cause.UserDisabled, atEntra, pp, password, func(w *world) { w.user.Disabled = true }},
		{cause.AccountLocked, atEntra, pa, password, func(w *world) { w.user.Locked = true }},
		{cause.PasswordExpired, atEntra, bc, password, func(w *world) { w.user.PasswordExpired = true }},
		{cause.FederatedUser, atEntra, lcs, password, federate},
		{cause.MFARequired, atEntra, lcs, password, func(w *world) { w.user.Policy = tenantsim.MFARequired }},
		{cause.MFAEnrollmentRequired, atEntra, pp, password, func(w *world) { w.user.Policy = tenantsim.MFAEnrollment }},
		{cause.ConditionalAccess, atEntra, bc, password, func(w *world) { w.user.Policy = tenantsim.ConditionalAccess }},
		{cause.SecurityDefaults, atEntra, pa, password, func(w *world) { w.user.Policy = tenantsim.SecurityDefaults }},

		{cause.ServiceUnavailable, atEntra, bc, secret, spoilt(client, tenantsim.Fault{Refusal: tenantsim.ServiceUnavailable})},
		{cause.Throttled, atEntra, pp, secret, spoilt(client, tenantsim.Fault{Refusal: tenantsim.Throttled, RetryAfter: "60"})},
		{cause.AnswerNotJSON, atEntra, pa, secret, spoilt(tenant, tenantsim.Fault{Status: http.StatusOK, Body: tenantsim.ProxyPage})},
		{cause.Redirected, atEntra, bc, secret, spoilt(tenant, tenantsim.Fault{Status: http.StatusFound, Location: "https://login.proxy.invalid/welcome"})},

		{cause.DeviceFlowBlocked, atEntra, bc, device, func(w *world) { w.tenant.DeviceFlow = tenantsim.ConditionalAccess }},
		{cause.UserConfirmationRequired, atEntra, lcs, device, func(w *world) { w.tenant.DeviceFlow = tenantsim.ConfirmationRequired }},
		{cause.AuthorizationDeclined, atEntra, lcs, device, func(w *world) { w.user.Declines = true }},
		{cause.DeviceCodeExpired, atEntra, pp, device, func(w *world) { w.tenant.DeviceLife = -time.Second }},
		{cause.PublicClientDisabled, atEntra, pa, device, func(w *world) { w.app.Public = false }},

		{cause.RedirectURIMismatch, atEntra, bc, browser, func(w *world) { w.app.RedirectURIs = []string{"http://localhost/signin"} }},
		{cause.RedirectPlatformWrong, atEntra, pp, browser, registeredAsWeb},
		{cause.ConsentDeclined, atEntra, pa, browser, func(w *world) { noConsent(w); w.user.Declines = true }},
	}
}

// refusedByAPI get a token that the API doesn't take.
func refusedByAPI() []setting {
	return []setting{
		{cause.APILCSAccess, atAPI, lcs, password, func(w *world) { w.user.Projects = nil }},
		{cause.APISPNotManagementApp, atAPI, pa, secret, noDuty},
		{cause.APISPNotManagementApp, atAPI, pp, cert, noDuty},
		{cause.APIRBACRoleMissing, atAPI, pp, secret, func(w *world) { noDuty(w); w.tenant.RolesOnly = true }},
		{cause.APIAppRestricted, atAPI, pp, secret, func(w *world) { w.app.Blocked = true }},
		{cause.APIWrongAudience, atAPI, pa, secret, func(w *world) { w.tenant.Cloud = catalog.GCC }},
		{cause.APIBCAppNotSetUp, atAPI, bc, secret, noDuty},
		{cause.APIBCAppNotSetUp, atAPI, bc, cert, func(w *world) { w.app.Cards[0].Disabled = true }},
		{cause.APIBCPermissionSetMissing, atAPI, bc, secret, func(w *world) { w.app.Cards[0].PermissionSets = nil }},
		{cause.APIBCPermissionSetMissing, atAPI, bc, cert, func(w *world) { w.app.Cards[0].PermissionSets = []string{"EXTEN. MGT. - ADMIN"} }},
		{cause.APIBCUserNotEntitled, atAPI, bc, password, func(w *world) { w.user.Unlicensed = true }},
		{cause.APIRoleMissing, atAPI, pp, password, func(w *world) { w.app.Consents[pp] = []string{"Licensing.BillingPolicies.Read"} }},
		{cause.APIEnvIDWrong, atAPI, bc, secret, func(w *world) {
			w.app.Cards[0].Environment, w.enter.Environment = "Sandbox", "Sandbx" // set up there alone, and misspelt
		}},

		{cause.Throttled, atAPI, bc, secret, apiSays(http.StatusTooManyRequests, `{"error":{"code":"Application_TooManyRequests","message":"Too many requests reached."}}`, "60")},
		{cause.ServiceUnavailable, atAPI, bc, password, apiSays(http.StatusGatewayTimeout, `{"error":{"code":"Application_Timeout","message":"The operation took too long."}}`, "")},
		{cause.AnswerNotJSON, atAPI, pp, password, spoilt(calls, tenantsim.Fault{Status: http.StatusOK, Body: tenantsim.ProxyPage})},
		{cause.Redirected, atAPI, pa, cert, spoilt(calls, tenantsim.Fault{Status: http.StatusFound, Location: "https://login.proxy.invalid/welcome"})},
		{cause.APIServerDefect, atAPI, bc, secret, apiSays(http.StatusBadRequest, `{"error":{"code":"Internal_DataNotFoundFilter","message":"The data is not consistent."}}`, "")},
		{cause.APIUserNotInOrg, atAPI, pp, password, apiSays(http.StatusForbidden, `{"error":{"code":"0x80072560","message":"The user is not a member of the organization."}}`, "")},
		{cause.APITokenMissing, atAPI, lcs, password, apiSays(http.StatusUnauthorized, `{"Message":"Authorization has been denied for this request."}`, "")},
	}
}

// begun are registrations that somebody has not completed.
func begun() []setting {
	return []setting{
		{cause.AppSPMissing, halfDone, bc, secret, func(w *world) { w.app.NoServicePrincipal, w.app.Roles = true, nil }},
		{cause.ConsentMissing, halfDone, pp, password, noConsent},
		{cause.APIRoleMissing, halfDone, bc, cert, func(w *world) { w.app.Roles = nil }},
		{cause.SecretExpired, halfDone, pa, secret, func(w *world) { w.giveSecret(w.now.Add(-24 * time.Hour)) }},
		{cause.PublicClientDisabled, halfDone, lcs, password, func(w *world) { w.app.Public = false }},
		{cause.AppNotInTenant, halfDone, bc, secret, func(w *world) {
			w.app.UniqueName, w.deleted = "appreg-half-done", true // it can be restored
		}},
	}
}

// spoilt spoils the answers about the world's client or tenant, or to its calls of the API.
func spoilt(subject func(*world) string, f tenantsim.Fault) func(*world) {
	return func(w *world) { w.faults[subject(w)] = f }
}

func client(w *world) string { return w.app.ClientID }
func tenant(w *world) string { return w.tenant.ID }
func calls(w *world) string  { return tenantsim.APIOf(w.app.ClientID) }

// apiSays lets the API answer its calls with JSON; retryAfter is in seconds.
func apiSays(status int, body, retryAfter string) func(*world) {
	return spoilt(calls, tenantsim.Fault{Status: status, Type: "application/json; charset=utf-8", Body: body, RetryAfter: retryAfter})
}

// says lets the platform say something else than what the app trusts.
func says(change func(*tenantsim.Outside)) func(*world) {
	return func(w *world) { change(&w.app.Outside) }
}

// answered lets Entra refuse the platform's token in this way, whatever it says.
func answered(no *tenantsim.Situation) func(*world) {
	return func(w *world) { w.app.OutsidePolicy = no }
}

func noConsent(w *world) { w.app.Consents = nil }

func noDuty(w *world) { w.app.ManagementApp, w.app.Cards = false, nil }

// registeredAsWeb puts the redirect URI under the wrong platform.
func registeredAsWeb(w *world) { w.app.RedirectURIs, w.app.WebURIs = nil, w.app.RedirectURIs }

// federate moves the user to a domain whose passwords Entra does not hold.
func federate(w *world) {
	domain := "federated-user.example"
	w.tenant.Domains = append(w.tenant.Domains, domain)
	w.tenant.Federated = []string{domain}
	w.user.UPN = "adele.vance@" + domain
	w.enter.Username = w.user.UPN
}

func asPFX(w *world) {
	w.extension, w.enter.CertificatePassword = ".pfx", "pfx-Oak+7"
	w.file, w.err = pkcs12.Modern.Encode(w.keys.right, w.cert, nil, w.enter.CertificatePassword)
}
