package cli

import (
	"cmp"
	"sync"
	"time"

	"appreg/internal/catalog"
	"appreg/internal/plan"
	"appreg/steps"
	"appreg/store"
)

// drafts keeps unfinished answers.
type drafts struct {
	store  *store.Store
	admins []steps.Option // with whose rights appreg can make an app registration
	graph  string         // base of another Graph; empty: the cloud's own

	mu    sync.Mutex
	fault error // why the last draft is not offered; nil: nothing is wrong with it
}

// why returns the reason for which the last draft was not offered, once the screen is free to say it.
func (d *drafts) why() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fault
}

// Load returns the last draft, if there is one that can be read and holds an answer that would be taken.
func (d *drafts) Load() (steps.Answers, bool) {
	text, found, err := d.store.LoadDraft()
	d.mu.Lock()
	d.fault = err
	d.mu.Unlock()
	if err != nil {
		return steps.Answers{}, false
	}
	draft := steps.FromDraft(keyed(text))
	if !found {
		draft = d.interrupted()
	}
	judged := draft.Judged(steps.Env{Now: time.Now, Admins: d.admins})
	return judged, len(judged.Draft()) > 0
}

// interrupted are the answers of an app registration whose making was interrupted: the plan goes on from there, and can take it
// back. There are none where none was.
func (d *drafts) interrupted() steps.Answers {
	runs, err := d.store.Runs()
	if err != nil {
		return steps.Answers{} // appreg undo says so
	}
	run := plan.Interrupted(runs, func(r store.Run) bool {
		target, err := catalog.Resolve(catalog.API(r.API), catalog.Cloud(r.Cloud), catalog.Region(r.Region))
		return err == nil && r.Kind == store.KindCreate && r.Graph == cmp.Or(d.graph, target.Graph)
	})
	if run == nil {
		return steps.Answers{}
	}
	return steps.Answers{}.With(steps.KeyAPI, run.API).With(steps.KeyFlow, run.Flow).With(steps.KeyCloud, run.Cloud).With(steps.KeyRegion, run.Region).
		With(steps.KeyHow, steps.HowCreate).With(steps.KeyTenant, run.Tenant).With(steps.KeyTenantID, run.TenantID).With(steps.KeyProfile, run.Profile)
}

// Save keeps the text answers.
func (d *drafts) Save(a steps.Answers) error {
	text := map[string]string{}
	for key, value := range a.Draft() {
		text[string(key)] = value
	}
	return d.store.SaveDraft(text)
}

// Clear forgets the draft.
func (d *drafts) Clear() error { return d.store.ClearDraft() }

func keyed(text map[string]string) map[steps.Key]string {
	draft := map[steps.Key]string{}
	for key, value := range text {
		draft[steps.Key(key)] = value
	}
	return draft
}
