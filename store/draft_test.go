package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDraft(t *testing.T) {
	s := newStore(t, Options{})
	if answers, ok, err := s.LoadDraft(); answers != nil || ok || err != nil {
		t.Fatalf("%v %v %v", answers, ok, err)
	}
	want := map[string]string{"api": "lcs", "tenant": "contoso.com", "permission": "a,b"}
	for _, answers := range []map[string]string{{"api": "old"}, want} {
		if err := s.SaveDraft(answers); err != nil {
			t.Fatal(err)
		}
	}
	got, ok, err := s.LoadDraft()
	if d := cmp.Diff(want, got); d != "" || !ok || err != nil {
		t.Error(d, ok, err)
	}
	if info, err := os.Stat(s.places.draft()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	for range 2 { // clearing twice is fine
		if err := s.ClearDraft(); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, err := s.LoadDraft(); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
}

func TestDraftThatCannotBeUnderstood(t *testing.T) {
	tests := map[string]struct {
		content string
		want    error
	}{
		"torn":      {`{"schema":1,"answ`, ErrCorruptFile},
		"no schema": {`{"answers":{"a":"b"}}`, ErrCorruptFile},
		"newer":     {`{"schema":2,"answers":[]}`, ErrNewerSchema},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t, Options{Home: t.TempDir()})
			if err := os.WriteFile(s.places.draft(), []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, ok, err := s.LoadDraft()
			if !isKind(err, test.want) || ok {
				t.Fatalf("%v %v", ok, err)
			}
			kept := tree(t, s.places.config)
			name := "draft.json"
			if isKind(err, ErrCorruptFile) {
				name += ".bad-20261120T120000Z"
			}
			if d := cmp.Diff(map[string]string{name: test.content}, kept); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDraftOnAFullDisk(t *testing.T) {
	s := newStore(t, Options{})
	if err := s.SaveDraft(map[string]string{"api": "lcs"}); err != nil {
		t.Fatal(err)
	}
	s.files.write = func(*os.File, []byte) (int, error) { return 0, syscall.ENOSPC }
	if err := s.SaveDraft(map[string]string{"api": "bc"}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if got, _, err := s.LoadDraft(); got["api"] != "lcs" || err != nil {
		t.Errorf("the earlier draft is lost: %v %v", got, err)
	}
}

// What killed writers of a draft left behind goes with the next draft; what is just being written stays.
func TestDraftSweeps(t *testing.T) {
	s := newStore(t, Options{})
	mustDo(t, s.SaveDraft(map[string]string{"api": "lcs"}))
	for name, age := range map[string]time.Duration{"old": 2 * draftStale, "new": draftStale / 2} {
		path := filepath.Join(s.places.config, strings.Replace(draftTempPattern, "*", name, 1))
		mustDo(t, os.WriteFile(path, nil, 0o600), os.Chtimes(path, noon, noon.Add(-age)))
	}
	mustDo(t, s.SaveDraft(map[string]string{"api": "lcs"}))
	if left := filesLike(t, s.places.config, draftTempPattern); len(left) != 1 || !strings.HasSuffix(left[0], "new") {
		t.Errorf("left: %v", left)
	}
}
