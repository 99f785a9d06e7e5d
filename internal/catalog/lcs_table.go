package catalog

import "appreg/internal/cause"

// LCS is Dynamics Lifecycle Services with its Database Movement API.
const LCS API = "lcs"

func lcsEntry() entry {
	return entry{
		api: LCS, service: lcsService, hosts: lcsHosts, order: lcsOrder, trial: lcsTrial,
		closed: func(c Cloud) string {
			if c == GCC {
				return "Lifecycle Services for the US government signs in at the public cloud: choose cloud public and region gov"
			}
			return "no Lifecycle Services geography is documented for this cloud"
		},
		duties: func(Target, Caller, DutyIDs) []Duty { return []Duty{projectMembership()} },
	}
}

const lcsAppID = "913c6de4-2a4a-4a61-a9ce-945d2b2ce2e0"

// lcsService follows "Database movement API - Authentication".
func lcsService() Service {
	const source = "Database movement API, Authentication"
	const noServicePrincipal = "Lifecycle Services supports users only"
	return Service{
		API:           LCS,
		Title:         "Lifecycle Services",
		PortalName:    "Dynamics Lifecycle services",
		PortalTab:     TabOrganization,
		ResourceAppID: lcsAppID,
		Delegated: []Permission{{
			// Its GUID is in no public source.
			Name: "user_impersonation", Purpose: "call Lifecycle Services as the user who signs in",
		}},
		Suggested: []string{"user_impersonation"},
		Flows: []FlowRule{
			{Flow: Password, Allowed: true, Source: source + ", step 4",
				Reason: "It fails for accounts with MFA and for federated accounts. Use a dedicated cloud-only user."},
			{Flow: ClientSecret, Reason: noServicePrincipal, Source: source + ", step 2, note"},
			{Flow: ClientCertificate, Reason: noServicePrincipal, Source: source + ", step 2, note"},
			{Flow: Federated, Reason: noServicePrincipal, Source: source + ", step 2, note"},
			{Flow: DeviceCode, Allowed: true, Source: "inferred: a standard flow of public clients",
				Reason: "Microsoft's guide doesn't describe it. Some tenants block it."},
			{Flow: Browser, Allowed: true, Source: source + ", step 2: recommended where interactive consent is possible",
				Reason: "Microsoft recommends it (authorization code flow) where a person can answer."},
		},
		Document: Document{
			Title: "Database movement API - Authentication",
			URL:   "https://learn.microsoft.com/en-us/dynamics365/fin-ops-core/dev-itpro/database/api/dbmovement-api-authentication",
		},
		Source:   source,
		Portal:   "Lifecycle Services",
		Regional: true,
		TriedOn:  AboutProject,
	}
}

// lcsHosts derives a row from each region: the scope's host is the API's host (Database movement API,
// Authentication, closing note), and the identifier is asked for with a trailing slash.
func lcsHosts() []host {
	var all []host
	for _, r := range Regions() {
		h := host{
			api: LCS, cloud: r.Cloud, region: r.Region, resourceAppID: lcsAppID,
			resource: "https://" + r.APIHost + "/", apiURL: "https://" + r.APIHost,
			productPortal: r.ProductPortal, source: r.Source,
		}
		if r.Cloud == China {
			h.resourceAppID = ""
		}
		all = append(all, h)
	}
	return all
}

// lcsOrder: only users sign in. Source: Database movement API, Authentication.
func lcsOrder(flow FlowInfo) []StepRow {
	client := StepRow{Step: StepPublicClient, Number: "Step 3", Title: switchTitle}
	token := StepRow{Step: StepToken, Number: "Step 4", Title: requestTitle}
	switch {
	case flow.RedirectURI != "":
		client.Title, client.Note, token.Note = redirectTitle, redirectInstead, sameToken
	case flow.Proof == ProofPage:
		client.Note, token.Note = switchAsWell, sameToken
	}
	return []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Register an app"},
		{Step: StepPermissions, Number: "Step 2", Title: "Add the permission"},
		client, token,
	}
}

func projectMembership() Duty {
	return Duty{
		ID:    DutyProjectMembership,
		Title: "Add the user to the Lifecycle Services project",
		Who:   "A project owner in Lifecycle Services.",
		Steps: []string{
			"Open the project in Lifecycle Services.",
			"Open **Project users**. Invite the user who signs in if they aren't listed.",
			"Let the user open the project once and accept the invitation.",
		},
		Effect: "The API acts with the user's rights in that project; other projects stay closed.",
		Source: "inferred: the API takes delegated permissions only and its calls name a project",
	}
}

// lcsTrial: every logical error comes with 200 (Database movement API, List database backups).
func lcsTrial() Trial {
	version := map[string]string{"x-ms-version": "2017-09-15"}
	noToken, noAccess := Meaning{cause.APITokenMissing, cause.APIWrongAudience, cause.APILCSAccess}, Meaning{cause.APILCSAccess}
	return Trial{
		Calls: []Call{
			{
				Who: User, About: AboutProject,
				Path: "/databasemovement/v1/databases/project/{project}", Headers: version,
				Answer: Envelope, Thing: "fields", Rights: []string{"user_impersonation"},
				Documented: true, Proves: "The user may read the project's database backups",
				Source: "Database movement API, List database backups",
			},
			{
				Who:  User,
				Path: "/box/fileasset/GetSharedAssets?fileType=10", Headers: version,
				Answer: Envelope, Thing: "fields", Rights: []string{"user_impersonation"},
				Give: "--project", Untested: "Project membership not tested: no project was named",
				Source: "observed: d365fo.tools",
			},
		},
		Refusals: []Refusal{
			{Text: []string{"maximum allowed * operations|maximum number of|too many requests"}, Means: Meaning{cause.Throttled, cause.APILCSAccess}},
			{Text: []string{"issuccess: false|issuccess:false", "not found|no project|project * not exist|invalid project"}, Means: Meaning{cause.APILCSAccess, cause.APIEnvIDWrong, cause.APIServerDefect}},
			{Alone: true, Text: []string{"issuccess:false"}, Means: Meaning{cause.APILCSAccess, cause.APIEnvIDWrong, cause.APIServerDefect, cause.APIOperationUnsupported}},
			{Alone: true, Text: []string{"lcs * not authorized|lcs * unauthorized|lcs * access denied|lcsapi * (401)|lcsapi * (403)|lcs * project * access|not a member of the project|not a member of this project|access to project"}, Means: Meaning{cause.APILCSAccess, cause.APIWrongAudience, cause.APITokenMissing}},
			{Status: []int{200}, Text: []string{"unexpected error|internal error|internal server error|try again later"}, Means: Meaning{cause.APIServerDefect, cause.APILCSAccess}, Bears: BearsToken, Sure: true},
			{Status: []int{200}, Means: noAccess, Bears: BearsRight},
		},
		Otherwise: []Refusal{
			{Status: []int{401, 403}, Means: Meaning{cause.APILCSAccess, cause.APIWrongAudience, cause.APITokenMissing}},
		},
		Statuses: []Statuses{
			{User, AboutProject, noToken, noAccess, Meaning{cause.APILCSAccess, cause.APIOperationUnsupported}},
			{User, AboutTenant, noToken, noAccess, notThere},
		},
	}
}
