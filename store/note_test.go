package store

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"appreg/internal/report"
)

func TestNote(t *testing.T) {
	s := newStore(t, Options{})
	mustSave(t, s, secretInput("other", "x"))
	p := mustSave(t, s, secretInput("bc", "x"))
	tests := []struct {
		name      string
		verdict   report.Verdict
		checkedAt string
	}{
		{"another verdict", report.Refused, "2026-11-20T12:00:00Z"},
		{"the same second", report.Unreachable, "2026-11-20T12:00:00Z"},
		{"a clock that was set back", report.Ready, "2026-11-20T11:00:00Z"},
	}
	for _, test := range tests {
		before, err := s.Find("other")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Note(Noted{ID: p.ID, Verdict: test.verdict, CheckedAt: test.checkedAt}); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		got, err := s.Find("bc")
		if err != nil || got.Verdict != test.verdict || got.CheckedAt != test.checkedAt {
			t.Errorf("%s: %s at %s, %v", test.name, got.Verdict, got.CheckedAt, err)
		}
		got.Verdict, got.CheckedAt = p.Verdict, p.CheckedAt
		if d := cmp.Diff(p, got); d != "" {
			t.Errorf("%s: something else was changed:\n%s", test.name, d)
		}
		if after, _ := s.Find("other"); cmp.Diff(before, after) != "" {
			t.Errorf("%s: another profile was changed", test.name)
		}
	}
}

// A verdict about a credential that is gone must not stick to the one that took its place.
func TestNoteOfAProfileThatIsGone(t *testing.T) {
	s := newStore(t, Options{})
	old := mustSave(t, s, secretInput("bc", "old"))
	again := secretInput("bc", "new")
	again.Replace = true
	now := mustSave(t, s, again)
	for _, id := range []string{old.ID, "no-such-id"} {
		if err := s.Note(Noted{ID: id, Verdict: report.Refused, CheckedAt: "2026-11-21T12:00:00Z"}); !isKind(err, ErrReplaced) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := s.NoteAssertion(old, "issuer", "subject"); !isKind(err, ErrReplaced) || !strings.Contains(err.Error(), "profile bc ") {
		t.Errorf("assertion: %v", err)
	}
	if got, err := s.Find("bc"); err != nil || cmp.Diff(now, got) != "" {
		t.Errorf("%v %v", got, err)
	}
}

// A full disk leaves the index as it was.
func TestNoteOnAFullDisk(t *testing.T) {
	full := false
	s := newStore(t, Options{Write: func(f *os.File, data []byte) (int, error) {
		if full {
			return 0, errors.New("no space left on device")
		}
		return f.Write(data)
	}})
	p := mustSave(t, s, secretInput("bc", "x"))
	full = true
	if err := s.Note(Noted{ID: p.ID, Verdict: report.Refused, CheckedAt: "2026-11-21T12:00:00Z"}); !isKind(err, ErrFile) {
		t.Errorf("got %v", err)
	}
	if got, err := s.Find("bc"); err != nil || got.Verdict != p.Verdict {
		t.Errorf("%s %v", got.Verdict, err)
	}
}

// Those that are gone do not keep the others from being noted.
func TestNoteAll(t *testing.T) {
	s := newStore(t, Options{})
	a, b := mustSave(t, s, secretInput("a", "x")), mustSave(t, s, secretInput("b", "x"))
	gone, err := s.NoteAll([]Noted{
		{ID: a.ID, Verdict: report.Refused, CheckedAt: "2026-11-21T12:00:00Z"}, {ID: "no-such-id", Verdict: report.Ready, CheckedAt: "2026-11-21T12:00:01Z"},
		{ID: b.ID, Verdict: report.Ready, CheckedAt: "2026-11-21T12:00:02Z", SecretExpires: "2027-08-31"},
	})
	if d := cmp.Diff([]string{"no-such-id"}, gone); err != nil || d != "" {
		t.Fatalf("%v %s", err, d)
	}
	for name, want := range map[string]Noted{
		"a": {ID: a.ID, Verdict: report.Refused, CheckedAt: "2026-11-21T12:00:00Z", SecretExpires: a.SecretExpires}, // it wasn't learned
		"b": {ID: b.ID, Verdict: report.Ready, CheckedAt: "2026-11-21T12:00:02Z", SecretExpires: "2027-08-31"},
	} {
		if p, err := s.Find(name); err != nil || p.Verdict != want.Verdict || p.CheckedAt != want.CheckedAt || p.SecretExpires != want.SecretExpires {
			t.Errorf("%s: %s at %s, until %s, %v", name, p.Verdict, p.CheckedAt, p.SecretExpires, err)
		}
	}
}

// Processes that check note many profiles at once: no note is lost.
func TestNotesAtOnce(t *testing.T) {
	s := newStore(t, Options{})
	var ids []string
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		ids = append(ids, mustSave(t, s, secretInput(name, "x")).ID)
	}
	var group sync.WaitGroup
	for _, id := range ids {
		group.Go(func() {
			if err := s.Note(Noted{ID: id, Verdict: report.Refused, CheckedAt: "2026-11-21T12:00:00Z"}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Verdict != report.Refused {
			t.Errorf("%s: %s", p.Name, p.Verdict)
		}
	}
}
