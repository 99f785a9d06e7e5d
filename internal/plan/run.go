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

// IsOf reports whether a run is of the profile of that name. clientID is that of the registration that the profile has now, empty
// where it has none: a run of another one isn't the profile's.
func IsOf(r store.Run, profile, clientID string) bool {
	return strings.EqualFold(r.Profile, profile) && (clientID == "" || r.ClientID == "" || r.ClientID == clientID)
}

// Interrupted returns the latest of these runs that is still open and may have changed something; nil if there is none. runs
// are in the order of store.Store.Runs.
func Interrupted(runs []store.Run, is func(store.Run) bool) *store.Run {
	return first(runs, func(r store.Run) bool { return r.State == store.RunOpen && r.Touched() && is(r) })
}

// MadeRegistration reports whether a run made, or may have made, an app registration: it is there, or can be restored.
func MadeRegistration(r store.Run) bool {
	_, made := madeRegistration(r)
	return made
}

// TookRegistrationBack reports whether a run made an app registration that is deleted by now, as the run was taken back.
func TookRegistrationBack(r store.Run) bool {
	made, ok := madeRegistration(r)
	return ok && made.State == store.EntryUndone
}

// madeRegistration is the entry of the registration that a run made, or may have made; false if there is none.
func madeRegistration(r store.Run) (store.RunEntry, bool) {
	for _, e := range r.Entries {
		if Object(e.Object) == Application && e.Action == string(Create) && e.State != store.EntryFailed {
			return e, true
		}
	}
	return store.RunEntry{}, false
}
