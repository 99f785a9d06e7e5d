// Package catalog is what the documents say about the four APIs, as data: identities, scopes, permissions, flows,
// the documents' steps, clouds, regions and portal pages. Nothing here is computed at run time and nothing comes
// from the network; every value names its source.
package catalog

// API is one of the four APIs, by the name used in flags and reports.
type API string

// The four APIs.
const (
	LCS             API = "lcs"
	PowerPlatform   API = "power-platform"
	PowerApps       API = "power-apps"
	BusinessCentral API = "business-central"
)

// Flow is a way to get a token, by the name used in flags and reports.
type Flow string

// The flows.
const (
	Password          Flow = "password"           // resource owner password credentials
	ClientSecret      Flow = "client-secret"      // client credentials with a secret
	ClientCertificate Flow = "client-certificate" // client credentials with a signed assertion
	DeviceCode        Flow = "device-code"
	Browser           Flow = "browser" // authorization code with PKCE
)

// SignsInUser reports whether a user signs in (delegated permissions); otherwise the application itself does.
func (f Flow) SignsInUser() bool { return f == Password || f == DeviceCode || f == Browser }

// SignsInAtPage reports whether the user signs in at a page of Entra's, in a browser.
func (f Flow) SignsInAtPage() bool { return f == DeviceCode || f == Browser }

// Cloud is a Microsoft cloud, by the name used in flags and reports.
type Cloud string

// The clouds.
const (
	Public  Cloud = "public"
	GCC     Cloud = "gcc"
	GCCHigh Cloud = "gcc-high"
	DoD     Cloud = "dod"
	China   Cloud = "china"
)

// Region is a geography of Lifecycle Services; the other APIs have none.
type Region string

// Permission is one permission of an API.
type Permission struct {
	Name    string // as the portal shows it and as scp or roles hold it
	ID      string // GUID; empty where no public source has it
	Purpose string // what it is for, in one phrase
	Without string // what will not work when it is missing; only where the document tells permissions apart
}

// Namespace is the part of a Power Platform permission's name before the first dot.
func (p Permission) Namespace() string {
	for i, r := range p.Name {
		if r == '.' {
			return p.Name[:i]
		}
	}
	return p.Name
}

// FlowRule says whether an API can be used with a flow.
type FlowRule struct {
	Flow    Flow
	Allowed bool
	Reason  string // why not, where not allowed; what to know about it with this API, where allowed; else empty
	Source  string
}

// Document is the documentation that an API's steps follow.
type Document struct {
	Title string
	URL   string
}

// Service is what the documents say about one API, whatever the cloud.
type Service struct {
	API           API
	Title         string // the product, for people
	PortalName    string // the name to search in the portal
	PortalTab     string // the tab of "Request API permissions" on which it is found
	ResourceAppID string // the API's own application id in the public Entra cloud
	Delegated     []Permission
	Application   []Permission
	Suggested     []string // names of the permissions that the document tells to add, or that serve its sample call
	Flows         []FlowRule
	Document      Document
	Duty          []string // what is left to do in the product after registration, one sentence each
	Source        string
}

// Target is one API in one cloud and region: everything that a request or a link needs.
// Scope is sent byte for byte: a double slash in it is meant.
type Target struct {
	API           API
	Cloud         Cloud
	Region        Region
	Login         string   // for example https://login.microsoftonline.com
	Portal        string   // for example https://portal.azure.com
	Graph         string   // for example https://graph.microsoft.com
	ProductPortal string   // the product's own portal, where there is one
	ResourceAppID string   // the API's application id in this cloud; empty where no public source has it
	Scope         string   // for example https://lcsapi.lcs.dynamics.com//.default
	Audiences     []string // accepted values of aud, without trailing slash
	APIURL        string   // base of the API's own calls, for example https://api.bap.microsoft.com
	ManagementURL string   // base of the calls that register a management application; power-platform and power-apps only
	Note          string   // what a person should know about this combination; usually empty
	Source        string
}

// StepID names a step. The order and the documents' numbers per API and flow are in Order.
type StepID string

// The steps. StepStart and StepSave are ours; the others are the documents'.
const (
	StepStart        StepID = "start"
	StepApplication  StepID = "application"
	StepPermissions  StepID = "permissions"
	StepPublicClient StepID = "public-client"
	StepCredential   StepID = "credential"
	StepDuty         StepID = "duty"
	StepToken        StepID = "token"
	StepSave         StepID = "save"
)

// StepRow is one step of an API's document.
type StepRow struct {
	Step   StepID
	Number string // the document's own number, for example "Step 2" or "Task 1, step 3"
	Title  string // the document's title under today's name
	Note   string // why the step differs for this flow, for example that there is nothing to add; usually empty
}
