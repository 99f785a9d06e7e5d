package catalog

import "strings"

// FirstPartyClient is a public client of Microsoft's own, whose id people borrow instead of registering one.
type FirstPartyClient struct {
	ID   string
	Name string
}

// FirstPartyClients returns Microsoft's own clients that are borrowed most. Nobody can add permissions to them, so
// most scopes fail with AADSTS65002. Source: ROADtools' list of first-party clients; merill/microsoft-info.
func FirstPartyClients() []FirstPartyClient {
	return []FirstPartyClient{
		{ID: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", Name: "Azure CLI"},
		{ID: "1950a258-227b-4e31-a9cf-717495945fc2", Name: "Azure PowerShell"},
		{ID: "14d82eec-204b-4c2f-b7e8-296a70dab67e", Name: "Microsoft Graph Command Line Tools"},
		{ID: "9cee029c-6210-4654-90bb-17e6e9d36617", Name: "Power Platform CLI (pac)"},
	}
}

// LookupFirstParty recognises a borrowed client id; case, braces and blanks do not matter.
func LookupFirstParty(clientID string) (FirstPartyClient, bool) {
	wanted := strings.Trim(strings.TrimSpace(clientID), "{}")
	for _, c := range FirstPartyClients() {
		if strings.EqualFold(c.ID, wanted) {
			return c, true
		}
	}
	return FirstPartyClient{}, false
}
