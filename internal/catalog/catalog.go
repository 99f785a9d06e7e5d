// Package catalog is what the documents say about the APIs, as data: identities, scopes, permissions, flows, the
// documents' steps, calls that test a token, clouds, regions and portal pages. Nothing comes from the network; every
// value names its source.
package catalog

import "strings"

// API is an API that appreg sets up, by the name used in flags and reports. Each is named in its own table.
type API string

// Flow is a way to get a token, by the name used in flags and reports. Each is a row of flow_table.go.
type Flow string

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
	Covers  string // the name of another permission in whose place the API takes this one; mostly empty
}

// Namespace is the part of a Power Platform permission's name before the first dot.
func (p Permission) Namespace() string {
	namespace, _, _ := strings.Cut(p.Name, ".")
	return namespace
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

// The tabs of "Request API permissions".
const (
	TabMicrosoft    = "Microsoft APIs"            // a page of tiles
	TabOrganization = "APIs my organization uses" // a list to search
)

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
	Source        string

	Portal       string   // the product's own portal, for people
	Regional     bool     // lives in regions instead of clouds: the region decides the cloud
	PersonPicks  bool     // the person picks which delegated permissions are added; else Suggested are
	AdminSignsIn bool     // an administrator signs in with an application's own registration to set it up in the product
	OnPremises   bool     // can run on a server of one's own
	Partners     bool     // partners set it up in their customers' tenants
	TriedOn      Subject  // what the person can name so that more is tried out; nothing: AboutTenant
	Tools        []string // tools made for the product, by the name of their export format
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
	ManagementURL string   // base of the calls that register a management application, for the APIs that know them
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
	StepCreate       StepID = "create" // in place of the documents' steps, where appreg makes the app registration
)

// StepRow is one step of an API's document.
type StepRow struct {
	Step   StepID
	Number string // the document's own number, for example "Step 2" or "Task 1, step 3"
	Title  string // the document's title under today's name
	Note   string // why the step differs for this flow, for example that there is nothing to add; usually empty
}
