package session

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"appreg/internal/catalog"
	"appreg/internal/report"
	"appreg/internal/sanitize"
	"appreg/steps"
)

// savesIn is the store that the answers name, the keyring where they name none.
func savesIn(a steps.Answers) string { return cmp.Or(a.Get(steps.KeyStore), steps.StoreKeyring) }

// Saves reports whether the answers ask for anything to be saved.
func (s Session) Saves() bool { return s.Answers().Get(steps.KeyStore) != steps.StoreNone }

// MissingBeforeSaving are the required fields of other steps that have no answer.
func (s Session) MissingBeforeSaving() []steps.Field {
	var here []steps.Field
	for _, step := range s.machine.Steps() {
		if step.ID == catalog.StepSave {
			here = step.Fields
		}
	}
	return slices.DeleteFunc(s.machine.AllMissing(), func(f steps.Field) bool {
		return slices.ContainsFunc(here, func(asked steps.Field) bool { return asked.Key == f.Key })
	})
}

// WithDefaults gives unanswered questions of the current step their defaults.
func (s Session) WithDefaults() Session {
	for _, f := range s.machine.Current().Fields {
		if f.Default != "" && !s.Answers().Has(f.Key) {
			if machine, _, problem := s.machine.Accept(f.Key, f.Default); problem == nil {
				s.machine = machine
			}
		}
	}
	return s
}

// SaveRequest is what to save, after unanswered questions of the save step were given their defaults.
func (s Session) SaveRequest() (Session, SaveRequest) {
	s = s.WithDefaults()
	a := s.Answers()
	return s, SaveRequest{
		Profile: a.Get(steps.KeyProfile), Registration: a.Registration(), Report: s.asLeft(Saved), Store: savesIn(a),
		SavePassword: a.Get(steps.KeySavePassword) == steps.Yes, Replace: s.options.Replace,
		Passphrase: a.Secret(steps.KeyPassphrase), Recipients: a.List(steps.KeyRecipients),
	}
}

// Save saves the profile, then gives up the draft, which is not needed any more: one that stays is offered again, and
// nothing is lost. It returns lines for people.
func (s Services) Save(ctx context.Context, request SaveRequest) ([]string, error) {
	lines, err := s.Saver.Save(ctx, request)
	if err == nil && s.Drafts != nil {
		_ = s.Drafts.Clear()
	}
	return lines, err
}

// SavedAs takes what Save returned: the profile is in the store.
func (s Session) SavedAs(lines []string) Session {
	s.outcome, s.draft.cleared, s.lines = Saved, true, nil
	for _, line := range lines {
		s.lines = append(s.lines, strings.ReplaceAll(sanitize.Line(line), "**", ""))
	}
	if said, command := s.Unready(); said != "" {
		s.lines = append(s.lines, said+" "+command)
	}
	next := steps.TopCommands(s.Answers(), s.Answers().Get(steps.KeyProfile))
	if s.Answers().Simulated { // what the demo saved is gone by then
		next = []steps.Copy{{Label: "Set up your own app", Text: "appreg"}}
	}
	for _, c := range next {
		s.lines = append(s.lines, c.Label+": "+c.Text)
	}
	return s
}

// Works says what the saved profile can do; nothing of one that is not ready.
func (s Session) Works() []steps.Block {
	if s.Verdict() != report.Ready {
		return nil
	}
	return steps.Works(s.Answers(), s.until())
}

// until is how long the credential is good, as far as that is known.
func (s Session) until() string {
	flow := s.Answers().Flow().Info()
	for _, f := range s.Report().Findings {
		if f.ID == report.Expiry && f.Evidence != "" && f.Status != report.Skip {
			return f.Evidence + ", when the " + flow.Credential + " expires"
		}
	}
	switch flow.Proof {
	case catalog.ProofPage:
		return "your sign-in ends; then appreg asks you again"
	case catalog.ProofPassword:
		return "the password changes"
	case catalog.ProofAssertion:
		return "the platform's tokens stop matching; no secret expires"
	case catalog.NoProof, catalog.ProofSecret, catalog.ProofCertificate:
	}
	return "the " + flow.Credential + " expires; you gave no date"
}

// WithoutSaving ends the session with nothing saved. The person wanted it so: there is no draft to go on with.
func (s Session) WithoutSaving() Session {
	s.outcome, s.draft.cleared, s.lines = NotSaved, true, []string{"Nothing was saved."}
	return s
}

// AfterSaving says what to do next with the saved profile.
func (s Session) AfterSaving() steps.Guide {
	a := s.Answers()
	return steps.AfterSave(a, a.Get(steps.KeyProfile))
}

// Unready says why a profile that is saved with the present verdict isn't ready, and the command that makes it so; both are
// empty if it is.
func (s Session) Unready() (said, command string) {
	command = "appreg check " + s.Answers().Get(steps.KeyProfile)
	tested := s.Report()
	switch missing := tested.Telling(); {
	case tested.Verdict == report.Ready:
		return "", ""
	case s.waits:
		return "Not ready yet. Once the admin has acted, run:", command
	case missing.Untested && missing.Give != "":
		return "One check is missing. This test makes it:", command + " " + missing.Give + " …"
	case missing.Untested:
		return "One check is missing (" + missing.Title + "). Test again:", command
	case tested.Verdict == report.Incomplete:
		return "Not tested yet. Test it:", command
	default:
		return "Not ready yet. After you fix the problem, run:", command
	}
}

// SaveProblem says what went wrong at the field that it is about; without one the key is empty.
func SaveProblem(err error) steps.Problem {
	if problem, ok := errors.AsType[*steps.Problem](err); ok {
		return *problem
	}
	said := steps.Problem{Message: err.Error()}
	var known interface{ Fix() string }
	if errors.As(err, &known) {
		said.Fix = known.Fix()
	}
	return said
}

// AwaitAdministrator notes that an administrator has to act first. With a client secret at hand the next thing is to
// save, as not ready; save is false where there is nothing to lose but the draft, which is kept anyway.
func (s Session) AwaitAdministrator() (after Session, save bool) {
	if s.HoldsUnsavedSecret() {
		there, ok := s.Jump(catalog.StepSave)
		there.waits = true
		return there, ok
	}
	text := "Waiting for the admin."
	if s.DraftIsKept() {
		text += " Start appreg again to go on."
	}
	s.outcome, s.lines = NotSaved, []string{text}
	return s, false
}

// AwaitsAdministrator reports whether an administrator has to act first.
func (s Session) AwaitsAdministrator() bool { return s.waits }

// ShownOnce are the answers that hold what the portal shows once, whatever the flow.
func ShownOnce() []steps.Key {
	var keys []steps.Key
	for _, flow := range catalog.Flows() {
		if flow.ShownOnce {
			keys = append(keys, steps.SecretKey(flow.Flow))
		}
	}
	return keys
}

// HoldsUnsavedSecret reports whether leaving loses a client secret, which the portal shows once.
func (s Session) HoldsUnsavedSecret() bool {
	return s.outcome == Quit && slices.ContainsFunc(ShownOnce(), s.Answers().Has)
}
