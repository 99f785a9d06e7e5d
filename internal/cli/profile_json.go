package cli

import (
	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/store"
)

// profileJSON is a profile as `list --json` and `show --json` give it: the contract's keys.
type profileJSON struct {
	Profile  string            `json:"profile"`
	ID       string            `json:"id"`
	API      catalog.API       `json:"api"`
	Cloud    catalog.Cloud     `json:"cloud"`
	Region   catalog.Region    `json:"region"`
	Tenant   string            `json:"tenant"`
	TenantID string            `json:"tenant_id"`
	ClientID string            `json:"client_id"`
	Flow     catalog.Flow      `json:"flow"`
	Username string            `json:"username"`
	Store    store.BackendName `json:"store"`
	Verdict  report.Verdict    `json:"verdict"`
	Expires  string            `json:"expires"` // YYYY-MM-DD
	SavedAt  string            `json:"saved_at"`
}

// toJSON returns what is shown of p, fit for a terminal: an index can have been edited by hand.
func toJSON(p *store.Profile) profileJSON {
	shown := profileJSON{
		Profile: p.Name, ID: p.ID, API: p.API, Cloud: p.Cloud, Region: p.Region, Tenant: p.Tenant, TenantID: p.TenantID,
		ClientID: p.ClientID, Flow: p.Flow, Username: p.Username, Store: p.Store, Verdict: p.Verdict,
		Expires: p.SecretExpires, SavedAt: p.SavedAt,
	}
	for _, text := range []*string{
		(*string)(&shown.API), (*string)(&shown.Cloud), (*string)(&shown.Region), (*string)(&shown.Flow), (*string)(&shown.Store),
		(*string)(&shown.Verdict), &shown.Tenant, &shown.TenantID, &shown.ClientID, &shown.Username, &shown.Expires, &shown.SavedAt,
	} {
		*text = sanitize.Line(*text)
	}
	return shown
}
