package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func beginRun(t *testing.T, s *Store) *Journal {
	t.Helper()
	j, err := s.BeginRun(context.Background(), Run{Kind: "create", Profile: "bc", Unique: "appreg-bc-1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(j.Close)
	return j
}

// TestRunsOfOneSecond are listed in the order in which they began: undo takes the latest.
func TestRunsOfOneSecond(t *testing.T) {
	now := time.Date(2026, 11, 26, 8, 1, 2, 0, time.UTC)
	s := newStore(t, Options{Now: func() time.Time { return now }})
	var want []string
	for range 20 {
		now = now.Add(40 * time.Millisecond)
		j := beginRun(t, s)
		want = append([]string{j.Run().ID}, want...)
	}
	runs, err := s.Runs()
	var got []string
	for _, r := range runs {
		got = append(got, r.ID)
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestJournal(t *testing.T) {
	s := newStore(t, Options{})
	if runs, err := s.Runs(); len(runs) > 0 || err != nil {
		t.Fatalf("%v %v", runs, err)
	}
	j := beginRun(t, s)
	id := j.Run().ID
	mustDo(t,
		j.Note(RunEntry{Change: "application", Name: "appreg-bc-1", State: EntryAbout}),
		j.Note(RunEntry{Change: "application", Name: "appreg-bc-1", State: EntryDone, ObjectID: "o1", Before: []byte(`{"a":1}`)}),
		j.Note(RunEntry{Change: "password", Name: "x", State: EntryFailed}),
		j.Registration("c1"),
	)
	info, err := os.Stat(s.places.run(id))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	runs, err := s.Runs()
	if err != nil || len(runs) != 1 {
		t.Fatalf("%v %v", runs, err)
	}
	want := Run{
		Schema: 1, ID: id, Kind: "create", Profile: "bc", Unique: "appreg-bc-1", ClientID: "c1", State: RunOpen, BegunAt: "2026-11-20T12:00:00Z",
		Entries: []RunEntry{
			{Change: "application", Name: "appreg-bc-1", State: EntryDone, ObjectID: "o1", Before: runs[0].Entries[0].Before, At: "2026-11-20T12:00:00Z"},
			{Change: "password", Name: "x", State: EntryFailed, At: "2026-11-20T12:00:00Z"},
		},
	}
	if d := cmp.Diff(want, runs[0]); d != "" {
		t.Error(d)
	}
	if e := runs[0].Entry("application", "appreg-bc-1"); e.ObjectID != "o1" || !runs[0].Touched() || len(runs[0].Of("password")) != 1 {
		t.Errorf("%+v", runs[0])
	}
	if _, err := s.OpenRun(context.Background(), id); !errors.Is(err, ErrRunBusy) || asError(err).Holder != os.Getpid() || asError(err).Fix() == "" {
		t.Errorf("opened twice: %v", err)
	}
	j.Close()
	j.Close()
	again, err := s.OpenRun(context.Background(), id)
	if err != nil || len(again.Run().Entries) != 2 {
		t.Fatal(err)
	}
	mustDo(t, again.End(RunDone))
	again.Close()
	if runs, _ := s.Runs(); runs[0].State != RunDone || runs[0].EndedAt == "" {
		t.Errorf("%+v", runs[0])
	}
	mustDo(t, s.RemoveRun(id), s.RemoveRun(id), s.RemoveRun("../profiles"))
	if left, _ := os.ReadDir(s.places.runs()); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestForgottenJournals: one that was taken back can be restored for 30 days, and is of no use after that.
func TestForgottenJournals(t *testing.T) {
	now := noon
	s := newStore(t, Options{Now: func() time.Time { return now }})
	undone, done := beginRun(t, s), beginRun(t, s)
	mustDo(t, undone.End(RunUndone), done.End(RunDone))
	for _, test := range []struct{ days, want int }{{29, 3}, {31, 2}} { // with the one that is begun then
		now = noon.AddDate(0, 0, test.days)
		j := beginRun(t, s)
		if runs, err := s.Runs(); err != nil || len(runs) != test.want {
			t.Errorf("after %d days: %d, %v", test.days, len(runs), err)
		}
		j.Close()
		mustDo(t, s.RemoveRun(j.Run().ID))
	}
}

// TestForgottenUnbegun: the journal of a run that was cut off before its first change goes when the next one begins. One that is under
// way stays, as it may have just begun, and so does what may have changed something.
func TestForgottenUnbegun(t *testing.T) {
	now := noon
	s := newStore(t, Options{Now: func() time.Time { now = now.Add(time.Minute); return now }})
	cut, touched, underWay := beginRun(t, s), beginRun(t, s), beginRun(t, s)
	mustDo(t, touched.Note(RunEntry{Change: "application", State: EntryAbout}))
	cut.Close()
	touched.Close()
	next := beginRun(t, s)
	runs, err := s.Runs()
	var got []string
	for _, r := range runs {
		got = append(got, r.ID)
	}
	if diff := cmp.Diff([]string{next.Run().ID, underWay.Run().ID, touched.Run().ID}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	mustDo(t, underWay.Note(RunEntry{Change: "application", State: EntryAbout}))
	if _, err := os.Stat(s.places.run(cut.Run().ID) + ".lock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its lock is left: %v", err)
	}
}

// TestRunsForgottenMeanwhile: a journal that another process deletes while they are read isn't missed.
func TestRunsForgottenMeanwhile(t *testing.T) {
	now := noon
	s := newStore(t, Options{Now: func() time.Time { now = now.Add(time.Minute); return now }})
	stays, gone := beginRun(t, s).Run().ID, beginRun(t, s).Run().ID // the latest is read first
	runs, err := s.runsBy(func(id string) (Run, error) {
		mustDo(t, s.RemoveRun(gone))
		return s.readRun(id)
	})
	if err != nil || len(runs) != 1 || runs[0].ID != stays {
		t.Errorf("%v %v", runs, err)
	}
}

// TestJournalLatestFirst: the runs are in the order in which a person looks for one.
func TestJournalLatestFirst(t *testing.T) {
	now := noon
	s := newStore(t, Options{Now: func() time.Time { return now }})
	var want []string
	for range 3 {
		now = now.Add(time.Minute)
		want = append([]string{beginRun(t, s).Run().ID}, want...)
	}
	runs, err := s.Runs()
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range runs {
		if r.ID != want[i] {
			t.Errorf("%s at %d, want %s", r.ID, i, want[i])
		}
	}
}

func TestJournalsThatCannotBeRead(t *testing.T) {
	s := newStore(t, Options{})
	for _, id := range []string{"", "nothing", "../profiles", "20261120T120000Z-00000000"} {
		if _, err := s.OpenRun(context.Background(), id); !errors.Is(err, ErrUnknownRun) || asError(err).Fix() == "" {
			t.Errorf("%q: %v", id, err)
		}
	}
	tests := map[string]struct {
		content string
		want    error
	}{
		"torn":          {`{"schema":1,"id"`, ErrCorruptFile},
		"another's id":  {`{"schema":1,"id":"20261120T120000Z-ffffffff"}`, ErrCorruptFile},
		"newer":         {`{"schema":2}`, ErrNewerSchema},
		"far too large": {`{"schema":1,"x":"` + strings.Repeat("x", runLimit) + `"}`, ErrCorruptFile},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{})
			j := beginRun(t, s)
			j.Close()
			mustDo(t, os.WriteFile(s.places.run(j.Run().ID), []byte(test.content), 0o600))
			whole := beginRun(t, s)
			runs, err := s.Runs()
			if !errors.Is(err, test.want) || len(runs) != 1 || runs[0].ID != whole.Run().ID {
				t.Errorf("%v %v", runs, err)
			}
		})
	}
}

// TestJournalOnAFullDisk: what cannot be written down is an error, and what was there stays whole.
func TestJournalOnAFullDisk(t *testing.T) {
	s := newStore(t, Options{})
	j := beginRun(t, s)
	mustDo(t, j.Note(RunEntry{Change: "application", State: EntryAbout}))
	s.files.write = func(*os.File, []byte) (int, error) { return 0, syscall.ENOSPC }
	if err := j.Note(RunEntry{Change: "application", State: EntryDone}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if runs, err := s.Runs(); err != nil || runs[0].Entries[0].State != EntryAbout {
		t.Errorf("%v %v", runs, err)
	}
	if _, err := s.BeginRun(context.Background(), Run{}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a run without a journal: %v", err)
	}
}

// The journals of a profile follow it when it is renamed; those of another registration, which had the name before, don't.
func TestRenameTakesTheJournalsAlong(t *testing.T) {
	s := newStore(t, Options{})
	p := mustSave(t, s, secretInput("p", "1"))
	for name, clientID := range map[string]string{"its own": p.ClientID, "another's": "0f8fad5b-0000-4000-8000-000000000000"} {
		j, err := s.BeginRun(t.Context(), Run{Kind: KindRotate, Profile: "P", ClientID: clientID, Name: name})
		mustDo(t, err)
		mustDo(t, j.Note(RunEntry{Change: "password", State: EntryDone}))
		j.Close()
	}
	mustDo(t, s.Rename(t.Context(), "p", "q"))
	runs, err := s.Runs()
	mustDo(t, err)
	for _, r := range runs {
		if want := map[string]string{"its own": "q", "another's": "P"}[r.Name]; r.Profile != want {
			t.Errorf("%s is of %s", r.Name, r.Profile)
		}
	}
}

// Where a file can't be written, the journals and the index keep the old name, whichever file it is.
func TestRenameThatFails(t *testing.T) {
	for fails := 1; fails <= 3; fails++ { // two journals, then the index
		s := newStore(t, Options{})
		p := mustSave(t, s, secretInput("p", "1"))
		for _, name := range []string{"P", "p"} {
			j, err := s.BeginRun(t.Context(), Run{Kind: KindRotate, Profile: name, ClientID: p.ClientID})
			mustDo(t, err)
			mustDo(t, j.Note(RunEntry{Change: "password", State: EntryDone}))
			j.Close()
		}
		before, written := tree(t, s.places.config), 0
		s.files.write = func(f *os.File, data []byte) (int, error) {
			if written++; written == fails {
				return 0, syscall.ENOSPC
			}
			return f.Write(data)
		}
		if err := s.Rename(t.Context(), "p", "q"); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("write %d: got %v", fails, err)
		}
		if d := cmp.Diff(before, tree(t, s.places.config)); d != "" {
			t.Errorf("write %d: %s", fails, d)
		}
	}
}
