package plan

import (
	"cmp"
	"strings"

	"appreg/store"
)

// RunOf returns what the journal of a run keeps of what is wanted, so that the next start finds it and can go on with it.
func RunOf(kind string, d Desired, graphURL string) store.Run {
	return store.Run{
		Kind: kind, Profile: d.Profile, API: string(d.Target.API), Flow: string(d.Flow), Cloud: string(d.Target.Cloud), Region: string(d.Target.Region),
		Tenant: d.Tenant, TenantID: d.TenantID, Graph: graphURL, ClientID: d.ClientID, Name: d.DisplayName, Unique: d.UniqueName,
	}
}

// KnownIDs returns what earlier runs know of a registration: its object id, and the id on it of the certificate with a
// thumbprint. What they don't know is empty. An app that may not read its own registration needs both to roll its certificate.
func KnownIDs(runs []store.Run, clientID, thumbprint string) (objectID, keyID string) {
	for _, r := range runs {
		if r.ClientID != clientID {
			continue
		}
		for _, e := range r.Entries {
			switch {
			case e.State != store.EntryDone || e.Action == string(Delete):
			case Object(e.Object) == Application:
				objectID = cmp.Or(objectID, e.ObjectID)
			case Object(e.Object) == Certificate && strings.EqualFold(e.Name, thumbprint):
				objectID, keyID = cmp.Or(objectID, e.Parent), cmp.Or(keyID, e.ObjectID)
			}
		}
	}
	return objectID, keyID
}

// Interrupted returns the latest run of a profile that is still open and may have changed something; false if there is none.
// An empty profile is any. runs are in the order of store.Store.Runs.
func Interrupted(runs []store.Run, profile string) (store.Run, bool) {
	for _, r := range runs {
		if r.State == store.RunOpen && r.Touched() && (profile == "" || strings.EqualFold(r.Profile, profile)) {
			return r, true
		}
	}
	return store.Run{}, false
}
