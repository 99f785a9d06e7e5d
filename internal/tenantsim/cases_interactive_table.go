package tenantsim

import (
	"time"

	"appreg/internal/catalog"
)

// interactiveCases has the faults of the flows in which a person signs in with a browser. Who signs in is the case's
// user; one who declines does so whatever is pressed.
func interactiveCases() []caseRow {
	const (
		lcs, pp, pa, bc = catalog.LCS, catalog.PowerPlatform, catalog.PowerApps, catalog.BusinessCentral
		device, browser = catalog.DeviceCode, catalog.Browser
	)
	return []caseRow{
		{"device_flow_blocked", bc, device, change(func(w *world) { w.tenant.DeviceFlow = DeviceFlowTokenBlocked })},
		{"device_flow_blocked-2", lcs, device, change(func(w *world) { w.tenant.DeviceFlow = DeviceFlowTokenConfirm })},
		{"authorization_declined", lcs, device, change(func(w *world) { w.user.Declines = true })},
		{"device_code_expired", pp, device, change(func(w *world) { w.tenant.DeviceLife = -time.Second })},
		{"public_client_disabled-2", pa, device, change(func(w *world) { w.app.Public = false })},

		{"redirect_uri_mismatch", bc, browser, change(func(w *world) { w.app.RedirectURIs = []string{"http://localhost/signin"} })},
		{"redirect_platform_wrong", pp, browser, change(registeredAsWeb)},
		{"consent_declined", pa, browser, change(func(w *world) { noConsent(w); w.user.Declines = true })},
	}
}

// registeredAsWeb puts the redirect URI under the wrong platform.
func registeredAsWeb(w *world) { w.app.RedirectURIs, w.app.WebURIs = nil, w.app.RedirectURIs }
