package steps

import (
	"slices"

	"appreg/internal/catalog"
)

// everyStep lists all steps; which of them apply, and in what order, follows from API and flow.
var everyStep = []catalog.StepID{
	catalog.StepStart, catalog.StepApplication, catalog.StepPermissions, catalog.StepPublicClient,
	catalog.StepCredential, catalog.StepDuty, catalog.StepToken, catalog.StepSave,
}

// rows gives the steps that apply: ours to start, the document's in its order, ours to save.
// While API or flow is open only the first is known.
func rows(a Answers) []catalog.StepRow {
	list := []catalog.StepRow{{Step: catalog.StepStart, Title: "What to set up"}}
	documented := catalog.Order(a.API(), a.Flow())
	if len(documented) == 0 {
		return list
	}
	list = append(list, documented...)
	return append(list, catalog.StepRow{Step: catalog.StepSave, Title: "Save"})
}

// build makes a step for the answers given so far. What the catalogue notes on the step stands first.
func build(env Env, a Answers, row catalog.StepRow) Step {
	guide := guideOf(a, row.Step)
	if row.Note != "" {
		guide.Blocks = append([]Block{note(row.Note)}, guide.Blocks...)
	}
	if env.Replaces != "" && row.Step == credentialStep(a.Flow()) {
		guide.Blocks = append([]Block{para(rotation(a.Flow(), env.Replaces))}, guide.Blocks...)
	}
	return Step{ID: row.Step, Number: row.Number, Title: row.Title, Guide: guide, Fields: fieldsOf(env, a, row.Step)}
}

// guideOf gives a step's guidance.
func guideOf(a Answers, id catalog.StepID) Guide {
	switch id {
	case catalog.StepStart:
		return startGuide(a)
	case catalog.StepApplication:
		return applicationGuide(a)
	case catalog.StepPermissions:
		return permissionsGuide(a)
	case catalog.StepPublicClient:
		return publicClientGuide(a)
	case catalog.StepCredential:
		return credentialGuide(a)
	case catalog.StepDuty:
		return dutyGuide(a)
	case catalog.StepToken:
		return tokenGuide(a)
	default:
		return saveGuide(a)
	}
}

// fieldsOf gives a step's fields. Permissions, public client and duty ask nothing but Power Platform's permissions.
func fieldsOf(env Env, a Answers, id catalog.StepID) []Field {
	switch id {
	case catalog.StepStart:
		return startFields(a)
	case catalog.StepApplication:
		return applicationFields(a)
	case catalog.StepPermissions:
		return permissionFields(a)
	case catalog.StepCredential:
		return credentialFields(env, a)
	case catalog.StepToken:
		return tokenFields(a)
	case catalog.StepSave:
		return saveFields(env, a)
	default:
		return nil
	}
}

// FieldsFor gives every field that applies to a registration with these answers, for a run without questions.
// Who signs in is not among them, as the flow says it, and the profile's name has no default there.
func FieldsFor(env Env, a Answers) []Field {
	var list []Field
	for _, id := range everyStep {
		for _, f := range fieldsOf(env, a, id) {
			switch f.Key {
			case KeySignsIn:
				continue
			case KeyProfile:
				f.Default, f.Optional = "", a.Get(KeyStore) == StoreNone
			}
			list = append(list, f)
		}
	}
	return slices.Clip(list)
}
