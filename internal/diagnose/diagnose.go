// Package diagnose turns a refusal into a cause and a fix: an error answer of Entra or of one of the four APIs, plus
// what is known of the registration, goes through an ordered table of rules to one cause of a fixed vocabulary; each
// cause has a title, a meaning and a fix. Nothing here reads a file, a terminal or the network.
//
// What the codes mean follows Microsoft's reference page (reference-error-codes.md) and, where that page is silent or
// differs, the texts of real answers.
package diagnose

import (
	"time"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// Context is what is known besides the answer. Every field may be empty: the diagnosis is then less sharp and its
// texts name what to look up instead of the real ids.
type Context struct {
	API           catalog.API
	Flow          catalog.Flow
	Cloud         catalog.Cloud
	Region        catalog.Region
	Tenant        string // GUID or domain, as the person gave it
	TenantID      string // GUID, once the tenant was looked up
	ClientID      string
	Username      string
	Target        catalog.Target // zero if API or cloud are not known
	Asked         string         // base address that was asked, for example an API's; empty: the login host's
	AccountType   string         // what the user realm look-up said: "managed", "federated", "unknown" or ""
	SecretShape   secret.Shape
	SecretExpires string        // YYYY-MM-DD, as the person noted it
	Thumbprint    string        // of the certificate that signs
	OnPremises    bool          // Business Central on a server of one's own: pages of the online product are left out
	ClockOffset   time.Duration // this machine's clock minus the server's Date header
	Now           time.Time     // when the answer came; zero: the secret's noted date is not judged
}

// Diagnosis is the answer to "what is wrong and what do I do". Its texts are fit for a terminal: what came from
// outside has been sanitised.
type Diagnosis struct {
	Cause    report.Cause   // most likely
	Others   []report.Cause // still possible, most likely first; never holds Cause
	Title    string         // one line
	Meaning  string         // a sentence or two
	Fix      report.Fix
	Codes    []int  // AADSTS numbers found, the telling one first
	Error    string // the answer's error field, for example "invalid_client"
	Suberror string
}

// ExplainText diagnoses a pasted answer, in whatever wrapping, or a bare code such as "7000215" or "AADSTS7000215".
func ExplainText(text string, c Context) Diagnosis {
	return explain(readText(text), c)
}

// ForCause gives title, meaning and fix of a cause that was found without an answer. An unknown cause gives a
// diagnosis that says so.
func ForCause(cause report.Cause, c Context) Diagnosis {
	row := rowOf(cause)
	return Diagnosis{
		Cause:   cause,
		Title:   fill(row.title, c),
		Meaning: fill(row.meaning, c),
		Fix:     row.fix(c),
	}
}

// Causes lists the whole vocabulary, in the order of its groups.
func Causes() []report.Cause {
	var all []report.Cause
	for _, group := range causeGroups() {
		for _, row := range group {
			all = append(all, row.cause)
		}
	}
	return all
}
