// Package report holds what one verification of a registration found: plain data that the wizard draws,
// the commands print and scripts read as JSON. The JSON keys are a contract (see docs/scripting.md).
package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/registration"
)

// Status of a finding.
type Status string

// The four statuses. Only Fail touches the verdict.
const (
	OK   Status = "ok"
	Warn Status = "warn"
	Fail Status = "fail"
	Skip Status = "skip"
)

// ID names what a finding is about.
type ID string

// The findings, in the order in which they are made and shown.
const (
	Input        ID = "input"
	Tenant       ID = "tenant"
	Account      ID = "account"
	Registration ID = "registration" // only where the registration is read through Graph
	Token        ID = "token"
	Claims       ID = "claims"
	Permissions  ID = "permissions"
	API          ID = "api"
	Duty         ID = "duty"
	Expiry       ID = "expiry"
)

// Fix says what to do about a finding and where.
type Fix struct {
	Where   string   `json:"where"`   // the place in the portal or product, in today's words
	Steps   []string `json:"steps"`   // what to do there, in order; the portal's labels between **
	Command string   `json:"command"` // a command that does it, if there is one
	URL     string   `json:"url"`     // the page, with the real ids filled in
}

// AskAdmin leads the request to an admin: the last step of a fix that may need one.
const AskAdmin = "Not an admin? Send one this: "

// Plain returns the fix for where nothing can be bold: without the marks around the portal's labels in its steps.
func (f Fix) Plain() Fix {
	steps := make([]string, len(f.Steps))
	for i, step := range f.Steps {
		steps[i] = strings.ReplaceAll(step, "**", "")
	}
	f.Steps = steps
	return f
}

// MarshalJSON writes the fix plain: scripts read text.
func (f Fix) MarshalJSON() ([]byte, error) {
	type bare Fix
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // whoever encodes what holds the fix says whether < is escaped
	err := encoder.Encode(bare(f.Plain()))
	return text.Bytes(), err
}

// IsZero reports whether there is nothing to do.
func (f Fix) IsZero() bool {
	return f.Where == "" && len(f.Steps) == 0 && f.Command == "" && f.URL == ""
}

// Finding is the result of one check.
type Finding struct {
	ID            ID          `json:"id"`
	Status        Status      `json:"status"`
	Title         string      `json:"title"`      // one line in plain words
	Evidence      string      `json:"evidence"`   // what was seen; sanitised and redacted
	Cause         cause.Label `json:"cause"`      // empty unless Status is Fail or Warn
	Confidence    Confidence  `json:"confidence"` // how sure Cause is; empty without one
	Fix           Fix         `json:"fix"`
	AADSTS        int         `json:"aadsts"` // Entra's number, 0 if there was none
	CorrelationID string      `json:"correlation_id"`
	TraceID       string      `json:"trace_id"`

	Meaning string        `json:"-"` // a sentence or two for people: why this happens
	Others  []cause.Label `json:"-"` // causes that are still possible
	Give    string        `json:"-"` // the flag that is to be given to know more, for example "--environment"; empty mostly
	Raw     string        `json:"-"` // the raw answer, redacted; only of answers that are not 2xx

	// Untested says that a check which the registration could fail was not made, or told nothing: nothing is known to be
	// wrong, and nothing is known to be right. Fix says what to give or do. The verdict is then incomplete at best.
	Untested bool `json:"-"`
}

// TokenFacts is what may be told of a token that was received: never the token itself.
type TokenFacts struct {
	ExpiresOn int64    `json:"expires_on"` // seconds since 1970
	Audience  string   `json:"audience"`
	Scopes    []string `json:"scopes"`
	Roles     []string `json:"roles"`
}

// Report is the ordered findings of one verification, with what was verified and the verdict.
type Report struct {
	Profile     string         `json:"profile"`
	API         catalog.API    `json:"api"`
	Cloud       catalog.Cloud  `json:"cloud"`
	Region      catalog.Region `json:"region"`
	Environment string         `json:"environment"` // several are separated by commas
	Project     string         `json:"project"`
	Tenant      string         `json:"tenant"`
	TenantID    string         `json:"tenant_id"`
	ClientID    string         `json:"client_id"`
	Flow        catalog.Flow   `json:"flow"`
	Username    string         `json:"username"`
	Authority   string         `json:"authority"`
	APIURL      string         `json:"api_url"`   // base of the API's own calls, where it is not the cloud's own; else empty
	GraphURL    string         `json:"graph_url"` // base of Microsoft Graph, where it is not the cloud's own; else empty
	Verdict     Verdict        `json:"verdict"`
	Stored      string         `json:"stored"` // where the credential was saved: "keyring", "none" or ""
	Findings    []Finding      `json:"findings"`
	Token       *TokenFacts    `json:"token"`
	CheckedAt   string         `json:"checked_at"` // RFC 3339, UTC
}

// Of returns the report about a registration before anything was found: incomplete. tenantID is the tenant's GUID, empty
// where it isn't known; now is when it is checked. An API that the catalogue doesn't know has no hosts of its own.
func Of(reg registration.Registration, profile, tenantID string, now time.Time) Report {
	target, err := reg.Target()
	if err != nil {
		target.Cloud, target.Region = reg.Cloud, reg.Region
	}
	return Report{
		Profile: profile, API: reg.API, Cloud: target.Cloud, Region: target.Region,
		Environment: strings.Join(reg.Environments, ","), Project: reg.Project,
		Tenant: reg.Tenant, TenantID: tenantID, ClientID: reg.ClientID, Flow: reg.Flow, Username: reg.Username,
		Authority: target.Login, APIURL: reg.Overrides.APIURL, GraphURL: reg.Overrides.GraphURL,
		Verdict: Incomplete, Findings: []Finding{}, CheckedAt: now.UTC().Format(time.RFC3339),
	}
}
