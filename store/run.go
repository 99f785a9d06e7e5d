package store

import (
	"encoding/json"
	"slices"
)

// runSchema is the newest format of a journal that this program reads, and the one that it writes.
const runSchema = 1

// runLimit is the size in bytes of the largest journal that is read.
const runLimit = 1 << 20

// The kinds of runs.
const (
	KindCreate   = "create"
	KindFix      = "fix"
	KindRotate   = "rotate"
	KindDuty     = "duty"
	KindFederate = "federate"
)

// RunState is how a run stands.
type RunState string

// The states of a run. Open is one that is under way, or was interrupted.
const (
	RunOpen   RunState = "open"
	RunDone   RunState = "done"
	RunUndone RunState = "undone"
)

// Run is what one run changes in a tenant, as its journal has it. It holds no secret.
type Run struct {
	Schema   int        `json:"schema"`
	ID       string     `json:"id"`      // for example 20261126T080102Z-7f3a119c2d5
	Kind     string     `json:"kind"`    // what was run: KindCreate and so on
	Profile  string     `json:"profile"` // empty where none will be saved
	API      string     `json:"api"`
	Flow     string     `json:"flow"`
	Cloud    string     `json:"cloud"`
	Region   string     `json:"region"`
	Tenant   string     `json:"tenant"`
	TenantID string     `json:"tenant_id"`
	Graph    string     `json:"graph"` // base address of Microsoft Graph
	ClientID string     `json:"client_id"`
	Name     string     `json:"name"`   // display name of the registration
	Unique   string     `json:"unique"` // its unique name
	State    RunState   `json:"state"`
	BegunAt  string     `json:"begun_at"` // RFC 3339, UTC
	EndedAt  string     `json:"ended_at"`
	Expected *Expected  `json:"expected,omitempty"` // of a federate run; nil where an earlier appreg wrote none down
	Entries  []RunEntry `json:"entries"`            // in the order in which they were first noted
}

// Expected is whose outside tokens a profile expected before a run; empty: that wasn't known.
type Expected struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

// EntryState is how one write stands.
type EntryState string

// The states of a write. Of one that is EntryAbout to be sent it isn't known whether it was applied.
const (
	EntryAbout  EntryState = "about"
	EntryDone   EntryState = "done"
	EntryFailed EntryState = "failed" // refused: nothing was changed
	EntryUndone EntryState = "undone"
)

// RunEntry is one write of a run.
type RunEntry struct {
	Change   string          `json:"change"` // id of the plan's change
	Object   string          `json:"object"`
	Action   string          `json:"action"`
	State    EntryState      `json:"state"`
	ObjectID string          `json:"object_id"`        // of what was made or changed; empty until it is known
	Parent   string          `json:"parent"`           // object id of what it belongs to; empty where it stands alone
	Name     string          `json:"name"`             // by what it is recognised where its id isn't known
	Before   json.RawMessage `json:"before,omitempty"` // of an update: what is set back on undoing
	At       string          `json:"at"`               // RFC 3339, UTC
}

// Entry returns the entry of a change and name; a zero one if there is none.
func (r Run) Entry(change, name string) RunEntry {
	if i := r.index(change, name); i >= 0 {
		return r.Entries[i]
	}
	return RunEntry{}
}

// Of returns the entries of a change.
func (r Run) Of(change string) []RunEntry {
	return slices.DeleteFunc(slices.Clone(r.Entries), func(e RunEntry) bool { return e.Change != change })
}

func (r Run) index(change, name string) int {
	return slices.IndexFunc(r.Entries, func(e RunEntry) bool { return e.Change == change && e.Name == name })
}

// IsUnbegun reports whether a run has changed nothing so far: nobody can go on with it or take it back.
func (r Run) IsUnbegun() bool { return r.State == RunOpen && len(r.Entries) == 0 }

// Touched reports whether anything was, or may have been, changed and is not undone.
func (r Run) Touched() bool {
	return slices.ContainsFunc(r.Entries, func(e RunEntry) bool { return e.State == EntryDone || e.State == EntryAbout })
}
