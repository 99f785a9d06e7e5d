// Package diagnose turns a refusal into a cause and a fix: an error answer of Entra or of one of the APIs, plus
// what is known of the registration, goes through an ordered table of rules to one cause of a fixed vocabulary; each
// cause has a title, a meaning and a fix. Nothing here reads a file, a terminal or the network.
//
// What the codes mean follows Microsoft's reference page (reference-error-codes.md) and, where that page is silent or
// differs, the texts of real answers.
package diagnose

import (
	"strings"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/cause"
	"appreg/internal/federation"
	"appreg/internal/report"
	"appreg/internal/secret"
)

// Context is what is known besides the answer. Every field may be empty: the diagnosis is then less sharp and its
// texts name what to look up instead of the real ids.
type Context struct {
	Profile       string // the saved profile's name; empty where there is none
	API           catalog.API
	Flow          catalog.Flow
	Cloud         catalog.Cloud
	Region        catalog.Region
	Tenant        string // GUID or domain, as the person gave it
	TenantID      string // GUID, once the tenant was looked up
	ClientID      string
	Username      string
	Environment   string         // the one that a call of our own was about
	Project       string         // Lifecycle Services' number
	Missing       []string       // names of permissions that the token is known to lack
	Target        catalog.Target // zero if API or cloud are not known
	Asked         string         // base address that was asked, for example an API's; empty: the login host's
	AccountType   string         // what the user realm look-up said: "managed", "federated", "unknown" or ""
	SecretShape   secret.Shape
	SecretExpires string                  // YYYY-MM-DD, as the person noted it
	Thumbprint    string                  // of the certificate that signs
	OnPremises    bool                    // Business Central on a server of one's own: pages of the online product are left out
	ClockOffset   time.Duration           // this machine's clock minus the server's Date header
	Call          *catalog.Call           // a call of our own to the API that was answered; nil: it is not known what was asked
	Presented     federation.Claims       // what the outside token that was presented says of itself; zero: none was
	Registered    []federation.Credential // the app's federated credentials, as far as they are known
	Now           time.Time               // when the answer came; zero: the secret's noted date is not judged
}

// Diagnosis is the answer to "what is wrong and what do I do". Its texts are fit for a terminal: what came from
// outside has been sanitised.
type Diagnosis struct {
	Cause      cause.Label // most likely; cause.Unknown where nothing decides
	Confidence report.Confidence
	Others     []cause.Label // still possible, most likely first; never holds Cause
	Title      string        // one line
	Meaning    string        // a sentence or two
	Fix        report.Fix
	Codes      []int  // AADSTS numbers found, the telling one first
	Error      string // the answer's error field, for example "invalid_client"
	Suberror   string

	// Only of the answer to a call of our own.
	Bears report.ID // the finding that it belongs to: report.API or report.Duty
	Firm  bool      // holds even if the token lacks the right that the call needs
}

// ExplainText diagnoses a pasted answer, in whatever wrapping, or a bare code such as "7000215" or "AADSTS7000215".
func ExplainText(text string, c Context) Diagnosis {
	return withPresented(explain(readText(text), c), c)
}

// ForCause returns title, meaning and fix of a cause that was found without an answer, and so is certain. A label that is
// none returns a diagnosis that says so.
func ForCause(label cause.Label, c Context) Diagnosis {
	row, sure := rowOf(label), report.Certain
	if label == cause.Unknown {
		sure = report.None
	}
	note := ""
	if label == cause.SecretWrong {
		note = c.SecretShape.Note()
	}
	return Diagnosis{
		Cause: label, Confidence: sure,
		Title:   fill(row.Title, c),
		Meaning: strings.TrimSpace(note + " " + fill(row.Meaning, c)),
		Fix:     fix(row, c),
	}
}
