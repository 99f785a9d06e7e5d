package steps

import (
	"slices"

	"appreg/internal/catalog"
)

// part is what one step tells and asks.
type part struct {
	id     catalog.StepID
	guide  func(Answers) Guide
	fields func(Env, Answers) []Field
}

// parts has all steps; which of them apply, and in what order, follows from API and flow.
func parts() []part {
	return []part{
		{catalog.StepStart, startGuide, startFields},
		{catalog.StepApplication, applicationGuide, applicationFields},
		{catalog.StepPermissions, permissionsGuide, anywhere(permissionFields)},
		{catalog.StepPublicClient, publicClientGuide, nil},
		{catalog.StepCredential, credentialGuide, credentialFields(catalog.StepCredential)},
		{catalog.StepDuty, dutyGuide, nil},
		{catalog.StepToken, tokenGuide, tokenFields},
		{catalog.StepSave, saveGuide, saveFields},
		{catalog.StepCreate, createGuide, createFields},
	}
}

// anywhere makes fields of those that need nothing from outside.
func anywhere(fields func(Answers) []Field) func(Env, Answers) []Field {
	return func(_ Env, a Answers) []Field { return fields(a) }
}

// partOf finds a step's part.
func partOf(id catalog.StepID) part {
	all := parts()
	if i := slices.IndexFunc(all, func(p part) bool { return p.id == id }); i >= 0 {
		return all[i]
	}
	return part{id: id}
}

// rows returns the steps that apply: ours to start, the document's in its order, ours to save.
// While API or flow is open only the first is known.
func rows(a Answers) []catalog.StepRow {
	list := []catalog.StepRow{{Step: catalog.StepStart, Title: "What to set up"}}
	documented := catalog.Order(a.API(), a.Flow())
	switch {
	case len(documented) == 0:
		return list
	case Creates(a):
		return append(list, catalog.StepRow{Step: catalog.StepApplication, Title: "The tenant, and an admin"}, catalog.StepRow{Step: catalog.StepCreate, Title: "Create it"})
	}
	if exists(a) {
		documented = slices.DeleteFunc(slices.Clone(documented), func(row catalog.StepRow) bool { return !asks(a, row.Step) })
	}
	list = append(list, documented...)
	return append(list, catalog.StepRow{Step: catalog.StepSave, Title: "Save"})
}

// asks reports whether a step asks a person for something that an app registration has already.
func asks(a Answers, id catalog.StepID) bool {
	return id == catalog.StepToken || slices.ContainsFunc(fieldsOf(Env{}, a, id), func(f Field) bool { return !f.Advanced })
}

// build makes a step for the answers given so far. What the catalogue notes on the step stands first.
func build(env Env, a Answers, row catalog.StepRow) Step {
	told := a
	if env.StoreFault != "" && !a.Has(KeyStore) {
		told = a.With(KeyStore, storeOpen)
	}
	guide := partOf(row.Step).guide(told)
	if row.Note != "" {
		guide.Blocks = append([]Block{note(row.Note)}, guide.Blocks...)
	}
	if env.Replaces != "" && row.Step == credentialStep(a.Flow()) {
		guide.Blocks = append([]Block{para(rotation(a.Flow().Info(), env.Replaces))}, guide.Blocks...)
	}
	if env.Replaces != "" && row.Step == catalog.StepSave && a.Get(KeyProfile) == env.Replaces && a.Get(KeyStore) != StoreNone {
		guide.tell(note("Saving replaces profile " + env.Replaces + ": what it has now is deleted from this machine."))
	}
	return Step{ID: row.Step, Number: row.Number, Title: row.Title, Guide: guide, Fields: fieldsOf(env, a, row.Step)}
}

// fieldsOf returns a step's fields.
func fieldsOf(env Env, a Answers, id catalog.StepID) []Field {
	if p := partOf(id); p.fields != nil {
		return p.fields(env, a)
	}
	return nil
}

// FieldsFor returns every field that applies to a registration with these answers, for a run without questions.
// The profile's name has no default there.
func FieldsFor(env Env, a Answers) []Field {
	var list []Field
	for _, p := range parts() {
		if p.id == catalog.StepCreate { // it asks what others ask
			continue
		}
		for _, f := range fieldsOf(env, a, p.id) {
			if f.Key == KeyProfile {
				f.Default, f.Optional = "", a.Get(KeyStore) == StoreNone
			}
			list = append(list, f)
		}
	}
	return slices.Clip(list)
}
