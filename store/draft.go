package store

import (
	"encoding/json"
	"errors"
	"maps"
)

// draftSchema is the newest format of a draft that this program reads, and the one that it writes.
const draftSchema = 1

// draft is the content of draft.json: accepted answers of an unfinished set-up, never a secret.
type draft struct {
	Schema  int               `json:"schema"`
	SavedAt string            `json:"saved_at"` // RFC 3339, UTC
	Answers map[string]string `json:"answers"`
}

// LoadDraft returns the answers of an unfinished set-up; ok is false if there are none. A draft that cannot be
// understood is moved aside (ErrCorruptFile); one of a newer appreg stays (ErrNewerSchema).
func (home *folders) LoadDraft() (answers map[string]string, ok bool, err error) {
	if err := checkDir(home.places.config, true); err != nil {
		return nil, false, err
	}
	text, ok, err := read(home.places.draft(), draftLimit)
	if !ok && !errors.Is(err, errTooLarge) { // what is too large has no content here, and goes aside as damaged
		return nil, false, err
	}
	if newer := schemaOf([]byte(text)); newer > draftSchema {
		return nil, false, newerSchema(home.places.draft(), newer, draftSchema)
	}
	var d draft
	bad := json.Unmarshal([]byte(text), &d)
	if bad == nil && d.Schema != draftSchema {
		bad = errors.New("no schema number")
	}
	if bad != nil {
		return nil, false, &Error{Kind: ErrCorruptFile,
			Why: "the draft", Aside: home.files.moveAside(home.places.draft()), Next: "enter the answers again", Err: bad,
		}
	}
	return d.Answers, len(d.Answers) > 0, nil
}

// SaveDraft keeps answers, mode 0600, in place of an earlier draft. The caller leaves secrets out.
func (s *Store) SaveDraft(answers map[string]string) error {
	if err := ownDir(s.places.config, true); err != nil {
		return err
	}
	data, err := json.MarshalIndent(draft{Schema: draftSchema, SavedAt: s.stamp(), Answers: maps.Clone(answers)}, "", "  ")
	if err != nil {
		return err
	}
	s.files.sweepDrafts(s.places.config)
	return s.files.replaceBy(draftTempPattern, s.places.draft(), append(data, '\n'))
}

// ClearDraft deletes the draft; none is fine.
func (home *folders) ClearDraft() error { return remove(home.places.draft()) }
