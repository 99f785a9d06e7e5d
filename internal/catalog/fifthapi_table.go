//go:build fifthapi

package catalog

import "appreg/internal/cause"

// Ledger is an API that nobody has. It is built into tests with the tag fifthapi only, which show what another API takes:
// this file and its namesake in steps; outside of tests also a line in entry_table.go and one in steps/api_table.go.
const Ledger API = "ledger"

func init() { onlyTested = ledgerEntry }

const ledgerAppID = "5a5a5a5a-1111-4222-8333-5a5a5a5a5a5a"

func ledgerEntry() entry {
	return entry{
		api: Ledger, service: ledgerService, order: ledgerOrder, trial: ledgerTrial,
		closed: func(Cloud) string { return "the Ledger is documented for the public cloud only" },
		hosts: func() []host {
			return []host{{
				api: Ledger, cloud: Public, resourceAppID: ledgerAppID, resource: "https://api.ledger.example",
				apiURL: "https://api.ledger.example", productPortal: "https://ledger.example", source: "made up",
			}}
		},
		duties: func(_ Target, who Caller, _ DutyIDs) []Duty {
			if who == User {
				return []Duty{{ID: DutyUserRights, Title: "Check the user's books", Who: "A bookkeeper.", Steps: []string{"Open the user's books."}, Effect: "The user's rights count.", Source: "made up"}}
			}
			return []Duty{{ID: "book-access", Title: "Open the books to the application", Who: "A bookkeeper.", Steps: []string{"Open **Books** and add the application."}, Effect: "The application reads the books.", Source: "made up"}}
		},
	}
}

func ledgerService() Service {
	return Service{
		API: Ledger, Title: "Contoso Ledger", PortalName: "Contoso Ledger", PortalTab: TabOrganization, ResourceAppID: ledgerAppID,
		Delegated:   []Permission{{Name: "Books.Read", ID: "11111111-aaaa-4222-8333-111111111111", Purpose: "read books as the user who signs in"}},
		Application: []Permission{{Name: "Books.Read.All", ID: "22222222-aaaa-4222-8333-222222222222", Purpose: "read all books", Without: "reading won't work"}},
		Suggested:   []string{"Books.Read", "Books.Read.All"},
		Flows: []FlowRule{
			{Flow: Password, Reason: "The Ledger takes no passwords.", Source: "made up"},
			{Flow: ClientSecret, Allowed: true, Source: "made up"},
			{Flow: ClientCertificate, Allowed: true, Source: "made up"},
			{Flow: Federated, Reason: "The Ledger takes no app without a secret.", Source: "made up"},
			{Flow: DeviceCode, Allowed: true, Source: "made up"},
			{Flow: Browser, Allowed: true, Source: "made up"},
		},
		Document: Document{Title: "Contoso Ledger - Authentication", URL: "https://learn.microsoft.com/en-us/contoso/ledger"},
		Source:   "made up",
		Portal:   "Contoso Ledger",
	}
}

func ledgerOrder(flow FlowInfo) []StepRow {
	rows := []StepRow{
		{Step: StepApplication, Number: "Step 1", Title: "Register an application"},
		{Step: StepPermissions, Number: "Step 2", Title: "Configure API permissions"},
	}
	if flow.Who == Application {
		rows = append(rows,
			StepRow{Step: StepCredential, Number: "Step 3", Title: "Certificates & secrets"},
			StepRow{Step: StepDuty, Number: "Step 4", Title: "Open the books"})
	} else {
		rows = append(rows, StepRow{Step: StepPublicClient, Number: "Step 3", Title: switchTitle})
	}
	return append(rows, StepRow{Step: StepToken, Number: "Step 5", Title: requestTitle})
}

func ledgerTrial() Trial {
	return Trial{
		Calls: []Call{
			{Who: User, Path: "/books", Answer: List, Thing: "books", Rights: []string{"Books.Read"}, Documented: true, Proves: "The user may list the books", Source: "made up"},
			{Who: Application, Path: "/books/all", Answer: List, Thing: "books", Rights: []string{"Books.Read.All"}, Documented: true, Proves: "The books are open to the application", Source: "made up"},
		},
		Statuses: []Statuses{
			{User, AboutTenant, badToken, Meaning{cause.APIRoleMissing}, notThere},
			{Application, AboutTenant, badToken, Meaning{cause.APIRoleMissing}, notThere},
		},
		Empty: []Empty{
			{Application, "No book is open to the application.", []string{"Open one."}},
			{User, "The user has no books.", []string{"Open one."}},
		},
	}
}
